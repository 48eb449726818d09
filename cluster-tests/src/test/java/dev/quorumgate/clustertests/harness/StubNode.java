package dev.quorumgate.clustertests.harness;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a balancer takes for a node, which does the same with each request: answers it, or dies over it. */
public final class StubNode {
    /** Instead of a status: reads the request, and ends the connection. */
    public static final int DIES = 0;

    private final LocalServer server;
    private final int status;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile boolean ready = true;

    private StubNode(LocalServer server, int status) {
        this.server = server;
        this.status = status;
    }

    /** Starts one, until the test ends. */
    public static StubNode start(TestRun run, int status) throws IOException {
        LocalServer server = LocalServer.create();
        StubNode node = new StubNode(server, status);
        server.start(run, "/", node::answer);
        return node;
    }

    /** {@code host:port}. */
    public String address() {
        return server.address();
    }

    /** What came, health checks left out: {@code PUT /metrics/job/x}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** From now on {@code /-/ready} says 503; {@code /-/healthy} goes on saying 200. */
    public void unready() {
        ready = false;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/-/ready") || path.equals("/-/healthy")) {
                exchange.sendResponseHeaders(ready || path.equals("/-/healthy") ? 200 : 503, -1);
                return;
            }
            requests.add(exchange.getRequestMethod() + " " + path);
            if (status != DIES) {
                exchange.sendResponseHeaders(status, -1);
            }
        }
    }
}
