package dev.quorumgate.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets so many tasks run at a time; others wait for their turn, in their order and without a thread. Calls may overlap. */
final class Turns {
    private final int atOnce;
    private final int waitingMax;
    private final Deque<Supplier<Runnable>> waiting = new ArrayDeque<>();
    private int running;

    Turns(int atOnce, int waitingMax) {
        this.atOnce = atOnce;
        this.waitingMax = waitingMax;
    }

    /**
     * Runs a task: at once by this thread, or later by one of the pool.
     *
     * @param task gives back what the same thread does after its turn
     * @return false if too many wait already; it never runs then
     */
    boolean run(Supplier<Runnable> task, Executor pool) {
        synchronized (this) {
            if (running == atOnce) {
                return waiting.size() < waitingMax && waiting.add(task);
            }
            running++;
        }
        runAndPassOn(task, pool);
        return true;
    }

    private void runAndPassOn(Supplier<Runnable> task, Executor pool) {
        Runnable afterwards = () -> {};
        try {
            afterwards = task.get();
        } finally {
            try {
                passOn(pool);
            } finally {
                afterwards.run(); // also where the pool takes nothing any more: this one is answered
            }
        }
    }

    private void passOn(Executor pool) {
        Supplier<Runnable> next = next();
        if (next != null) {
            pool.execute(() -> runAndPassOn(next, pool));
        }
    }

    private synchronized @Nullable Supplier<Runnable> next() {
        Supplier<Runnable> next = waiting.poll();
        if (next == null) {
            running--;
        }
        return next;
    }
}
