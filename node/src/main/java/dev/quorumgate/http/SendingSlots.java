package dev.quorumgate.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.Set;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;

/**
 * Room for so many answers at a time that are made and sent by a thread each. Where there is none, the one whose client takes it
 * most slowly is broken off, if it is slow: it must not keep others from theirs. Time in which we make the answer does not count.
 * Calls may overlap.
 */
final class SendingSlots {
    private final int atOnce;
    private final Pace pace;
    private final String answers;
    private final Set<Slot> taken = new LinkedHashSet<>();

    /**
     * Slots for one kind of answers.
     *
     * @param pace for an answer whose place others want
     * @param answers what they are, for whoever is told that there is no room
     */
    SendingSlots(int atOnce, Pace pace, String answers) {
        this.atOnce = atOnce;
        this.pace = pace;
        this.answers = answers;
    }

    /** Is closed when the answer is sent, or broken off. What has been sent, and how fast, belongs to the lock of all slots. */
    final class Slot implements AutoCloseable {
        private final Exchange exchange;
        private long sentBytes;
        private long sentNanos;
        private boolean isSending;
        private long sendingSince;

        private Slot(Exchange exchange) {
            this.exchange = exchange;
        }

        /** Where the answer is to be written. */
        OutputStream out() throws IOException {
            return new Watched(this, exchange.response().getOutputStream());
        }

        private Speed speed() {
            return new Speed(sentBytes, sentNanos + (isSending ? NanoTime.since(sendingSince) : 0));
        }

        private void begin() {
            synchronized (SendingSlots.this) {
                isSending = true;
                sendingSince = NanoTime.now();
            }
        }

        private void end(int bytes) {
            synchronized (SendingSlots.this) {
                isSending = false;
                sentNanos += NanoTime.since(sendingSince);
                sentBytes += bytes;
            }
        }

        @Override
        public void close() {
            synchronized (SendingSlots.this) {
                taken.remove(this);
            }
        }
    }

    /** Measures how fast a client takes its answer. */
    private static final class Watched extends OutputStream {
        private final Slot slot;
        private final OutputStream out;

        private Watched(Slot slot, OutputStream out) {
            this.slot = slot;
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            slot.begin();
            try {
                out.write(bytes, offset, length);
            } finally {
                slot.end(length);
            }
        }

        @Override
        public void flush() throws IOException {
            slot.begin();
            try {
                out.flush();
            } finally {
                slot.end(0);
            }
        }
    }

    /**
     * Takes a slot for an answer that is going to be sent.
     *
     * @throws RequestException if all others go on well (503)
     */
    synchronized Slot take(Exchange exchange) throws RequestException {
        if (taken.size() == atOnce) {
            Slot slowest = slowest();
            if (slowest == null) {
                throw new RequestException(503, "this node sends " + atOnce + " other " + answers + "; try again soon");
            }
            taken.remove(slowest);
            slowest.exchange.abort(); // within the lock: once it is closed, its connection may serve another request
        }
        Slot slot = new Slot(exchange);
        taken.add(slot);
        return slot;
    }

    private @Nullable Slot slowest() {
        Slot slowest = null;
        Speed lowest = null;
        for (Slot slot : taken) {
            Speed speed = slot.speed();
            if (!speed.keeps(pace) && (lowest == null || speed.compareTo(lowest) < 0)) {
                slowest = slot;
                lowest = speed;
            }
        }
        return slowest;
    }
}
