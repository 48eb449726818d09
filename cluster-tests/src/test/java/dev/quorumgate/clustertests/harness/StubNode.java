package dev.quorumgate.clustertests.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What a balancer takes for a node, which does the same with each request: answers it, or dies over it. */
public final class StubNode {
    /** Instead of a status: reads the request, and ends the connection. */
    public static final int DIES = 0;

    private final HttpServer server;
    private final int status;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile boolean ready = true;

    private StubNode(HttpServer server, int status) {
        this.server = server;
        this.status = status;
    }

    /** Starts one, until the test ends. */
    public static StubNode start(TestRun run, int status) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.take()), 0);
        ExecutorService threads = Executors.newCachedThreadPool();
        StubNode node = new StubNode(server, status);
        server.setExecutor(threads);
        server.createContext("/", node::answer);
        server.start();
        run.atEnd(() -> {
            server.stop(0);
            threads.shutdownNow();
        });
        return node;
    }

    /** {@code host:port}. */
    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
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
