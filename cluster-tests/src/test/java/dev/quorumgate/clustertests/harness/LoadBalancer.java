package dev.quorumgate.clustertests.harness;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One address in front of several nodes, as people put a load balancer there. A request goes to one node, or to the next one
 * when that cannot be connected to; what was sent to a node is never sent a second time. Each goes over a connection of its
 * own: one that is kept may be closed by the node just when it is used again, which no balancer can tell from a failure.
 */
public final class LoadBalancer {
    private static final long LOOK_MILLIS = 100;

    private final LocalServer server;
    private final Backends backends;
    private volatile String lastToAnswer = "";

    private LoadBalancer(LocalServer server, Backends backends) {
        this.server = server;
        this.backends = backends;
    }

    /** In front of nodes of which one is preferred, at first the first one; until the test ends. */
    public static LoadBalancer start(TestRun run, List<ClusterNode> nodes) throws IOException {
        return start(run, new Backends.Preferred(nodes));
    }

    /** In front of nodes that are asked ten times a second whether they are ready, and take turns while they are. */
    public static LoadBalancer checking(TestRun run, List<ClusterNode> nodes) throws IOException, InterruptedException {
        Backends.Ready backends = new Backends.Ready(nodes);
        backends.look();
        LoadBalancer balancer = start(run, backends);
        Thread looking = new Thread(
                () -> {
                    try {
                        while (true) {
                            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                            backends.look();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "balancer-checks");
        looking.start();
        run.atEnd(() -> {
            looking.interrupt();
            looking.join();
        });
        return balancer;
    }

    private static LoadBalancer start(TestRun run, Backends backends) throws IOException {
        LocalServer server = LocalServer.create();
        LoadBalancer balancer = new LoadBalancer(server, backends);
        server.start(run, "/", balancer::pass);
        return balancer;
    }

    /** {@code host:port}. */
    public String address() {
        return server.address();
    }

    /** As clients see it. */
    public Gateway gateway() {
        return new Gateway(URI.create("http://" + address()));
    }

    /** From now on {@code node} is asked first; for a balancer that prefers one. */
    public void prefer(ClusterNode node) {
        if (!(backends instanceof Backends.Preferred preferred)) {
            throw new IllegalStateException("its nodes take turns");
        }
        preferred.prefer(node);
    }

    /** Whether it sends requests to {@code node} while others are there, too. */
    public boolean prefers(ClusterNode node) {
        return backends.prefers(node);
    }

    /** The node that gave the latest answer with 200. */
    public String lastToAnswer() {
        return lastToAnswer;
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = PassedRequest.of(exchange);
            for (ClusterNode node : backends.order()) {
                try (Socket socket = connected(node)) {
                    socket.getOutputStream().write(request);
                    PassedAnswer answer =
                            PassedAnswer.parse(socket.getInputStream().readAllBytes());
                    if (answer.status() == 200) {
                        lastToAnswer = node.name();
                    }
                    answer.sendTo(exchange);
                    return;
                } catch (ConnectException e) {
                    backends.unreachable(node);
                }
            }
            exchange.sendResponseHeaders(503, -1);
        } catch (IOException e) {
            exchange.sendResponseHeaders(502, -1);
        }
    }

    private static Socket connected(ClusterNode node) throws IOException {
        Socket socket = new Socket();
        socket.connect(
                new InetSocketAddress(node.address().host(), node.address().httpPort()));
        return socket;
    }
}
