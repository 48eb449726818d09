package dev.quorumgate.admin;

import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.rpc.Outbox;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.Closeable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does the work of calls, on threads {@code admin-N}: the network's threads must not wait. So many calls at a time and no more;
 * those beyond are refused at once.
 */
final class RpcBudget implements Closeable {
    private static final int THREADS = 16;
    private static final int WAITING = 16;
    /** Few enough that threads are left for the others. */
    private static final int LONG_CALLS = 4;

    private final ExecutorService threads;
    private final Semaphore longCalls = new Semaphore(LONG_CALLS);
    private final Errors errors;

    /** What a call does, given the time it has. */
    interface Work<A> {
        A run(Patience patience) throws Exception;
    }

    /** What a call does that answers with several messages. */
    interface StreamingWork<A> {
        void run(Patience patience, Outbox<A> out) throws Exception;
    }

    RpcBudget(Errors errors) {
        this.errors = errors;
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "admin-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    /** Answers a call with one message. */
    <A> void answer(StreamObserver<A> observer, Work<A> work) {
        stream(observer, (patience, out) -> out.send(work.run(patience)));
    }

    /** Answers a call with several messages. */
    <A> void stream(StreamObserver<A> observer, StreamingWork<A> work) {
        Outbox<A> out = new Outbox<>((ServerCallStreamObserver<A>) observer);
        Runnable task = Context.current().wrap(() -> run(out, work));
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            out.fail(Status.RESOURCE_EXHAUSTED
                    .withDescription(
                            "this node has " + (THREADS + WAITING) + " admin calls to answer already; ask again")
                    .withCause(e)
                    .asRuntimeException());
        }
    }

    /** As {@link #stream}, for calls that may take minutes. */
    <A> void streamLong(StreamObserver<A> observer, StreamingWork<A> work) {
        stream(observer, (patience, out) -> {
            if (!longCalls.tryAcquire()) {
                throw Status.RESOURCE_EXHAUSTED
                        .withDescription(
                                "this node has " + LONG_CALLS
                                        + " calls to answer that take long (backups, new members); ask again, or ask another node")
                        .asRuntimeException();
            }
            try {
                work.run(patience, out);
            } finally {
                longCalls.release();
            }
        });
    }

    private <A> void run(Outbox<A> out, StreamingWork<A> work) {
        try {
            work.run(Patience.ofCall(), out);
            out.complete();
        } catch (Outbox.NobodyListensException e) {
            out.abandon();
        } catch (Exception e) {
            out.fail(errors.of(Futures.cause(e)));
        } catch (Error e) {
            out.fail(errors.of(e)); // or the caller would wait for nothing
            throw e;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
