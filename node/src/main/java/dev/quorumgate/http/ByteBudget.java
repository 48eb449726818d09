package dev.quorumgate.http;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** Memory that requests may take at a time, all together. Calls may overlap. */
final class ByteBudget {
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
         */
        void take(long bytes) throws ExhaustedException {
            long now = taken.addAndGet(bytes);
            // Alone, a request may take as much as it is allowed to be large: or it could never be served.
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

    Share share() {
        return new Share();
    }
}
