package dev.quorumgate.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Throws away the body of a request that is refused before anybody reads it, without a thread that waits for it. Many clients
 * look for the answer only when they have sent all.
 */
final class RefusedBody implements Runnable {
    private final Request request;
    private final Callback callback;
    private long left = Exchange.DISCARDED_BYTES_MAX;

    private RefusedBody(Request request, Callback callback) {
        this.request = request;
        this.callback = callback;
    }

    /** What to call when the answer is written; {@code callback} is told when the body is gone too. */
    static Callback discardedBefore(Request request, Callback callback) {
        if (request.getHeaders().contains(HttpHeader.EXPECT)) {
            return callback; // the client waits for leave to send
        }
        return Callback.from(new RefusedBody(request, callback), callback::failed);
    }

    /** Takes what is there, and waits to be called when there is more. */
    @Override
    public void run() {
        while (left >= 0) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                callback.failed(chunk.getFailure());
                return;
            }
            left -= chunk.remaining();
            chunk.release();
            if (chunk.isLast()) {
                break;
            }
        }
        callback.succeeded();
    }
}
