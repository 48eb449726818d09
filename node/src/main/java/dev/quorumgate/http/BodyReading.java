package dev.quorumgate.http;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request as it comes, without a thread that waits for it, and no longer than a {@link Pace} allows. */
abstract class BodyReading implements Runnable {
    private static final String WAITED_FOR = BodyReading.class.getName();

    private final Request request;
    private final Scheduler scheduler;
    private final Executor pool;
    private final Pace pace;
    private final long begun = NanoTime.now();
    private long length;
    private boolean hasWaited;
    private boolean isOver;
    private Scheduler.@Nullable Task timer;

    BodyReading(Request request, Pace pace) {
        this.request = request;
        this.scheduler =
                request.getComponents().getScheduler(); // now: nothing is to be had of a request that is answered
        this.pool = request.getComponents().getExecutor();
        this.pace = pace;
    }

    /** Whether a reading waits, or was given up while it did: nobody can read the rest of that body any more. */
    static boolean isWaitedFor(Request request) {
        return request.getAttribute(WAITED_FOR) != null;
    }

    /**
     * Takes a part of the body, which is somebody else's afterwards.
     *
     * @throws RequestException to read no further
     */
    abstract void take(ByteBuffer part) throws RequestException;

    /**
     * Told before the first wait for more.
     *
     * @throws RequestException not to wait for it
     */
    abstract void beginsToWait() throws RequestException;

    /** Told once: that the body has come to its end, or why it has not. */
    abstract void ended(@Nullable Throwable failure);

    /** Takes what is there, and waits to be called when there is more; to be called once to begin. */
    @Override
    public final void run() {
        Throwable failure = null;
        synchronized (this) {
            if (isOver) {
                return;
            }
            request.removeAttribute(WAITED_FOR);
            Content.Chunk chunk = request.read();
            while (chunk != null) {
                failure = taken(chunk);
                if (failure != null || chunk.isLast()) {
                    break;
                }
                chunk = request.read();
            }
            if (chunk == null) {
                failure = waitedForMore();
                if (failure == null) {
                    return;
                }
            }
            isOver = true;
        }
        if (timer == null) {
            end(failure);
        } else {
            // Called by the web server, which tells of failed writes only afterwards: who waits for one here waits for
            // ever.
            Throwable reason = failure;
            pool.execute(() -> end(reason));
        }
    }

    /** Reads no further. From another thread: whoever finds that out is not to do what has to be done about it. */
    final void giveUp(Throwable reason) {
        pool.execute(() -> {
            synchronized (this) {
                if (isOver) {
                    return;
                }
                isOver = true;
            }
            end(reason);
        });
    }

    private @Nullable Throwable taken(Content.Chunk chunk) {
        if (Content.Chunk.isFailure(chunk)) {
            return chunk.getFailure();
        }
        try {
            length += chunk.remaining();
            take(chunk.getByteBuffer());
            return null;
        } catch (RequestException e) {
            return e;
        } finally {
            chunk.release();
        }
    }

    private @Nullable RequestException waitedForMore() {
        if (!hasWaited) {
            hasWaited = true;
            try {
                beginsToWait();
            } catch (RequestException e) {
                return e;
            }
            watch();
        }
        request.setAttribute(WAITED_FOR, this);
        request.demand(this);
        return null;
    }

    private synchronized void watch() {
        if (isOver) {
            return;
        }
        long left = pace.nanos(length) - NanoTime.since(begun);
        if (left > 0) {
            timer = scheduler.schedule(this::watch, left, TimeUnit.NANOSECONDS);
        } else {
            giveUp(new TimeoutException("a body came more slowly than it may"));
        }
    }

    private void end(@Nullable Throwable failure) {
        Scheduler.Task waiting = timer;
        if (waiting != null) {
            waiting.cancel();
        }
        ended(failure);
    }
}
