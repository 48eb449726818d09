package dev.quorumgate.http;

import dev.quorumgate.exposition.ByteBuilder;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/** A body that is kept until it has come to its end. */
final class IncomingBody extends BodyReading {
    /** What a byte takes at worst: the memory is doubled when it is full. */
    private static final int MEMORY_FACTOR = 2;

    private static final int FIRST_CAPACITY = 1024;

    private final int bytesMax;
    private final IncomingBodies others;
    private final ByteBuilder bytes = new ByteBuilder(FIRST_CAPACITY);
    private final CompletableFuture<ByteBuilder> whole = new CompletableFuture<>();
    private boolean waits;

    private IncomingBody(Request request, Pace pace, int bytesMax, IncomingBodies others) {
        super(request, pace);
        this.bytesMax = bytesMax;
        this.others = others;
    }

    /**
     * Reads a body to its end. The future is completed on a thread that may work.
     *
     * @param bytesMax how long it may be; it fails with a refusal (413) if it is longer
     */
    static CompletableFuture<ByteBuilder> read(Request request, Pace pace, int bytesMax, IncomingBodies others) {
        IncomingBody body = new IncomingBody(request, pace, bytesMax, others);
        body.run();
        return body.whole;
    }

    @Override
    void take(ByteBuffer part) throws RequestException {
        if (part.remaining() > bytesMax - bytes.length()) {
            throw PushBodyReader.tooLarge(bytesMax);
        }
        if (waits) {
            others.grow(this, (long) MEMORY_FACTOR * part.remaining());
        }
        bytes.append(BufferUtil.toArray(part));
    }

    @Override
    void beginsToWait() throws RequestException {
        others.add(this, (long) MEMORY_FACTOR * bytes.length());
        waits = true;
    }

    @Override
    void ended(@Nullable Throwable failure) {
        if (waits) {
            others.remove(this);
        }
        if (failure == null) {
            whole.complete(bytes);
        } else {
            whole.completeExceptionally(failure);
        }
    }
}
