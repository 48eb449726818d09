package dev.quorumgate.http;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.eclipse.jetty.util.NanoTime;

/**
 * Room for so many answers that are sent at a time. Where there is none, the one that has been sent for longest is broken off, if it has
 * had its time: a client that does not read its answer must not keep others from theirs. Calls may overlap.
 */
final class SendingSlots {
    /** Clients that read take an answer in less; and when there are many of them, none is broken off sooner. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private final int atOnce;
    private final Duration patience;
    private final String answers;
    private final Set<Slot> taken = new LinkedHashSet<>();

    /**
     * Slots for one kind of answers.
     *
     * @param patience how long an answer may be sent whoever waits
     * @param answers what they are, for whoever is told that there is no room
     */
    SendingSlots(int atOnce, Duration patience, String answers) {
        this.atOnce = atOnce;
        this.patience = patience;
        this.answers = answers;
    }

    /** Is closed when the answer is sent, or broken off. */
    final class Slot {
        private final Exchange exchange;
        private final long begun = NanoTime.now();

        private Slot(Exchange exchange) {
            this.exchange = exchange;
        }

        void close() {
            synchronized (SendingSlots.this) {
                taken.remove(this);
            }
        }
    }

    /**
     * Takes a slot for an answer that is going to be sent.
     *
     * @throws RequestException if all others have just begun (503)
     */
    synchronized Slot take(Exchange exchange) throws RequestException {
        if (taken.size() == atOnce) {
            Slot oldest = taken.iterator().next();
            if (NanoTime.since(oldest.begun) < patience.toNanos()) {
                throw new RequestException(
                        503,
                        atOnce + " other " + answers + " are being sent and their clients are slow; try again soon");
            }
            taken.remove(oldest);
            oldest.exchange.abort(); // within the lock: once it is closed, its connection may serve another request
        }
        Slot slot = new Slot(exchange);
        taken.add(slot);
        return slot;
    }
}
