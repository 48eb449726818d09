package dev.quorumgate.http;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Throws away the body of a request that is refused, or what is left of it. Many clients, Python's among them, look for the answer
 * only when they have sent all, and would meet a broken pipe instead of the reason for it.
 */
final class RefusedBody extends BodyReading {
    private static final long BYTES_MAX = 64 << 20;

    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private long left = BYTES_MAX;

    private final Supplier<CompletableFuture<Void>> sending;
    private CompletableFuture<Void> sent = CompletableFuture.completedFuture(null);

    private RefusedBody(Request request, Pace pace, Supplier<CompletableFuture<Void>> sending) {
        super(request, pace);
        this.sending = sending;
    }

    /**
     * Completes when the body is gone; fails if it does not come, or has no end in sight.
     *
     * @param sending sends the answer; called if the body has not come to its end yet, so that the client has it meanwhile
     */
    static CompletableFuture<Void> discard(Request request, Pace pace, Supplier<CompletableFuture<Void>> sending) {
        if (request.getHeaders().contains(HttpHeader.EXPECT)) {
            return CompletableFuture.completedFuture(null); // the client waits for leave to send
        }
        RefusedBody body = new RefusedBody(request, pace, sending);
        body.run();
        return body.gone.thenCompose(done -> body.sent);
    }

    /** What to call when the answer is written; {@code callback} is told when the body is gone too. */
    static Callback discardedBefore(Request request, Callback callback) {
        return Callback.from(
                () -> callback.completeWith(discard(request, Pace.DEFAULT, () -> Route.DONE)), callback::failed);
    }

    @Override
    void take(ByteBuffer part) throws RequestException {
        left -= part.remaining();
        if (left < 0) {
            throw new RequestException(413, "a refused body has no end in sight");
        }
    }

    @Override
    void beginsToWait() {
        sent = sending.get(); // nothing of the body is kept, so any number of them may wait
    }

    @Override
    void ended(@Nullable Throwable failure) {
        if (failure == null) {
            gone.complete(null);
        } else {
            gone.completeExceptionally(failure);
        }
    }
}
