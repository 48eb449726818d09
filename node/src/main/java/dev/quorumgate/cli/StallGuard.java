package dev.quorumgate.cli;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;

/** Breaks off a call that may take long as a whole, when nothing has come for some time. */
public final class StallGuard implements AutoCloseable {
    private final Context.CancellableContext context = Context.current().withCancellation();
    private final Duration patience;
    private final String stall;
    private final Thread thread;
    private volatile long deadline;
    private volatile boolean broken;

    private StallGuard(Duration first, Duration patience, String stall) {
        this.deadline = System.nanoTime() + first.toNanos();
        this.patience = patience;
        this.stall = stall;
        this.thread = new Thread(this::watch, "stall-guard");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Watches from now on.
     *
     * @param first how long the first progress may take
     * @param patience how long the next may take, each time
     * @param stall what has happened then, in words: nothing came
     */
    public static StallGuard of(Duration first, Duration patience, String stall) {
        return new StallGuard(first, patience, stall);
    }

    /** Something has come. */
    public void progress() {
        deadline = System.nanoTime() + patience.toNanos();
    }

    /** What is called within it is guarded. */
    public interface Calls {
        void run() throws IOException;
    }

    /** Makes calls; fails when they are broken off. */
    public void run(Calls calls) throws IOException {
        Context before = context.attach();
        try {
            calls.run();
        } catch (StatusRuntimeException e) {
            if (broken) {
                throw new CliException(
                        ExitCode.UNKNOWN, stall + " for too long; ask again, or give it a longer --timeout");
            }
            throw e;
        } finally {
            context.detach(before);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        context.cancel(null);
    }

    private void watch() {
        try {
            long left = deadline - System.nanoTime();
            while (left > 0) {
                Thread.sleep(Duration.ofNanos(left).toMillis() + 1);
                left = deadline - System.nanoTime();
            }
            broken = true;
            context.cancel(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // all is well
        }
    }
}
