package dev.quorumgate.clustertests.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One address in front of several nodes, as people put a load balancer there: a GET goes to the preferred node, or to the
 * next one when that cannot be connected to; a node that could not is not the preferred one any more. What was sent to a
 * node is never sent a second time.
 */
public final class LoadBalancer {
    private static final List<String> PASSED_ON = List.of("Accept", "Accept-Encoding");
    private static final List<String> PASSED_BACK = List.of("Content-Type", "Content-Encoding");

    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private volatile List<ClusterNode> order;
    private volatile String lastToAnswer = "";

    private LoadBalancer(HttpServer server, List<ClusterNode> order) {
        this.server = server;
        this.order = order;
    }

    /** Listens until the test ends. */
    public static LoadBalancer start(TestRun run, List<ClusterNode> nodes) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.take()), 0);
        ExecutorService threads = Executors.newCachedThreadPool();
        LoadBalancer balancer = new LoadBalancer(server, List.copyOf(nodes));
        server.setExecutor(threads);
        server.createContext("/", balancer::pass);
        server.start();
        run.atEnd(() -> {
            server.stop(0);
            threads.shutdownNow();
        });
        return balancer;
    }

    /** {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on {@code node} is asked first. */
    public void prefer(ClusterNode node) {
        order = moved(node, 0);
    }

    private List<ClusterNode> moved(ClusterNode node, int position) {
        List<ClusterNode> next = new ArrayList<>(order);
        next.remove(node);
        next.add(position, node);
        return next;
    }

    /** The node that gave the latest answer with 200. */
    public String lastToAnswer() {
        return lastToAnswer;
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            for (ClusterNode node : order) {
                try {
                    passTo(node, exchange);
                    return;
                } catch (ConnectException e) {
                    order = moved(node, order.size() - 1);
                }
            }
            exchange.sendResponseHeaders(503, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            exchange.sendResponseHeaders(502, -1);
        }
    }

    private void passTo(ClusterNode node, HttpExchange exchange) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(node.gateway().url())
                        .resolve(exchange.getRequestURI().toString()));
        for (String name : PASSED_ON) {
            exchange.getRequestHeaders().getOrDefault(name, List.of()).forEach(value -> request.header(name, value));
        }
        HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        for (String name : PASSED_BACK) {
            response.headers()
                    .firstValue(name)
                    .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
        }
        if (response.statusCode() == 200) {
            lastToAnswer = node.name();
        }
        byte[] body = response.body();
        exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
