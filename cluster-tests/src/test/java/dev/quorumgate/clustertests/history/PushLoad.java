package dev.quorumgate.clustertests.history;

import dev.quorumgate.clustertests.harness.Answer;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A steady load of pushes by several clients that never try again. Each client owns some groups and pushes rising values to
 * them in turn, to the nodes it is told, in turn.
 */
public final class PushLoad {
    private static final int CLIENTS = 4;
    private static final int GROUPS_EACH = 3;
    /** Leaves the nodes most of the two cores. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final String name;
    private final History history;
    private final String padding;
    private final List<Thread> threads = new ArrayList<>();
    private final Semaphore permits = new Semaphore(CLIENTS, true);
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final List<String> failures = new ArrayList<>();
    private volatile List<Gateway> targets = List.of();
    private volatile boolean ending;

    private PushLoad(String name, History history, int paddingBytes) {
        this.name = name;
        this.history = history;
        this.padding = paddingBytes == 0 ? "" : "# HELP load_value " + "x".repeat(paddingBytes) + "\n";
    }

    /**
     * Begins to push.
     *
     * @param name the job of its groups
     * @param paddingBytes by which the bodies are longer, as a help text
     */
    static PushLoad start(String name, History history, List<Gateway> targets, int paddingBytes) {
        PushLoad load = new PushLoad(name, history, paddingBytes);
        load.targets = List.copyOf(targets);
        for (int i = 0; i < CLIENTS; i++) {
            Client client = load.new Client(i);
            Thread thread = new Thread(client::run, name + "-" + i);
            load.threads.add(thread);
            thread.start();
        }
        return load;
    }

    /** Sends no more pushes to other nodes than these; returns when those under way to others have ended. */
    public void sendTo(List<ClusterNode> nodes) throws InterruptedException {
        pause();
        targets = gateways(nodes);
        resume();
    }

    static List<Gateway> gateways(List<ClusterNode> nodes) {
        return nodes.stream().map(ClusterNode::gateway).toList();
    }

    /** Returns when no push is under way; none begins until {@link #resume}. */
    public void pause() throws InterruptedException {
        permits.acquire(CLIENTS);
    }

    public void resume() {
        permits.release(CLIENTS);
    }

    /** As {@link #resume}, and sends no pushes to other nodes than these. */
    public void resumeTo(List<ClusterNode> nodes) {
        targets = gateways(nodes);
        resume();
    }

    /** Waits until so many more pushes have been acknowledged. */
    public void awaitMore(long count) {
        long goal = acknowledged.get() + count;
        Waiting.until(goal + " pushes are acknowledged", () -> acknowledged.get() >= goal);
    }

    /** Pushes that were answered with 200. */
    public long acknowledged() {
        return acknowledged.get();
    }

    /** The longest time that an acknowledged push took. */
    public Duration slowest() {
        return Duration.ofNanos(slowestNanos.get());
    }

    /** The pushes that were not answered with 200, in words. */
    public List<String> failures() {
        synchronized (failures) {
            return List.copyOf(failures);
        }
    }

    /** Lets the pushes under way end, and pushes no more. */
    public void end() throws InterruptedException {
        ending = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** One client; all of its state belongs to its thread. */
    private final class Client {
        private final int number;
        private final List<Register> registers = new ArrayList<>();
        private int parts;
        private int turn;

        Client(int number) {
            this.number = number;
            for (int group = 0; group < GROUPS_EACH; group++) {
                registers.add(begin(group));
            }
        }

        void run() {
            try {
                while (!ending) {
                    permits.acquire();
                    try {
                        pushOnce(turn % GROUPS_EACH, targets.get(turn % targets.size()));
                    } finally {
                        permits.release();
                    }
                    turn++;
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void pushOnce(int group, Gateway target) throws InterruptedException {
            Register register = registers.get(group);
            long value = register.beginPush();
            Instant sent = Instant.now();
            try {
                Answer answer = target.push(register.group(), body(register, value));
                if (answer.status() == 200) {
                    register.acknowledge(sent, Instant.now());
                    acknowledged.incrementAndGet();
                    slowestNanos.accumulateAndGet(answer.latency().toNanos(), Math::max);
                    return;
                }
                failed(register, value, target, answer.toString());
                if (answer.status() == 503) {
                    register.refuse();
                    return;
                }
            } catch (IOException e) {
                failed(register, value, target, e.toString());
            }
            register.doubt();
            registers.set(group, begin(group));
        }

        private Register begin(int group) {
            Register register = new Register(name, number, group, parts++);
            history.add(register);
            return register;
        }

        private String body(Register register, long value) {
            return padding + register.series() + " " + value + "\n";
        }

        private void failed(Register register, long value, Gateway target, String why) {
            synchronized (failures) {
                failures.add("push of " + value + " to " + register.group() + " on " + target.url() + ": " + why);
            }
        }
    }
}
