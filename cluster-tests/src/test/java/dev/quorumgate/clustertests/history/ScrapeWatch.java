package dev.quorumgate.clustertests.history;

import dev.quorumgate.clustertests.harness.Answer;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.Waiting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Scrapes nodes all the time and has each scrape judged. Scrapes that fail are counted apart: no answer is no lie. */
public final class ScrapeWatch {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    private final History history;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, AtomicLong> answered = new TreeMap<>();
    private final AtomicLong unavailable = new AtomicLong();
    private final List<String> failures = new ArrayList<>();
    private volatile boolean ending;

    private ScrapeWatch(History history) {
        this.history = history;
    }

    /** Begins to scrape, with as many threads for each node: with several, some wait while others ask again. */
    public static ScrapeWatch start(History history, List<ClusterNode> nodes, int threadsEach) {
        ScrapeWatch watch = new ScrapeWatch(history);
        for (ClusterNode node : nodes) {
            watch.answered.put(node.name(), new AtomicLong());
            for (int i = 0; i < threadsEach; i++) {
                Thread thread = new Thread(() -> watch.run(node), "scrape-" + node + "-" + i);
                watch.threads.add(thread);
                thread.start();
            }
        }
        return watch;
    }

    /** Sends so many scrapes at once; the future ends when all are answered and judged. */
    public CompletableFuture<Void> burst(ClusterNode node, int count) {
        CompletableFuture<?>[] scrapes = new CompletableFuture<?>[count];
        for (int i = 0; i < count; i++) {
            History.Floor floor = history.floor();
            scrapes[i] = node.gateway().scrapePushedAsync().handle((answer, failure) -> {
                if (answer == null) {
                    failed(node, String.valueOf(failure));
                } else {
                    take(node, floor, answer);
                }
                return null;
            });
        }
        return CompletableFuture.allOf(scrapes);
    }

    /** Waits until a node has answered so many more scrapes with 200. */
    public void awaitMore(ClusterNode node, long count) {
        long goal = answered(node) + count;
        Waiting.until(node + " has answered " + goal + " scrapes", () -> answered(node) >= goal);
    }

    /** How many scrapes of a node were answered with 200 so far. */
    public long answered(ClusterNode node) {
        return counter(node).get();
    }

    /** Scrapes that a node answered with 503. */
    public long unavailable() {
        return unavailable.get();
    }

    /** Scrapes that were answered neither with 200 nor with 503, in words. */
    public List<String> failures() {
        synchronized (failures) {
            return List.copyOf(failures);
        }
    }

    /** Lets the scrapes under way end, and scrapes no more. */
    public void end() throws InterruptedException {
        ending = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void run(ClusterNode node) {
        while (!ending) {
            if (node.isRunning()) {
                scrapeOnce(node);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void scrapeOnce(ClusterNode node) {
        History.Floor floor = history.floor();
        try {
            take(node, floor, node.gateway().scrapePushed());
        } catch (IOException e) {
            failed(node, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(ClusterNode node, History.Floor floor, Answer answer) {
        if (answer.status() == 200) {
            history.judge(node.name(), floor, answer);
            counter(node).incrementAndGet();
        } else if (answer.status() == 503) {
            unavailable.incrementAndGet();
        } else {
            failed(node, answer.toString());
        }
    }

    private AtomicLong counter(ClusterNode node) {
        AtomicLong counter = answered.get(node.name());
        if (counter == null) {
            throw new IllegalArgumentException(node + " is not watched");
        }
        return counter;
    }

    private void failed(ClusterNode node, String why) {
        synchronized (failures) {
            failures.add("scrape of " + node + ": " + why);
        }
    }
}
