package dev.quorumgate.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Pushes of ten families of one series each, with changing values, from some clients to some nodes. */
final class PushLoad {
    private static final int FAMILIES = 10;
    private static final long LATENCY_MICROS_MAX = TimeUnit.MINUTES.toMicros(10);

    private final List<InetSocketAddress> nodes;
    private final int groups;

    PushLoad(List<InetSocketAddress> nodes, int groups) {
        this.nodes = nodes;
        this.groups = groups;
    }

    /**
     * What came of it.
     *
     * @param latencies in microseconds
     */
    record Result(double perSecond, Histogram latencies, long failures) {
        double p50Millis() {
            return latencies.getValueAtPercentile(50) / 1000.0;
        }

        double p99Millis() {
            return latencies.getValueAtPercentile(99) / 1000.0;
        }
    }

    /** Pushes to random groups, each client as fast as it is answered. */
    Result run(int clients, double seconds) throws IOException, InterruptedException {
        return run(clients, seconds, 0);
    }

    /** Pushes to random groups at a steady rate over all clients. */
    Result runAt(double perSecond, int clients, double seconds) throws IOException, InterruptedException {
        return run(clients, seconds, clients / perSecond);
    }

    /** Pushes to each group once, so that all of them exist. */
    void fill(int clients) throws IOException, InterruptedException {
        fill(clients, groups);
    }

    /** Pushes to the first so many groups once. */
    void fill(int clients, int count) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        List<Future<?>> all = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            int first = client;
            all.add(threads.submit(() -> {
                try (RawHttp http = new RawHttp(nodes.get(first % nodes.size()))) {
                    Random random = new Random(first);
                    for (int group = first; group < count; group += clients) {
                        requireSuccess(http.send(push(group, random)));
                    }
                }
                return null;
            }));
        }
        join(threads, all);
    }

    private Result run(int clients, double seconds, double pauseSeconds) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        List<Future<?>> all = new ArrayList<>();
        Histogram latencies = new Histogram(LATENCY_MICROS_MAX, 3);
        long[] failures = new long[1];
        long begun = System.nanoTime();
        long end = begun + (long) (seconds * 1e9);
        for (int client = 0; client < clients; client++) {
            int number = client;
            all.add(threads.submit(() -> {
                Histogram own = new Histogram(LATENCY_MICROS_MAX, 3);
                long failed = 0;
                Random random = new Random(number + 1000);
                try (RawHttp http = new RawHttp(nodes.get(number % nodes.size()))) {
                    long next = begun + (long) (pauseSeconds * 1e9 * number / clients);
                    while (System.nanoTime() < end) {
                        if (pauseSeconds > 0) {
                            TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                        } else {
                            next = System.nanoTime();
                        }
                        byte[] request = push(random.nextInt(groups), random);
                        int status = http.send(request).status();
                        // With a steady rate, from when it was due: a stall delays all that come behind it.
                        own.recordValue(Math.min(LATENCY_MICROS_MAX, (System.nanoTime() - next) / 1000));
                        failed += status == 200 || status == 202 ? 0 : 1;
                        next += (long) (pauseSeconds * 1e9);
                    }
                }
                synchronized (latencies) {
                    latencies.add(own);
                    failures[0] += failed;
                }
                return null;
            }));
        }
        join(threads, all);
        double took = (System.nanoTime() - begun) / 1e9;
        return new Result(latencies.getTotalCount() / took, latencies, failures[0]);
    }

    private static byte[] push(int group, Random random) {
        StringBuilder body = new StringBuilder(FAMILIES * 40);
        for (int family = 0; family < FAMILIES; family++) {
            body.append("# TYPE batch_metric_")
                    .append(family)
                    .append(" gauge\nbatch_metric_")
                    .append(family)
                    .append(' ');
            body.append(random.nextInt(1_000_000))
                    .append('.')
                    .append(random.nextInt(1000))
                    .append('\n');
        }
        byte[] bytes = body.toString().getBytes(StandardCharsets.US_ASCII);
        return RawHttp.put("/metrics/job/batch/instance/host-" + group, bytes, bytes.length);
    }

    private static void requireSuccess(RawHttp.Answer answer) {
        if (answer.status() != 200 && answer.status() != 202) {
            throw new IllegalStateException("a push was answered with " + answer.status());
        }
    }

    private static void join(ExecutorService threads, List<Future<?>> all) throws IOException, InterruptedException {
        try {
            for (Future<?> each : all) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a client failed: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }
}
