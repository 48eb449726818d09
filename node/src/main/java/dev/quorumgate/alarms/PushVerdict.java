package dev.quorumgate.alarms;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Whether pushes are refused for want of room: what this node decides while it leads, and hears from the leader otherwise. Calls may overlap. */
public final class PushVerdict {
    /** The leader says it every second; without a word for so long nobody knows. */
    private static final long HEARD_NANOS = TimeUnit.SECONDS.toNanos(5);

    private volatile Optional<String> own = Optional.empty();
    private volatile Heard heard = new Heard(false, -1, System.nanoTime());

    private record Heard(boolean refused, long term, long atNanos) {}

    /** Why this node, which leads, refuses pushes; empty when it does not, or does not lead. */
    public Optional<String> refusesPushesBecause() {
        return own;
    }

    /** Whether no pushes are stored at the moment, as far as this node knows. */
    public boolean refusesPushes() {
        Heard latest = heard;
        return own.isPresent() || (latest.refused && System.nanoTime() - latest.atNanos < HEARD_NANOS);
    }

    void decide(Optional<String> refusal) {
        own = refusal;
    }

    /** What the leader of a term says; a word of an earlier term counts for nothing. */
    public synchronized void hear(boolean refused, long term) {
        if (term >= heard.term) {
            heard = new Heard(refused, term, System.nanoTime());
        }
    }
}
