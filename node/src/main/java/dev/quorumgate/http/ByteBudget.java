package dev.quorumgate.http;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** Memory that requests may take at a time, all together. Calls may overlap. */
final class ByteBudget {
    /** How much more than is there for all a request may take that is alone: as a part of the heap, half of it. */
    private static final int ALONE_FACTOR = 2;

    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    ByteBudget(long limit) {
        this.limit = limit;
    }

    /** What one request takes; given back when it is closed. Used by one thread. */
    final class Share implements AutoCloseable {
        private long own;

        /**
         * Takes more.
         *
         * @throws ExhaustedException if there is not so much left; nothing is taken then
         * @throws TooMuchException if there never is; nothing is taken then
         */
        void take(long bytes) throws ExhaustedException, TooMuchException {
            if (own + bytes > ALONE_FACTOR * limit) {
                throw new TooMuchException(own + bytes, ALONE_FACTOR * limit);
            }
            long now = taken.addAndGet(bytes);
            // Alone, a request may take more: what counts is the worst case, and most need much less.
            if (now > limit && now > own + bytes) {
                taken.addAndGet(-bytes);
                throw new ExhaustedException(now - own - bytes);
            }
            own += bytes;
        }

        @Override
        public void close() {
            taken.addAndGet(-own);
        }
    }

    /** There is no memory for a request now. */
    static final class ExhaustedException extends IOException {
        private static final long serialVersionUID = 1L;

        ExhaustedException(long others) {
            super("other requests use " + others + " bytes of memory for their bodies; try again soon");
        }
    }

    /** A request needs more memory than this node has for any. */
    static final class TooMuchException extends IOException {
        private static final long serialVersionUID = 1L;

        TooMuchException(long bytes, long limit) {
            super("the request may need " + bytes + " bytes of memory, and this node has " + limit
                    + " for one; push less at a time, or give the node more (java -Xmx)");
        }
    }

    Share share() {
        return new Share();
    }
}
