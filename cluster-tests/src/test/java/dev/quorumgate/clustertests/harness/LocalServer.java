package dev.quorumgate.clustertests.harness;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server of the tests' own on loopback, with a thread for each request under way. */
final class LocalServer {
    private final HttpServer server;

    private LocalServer(HttpServer server) {
        this.server = server;
    }

    /** Has a port already; answers once it is told how. */
    static LocalServer create() throws IOException {
        return new LocalServer(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.take()), 0));
    }

    /** Answers what is asked below {@code path}, until the test ends. */
    void start(TestRun run, String path, HttpHandler handler) {
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext(path, handler);
        server.start();
        run.atEnd(() -> {
            server.stop(0);
            threads.shutdownNow();
        });
    }

    /** {@code host:port}. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }
}
