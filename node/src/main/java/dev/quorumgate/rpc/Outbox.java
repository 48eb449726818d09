package dev.quorumgate.rpc;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.CancellationException;

/**
 * Answers of one call, sent no faster than they are taken: no more than a few are in memory, however slow the receiver is.
 * Used by one thread.
 */
public final class Outbox<A> {
    private static final long LOOK_MILLIS = 1000;

    private final ServerCallStreamObserver<A> receiver;
    /** Its deadline is not always that of the receiver, who may have none. */
    private final Context call = Context.current();

    private final Object changes = new Object();

    /** Whoever asked has gone, or has no more time. */
    public static final class NobodyListensException extends CancellationException {
        private static final long serialVersionUID = 1;
    }

    /** To be made before the call that it answers returns: gRPC takes handlers no later. */
    public Outbox(ServerCallStreamObserver<A> receiver) {
        this.receiver = receiver;
        receiver.setOnReadyHandler(this::wake);
        receiver.setOnCancelHandler(this::wake);
    }

    /** Waits until the receiver is ready for it. */
    public void send(A answer) throws InterruptedException {
        synchronized (changes) {
            while (!receiver.isReady()) {
                if (isAbandoned()) {
                    throw new NobodyListensException();
                }
                changes.wait(LOOK_MILLIS);
            }
        }
        receiver.onNext(answer);
    }

    /** Whether whoever asked has gone, or has had all the time that there was. */
    public boolean isAbandoned() {
        return receiver.isCancelled() || call.isCancelled();
    }

    /** Ends a call that was not answered to its end because of {@link NobodyListensException}. */
    public void abandon() {
        fail(Status.DEADLINE_EXCEEDED
                .withDescription("the answer was not taken in the time that this call has")
                .asRuntimeException());
    }

    public void complete() {
        if (!receiver.isCancelled()) {
            receiver.onCompleted();
        }
    }

    public void fail(StatusRuntimeException failure) {
        if (!receiver.isCancelled()) {
            receiver.onError(failure);
        }
    }

    private void wake() {
        synchronized (changes) {
            changes.notifyAll();
        }
    }
}
