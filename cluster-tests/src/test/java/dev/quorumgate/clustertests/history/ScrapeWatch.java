package dev.quorumgate.clustertests.history;

import dev.quorumgate.clustertests.harness.Answer;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.Waiting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Scrapes nodes, or a balancer in front of them, all the time and has each scrape judged. Scrapes that fail are counted apart: no answer is no lie. */
public final class ScrapeWatch {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    private final History history;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicLong> answered = new ConcurrentSkipListMap<>();
    private final AtomicLong unavailable = new AtomicLong();
    private final List<String> failures = new ArrayList<>();
    private volatile boolean ending;

    /** Who is scraped: a node, or a balancer in front of some. */
    private record Target(String name, Gateway gateway) {
        static Target of(ClusterNode node) {
            return new Target(node.name(), node.gateway());
        }
    }

    private ScrapeWatch(History history) {
        this.history = history;
    }

    /** Begins to scrape, with as many threads for each node: with several, some wait while others ask again. */
    public static ScrapeWatch start(History history, List<ClusterNode> nodes, int threadsEach) {
        ScrapeWatch watch = new ScrapeWatch(history);
        nodes.forEach(node -> watch.add(node, threadsEach));
        return watch;
    }

    /** Begins to scrape whichever nodes a balancer chooses, and no node directly. */
    static ScrapeWatch behind(History history, Gateway balancer) {
        ScrapeWatch watch = new ScrapeWatch(history);
        Target target = new Target("the balancer", balancer);
        watch.answered.put(target.name(), new AtomicLong());
        watch.begin("scrape-by-balancer", target, () -> true);
        return watch;
    }

    /** Begins to scrape one more node, which has joined. */
    public void add(ClusterNode node) {
        add(node, 1);
    }

    private void add(ClusterNode node, int threadsEach) {
        answered.put(node.name(), new AtomicLong());
        for (int i = 0; i < threadsEach; i++) {
            begin("scrape-" + node + "-" + i, Target.of(node), node::isRunning);
        }
    }

    private void begin(String name, Target target, BooleanSupplier isRunning) {
        Thread thread = new Thread(() -> run(target, isRunning), name);
        threads.add(thread);
        thread.start();
    }

    /** Sends so many scrapes at once; the future ends when all are answered and judged. */
    public CompletableFuture<Void> burst(ClusterNode node, int count) {
        CompletableFuture<?>[] scrapes = new CompletableFuture<?>[count];
        for (int i = 0; i < count; i++) {
            History.Floor floor = history.floor();
            scrapes[i] = node.gateway().scrapePushedAsync().handle((answer, failure) -> {
                if (answer == null) {
                    failed(Target.of(node), String.valueOf(failure));
                } else {
                    take(Target.of(node), floor, answer);
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
        return counter(Target.of(node)).get();
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

    private void run(Target target, BooleanSupplier isRunning) {
        while (!ending) {
            if (isRunning.getAsBoolean()) {
                scrapeOnce(target);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void scrapeOnce(Target target) {
        History.Floor floor = history.floor();
        try {
            take(target, floor, target.gateway().scrapePushed());
        } catch (IOException e) {
            failed(target, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Target target, History.Floor floor, Answer answer) {
        if (answer.status() == 200) {
            history.judge(target.name(), floor, answer);
            counter(target).incrementAndGet();
        } else if (answer.status() == 503) {
            unavailable.incrementAndGet();
        } else {
            failed(target, answer.toString());
        }
    }

    private AtomicLong counter(Target target) {
        AtomicLong counter = answered.get(target.name());
        if (counter == null) {
            throw new IllegalArgumentException(target.name() + " is not watched");
        }
        return counter;
    }

    private void failed(Target target, String why) {
        synchronized (failures) {
            failures.add("scrape of " + target.name() + ": " + why);
        }
    }
}
