package dev.quorumgate.cli.doctor;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Whether the endpoints that the command line is given are there. */
public final class EndpointCheck {
    private EndpointCheck() {}

    /**
     * Connects to all of them at once.
     *
     * @param patience for looking a name up, and as much for the connection
     * @return those that take connections
     */
    public static List<String> run(List<String> endpoints, Duration patience, Findings findings) {
        Map<String, CompletableFuture<String>> problems = new LinkedHashMap<>();
        for (String endpoint : endpoints) {
            problems.put(
                    endpoint,
                    CompletableFuture.supplyAsync(() -> problem(endpoint, patience), EndpointCheck::onThread)
                            .completeOnTimeout(
                                    "its name is looked up for longer than " + patience.toMillis() + " ms",
                                    2 * patience.toMillis(),
                                    TimeUnit.MILLISECONDS));
        }
        List<String> open = new ArrayList<>();
        problems.forEach((endpoint, asked) -> {
            String problem = asked.join();
            if (problem.isEmpty()) {
                findings.ok("endpoints", endpoint, "it takes connections");
                open.add(endpoint);
            } else {
                findings.error("endpoints", endpoint, problem, "--endpoints names the admin ports of nodes: HOST:9192");
            }
        });
        return open;
    }

    /** They wait more than they work. */
    private static void onThread(Runnable task) {
        Thread thread = new Thread(task, "endpoint-check");
        thread.setDaemon(true);
        thread.start();
    }

    private static String problem(String endpoint, Duration patience) {
        InetSocketAddress address;
        try {
            String host = Host.of(endpoint).replaceAll("[\\[\\]]", "");
            address = new InetSocketAddress(host, Integer.parseInt(Host.port(endpoint)));
        } catch (IllegalArgumentException e) {
            return "this is no HOST:PORT";
        }
        if (address.isUnresolved()) {
            return "no host of this name is known here";
        }
        try (Socket socket = new Socket()) {
            socket.connect(address, (int) patience.toMillis());
            return "";
        } catch (IOException e) {
            return "no connection: " + e.getMessage();
        }
    }
}
