package dev.quorumgate.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.util.NanoTime;

/**
 * Room for so many answers at a time that are made and sent by a thread each. Where there is none, one is broken off whose client
 * takes it slowly, by its {@link Progress}: it must not keep others from theirs. Time in which we make the answer does not count.
 * Calls may overlap.
 */
final class SendingSlots {
    private static final int PART_BYTES = 64 << 10;

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

    /** Is closed when the answer is sent, or broken off. How it is sent belongs to the lock of all slots. */
    final class Slot implements AutoCloseable {
        private final Exchange exchange;
        private final Progress sent = new Progress(pace, NanoTime.now());
        private boolean isSending;

        private Slot(Exchange exchange) {
            this.exchange = exchange;
        }

        /** Where the answer is to be written. */
        OutputStream out() throws IOException {
            return new Watched(this, exchange.response().getOutputStream());
        }

        private void send(int bytes, Answer.Writing part) throws IOException {
            synchronized (SendingSlots.this) {
                isSending = true;
                sent.resume(NanoTime.now());
            }
            try {
                part.run();
            } finally {
                synchronized (SendingSlots.this) {
                    isSending = false;
                    sent.goOn(bytes, NanoTime.now());
                }
            }
        }

        @Override
        public void close() {
            synchronized (SendingSlots.this) {
                taken.remove(this);
            }
        }
    }

    /** Tells how the client takes its answer. */
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

        /** In parts: a client that takes a long one well must not look like one that takes nothing. */
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int end = offset + length;
            for (int from = offset; from < end; from += PART_BYTES) {
                int begin = from;
                int part = Math.min(end - from, PART_BYTES);
                slot.send(part, () -> out.write(bytes, begin, part));
            }
        }

        @Override
        public void flush() throws IOException {
            slot.send(0, out::flush);
        }
    }

    /**
     * Takes a slot for an answer that is going to be sent.
     *
     * @throws RequestException if all others go on well (503)
     */
    synchronized Slot take(Exchange exchange) throws RequestException {
        if (taken.size() == atOnce) {
            List<Slot> sending = taken.stream().filter(slot -> slot.isSending).toList();
            Slot slow = Progress.firstToGiveWay(sending, slot -> slot.sent, NanoTime.now())
                    .orElseThrow(() -> new RequestException(
                            503, "this node sends " + atOnce + " other " + answers + "; try again soon"));
            taken.remove(slow);
            slow.exchange.abort(); // within the lock: once it is closed, its connection may serve another request
        }
        Slot slot = new Slot(exchange);
        taken.add(slot);
        return slot;
    }
}
