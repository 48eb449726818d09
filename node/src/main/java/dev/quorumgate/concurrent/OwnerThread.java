package dev.quorumgate.concurrent;

import java.io.Closeable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns some mutable state: whoever wants to touch the state hands an action to it. After {@link #close}
 * actions are dropped, except those that were handed over before and were due.
 */
public final class OwnerThread implements Closeable {
    private static final Logger logger = LoggerFactory.getLogger(OwnerThread.class);

    private final String name;
    private final ScheduledThreadPoolExecutor executor;

    public OwnerThread(String name) {
        this.name = name;
        this.executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Runs {@code action} soon; false when closed. */
    public boolean run(Runnable action) {
        return later(0, action);
    }

    /** Runs {@code action} after a time; false when closed. */
    @SuppressWarnings("FutureReturnValueIgnored") // guarded() logs what the future would hide
    public boolean later(long millis, Runnable action) {
        try {
            executor.schedule(() -> guarded(action), millis, TimeUnit.MILLISECONDS)
                    .isDone();
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Runs {@code action} again and again, with a pause before each time, until closed. */
    public void every(long millis, Runnable action) {
        later(millis, () -> {
            guarded(action);
            every(millis, action);
        });
    }

    @Override
    public void close() {
        executor.shutdown();
    }

    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            logger.error("an action of thread {} failed", name, e);
        }
    }
}
