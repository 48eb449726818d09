package dev.quorumgate.admin;

import io.grpc.Context;
import io.grpc.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The time that a call has: until a little before its deadline, so that its answer comes in time, whatever that is. */
final class Patience {
    private static final Duration FOR_THE_ANSWER = Duration.ofMillis(150);

    private final Deadline deadline;

    private Patience(Deadline deadline) {
        this.deadline = deadline;
    }

    /** That of the call of the current context. */
    static Patience ofCall() {
        Deadline deadline = Context.current().getDeadline();
        if (deadline == null) {
            throw new IllegalStateException("a call without a deadline");
        }
        return new Patience(deadline.offset(-FOR_THE_ANSWER.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Never negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, deadline.timeRemaining(TimeUnit.NANOSECONDS)));
    }

    boolean isOver() {
        return deadline.isExpired();
    }

    /** What is left, but no more than {@code most}. */
    Duration upTo(Duration most) {
        Duration left = left();
        return left.compareTo(most) < 0 ? left : most;
    }

    /** What another one may take who is awaited: a little less, so that its own word of why it failed comes in time. */
    Duration leftForAnother() {
        return left().multipliedBy(9).dividedBy(10);
    }

    /** Waits for a result; what it failed with is thrown. */
    <T> T await(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw (Exception) new TimeoutException("the time was not enough").initCause(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }
}
