package dev.quorumgate.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Scrapes of the nodes in turn. Owned by one thread. */
final class ScrapeLoad {
    private static final byte[] IDENTITY = RawHttp.get("/metrics");
    private static final byte[] GZIP = RawHttp.get("/metrics", "Accept-Encoding: gzip");

    private final List<InetSocketAddress> nodes;
    private int turn;

    ScrapeLoad(List<InetSocketAddress> nodes) {
        this.nodes = nodes;
    }

    /** Seconds that one took until its last byte was there. */
    double identity() throws IOException {
        return once(IDENTITY);
    }

    double gzip() throws IOException {
        return once(GZIP);
    }

    /** Does {@code work} while it scrapes each second, as a Prometheus would. */
    <T> T eachSecondDuring(Callable<T> work) throws Exception {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        Future<?> scrapes = clock.scheduleAtFixedRate(this::onceOrFail, 0, 1, TimeUnit.SECONDS);
        try {
            T result = work.call();
            if (scrapes.isDone()) {
                scrapes.get();
            }
            return result;
        } finally {
            clock.shutdown();
            clock.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    private void onceOrFail() {
        try {
            gzip();
        } catch (IOException e) {
            throw new IllegalStateException("a scrape failed", e);
        }
    }

    private double once(byte[] request) throws IOException {
        try (RawHttp http = new RawHttp(nodes.get(turn++ % nodes.size()))) {
            long begun = System.nanoTime();
            RawHttp.Answer answer = http.send(request);
            double seconds = (System.nanoTime() - begun) / 1e9;
            if (answer.status() != 200 || answer.bodyBytes() == 0) {
                throw new IOException("a scrape was answered with " + answer);
            }
            return seconds;
        }
    }
}
