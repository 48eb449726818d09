package dev.quorumgate.telemetry;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether this node may be sent requests, as far as it knows by itself. Set by whoever starts and stops it; calls may
 * overlap, so that a stop during the start is not taken back by the last step of the start.
 */
public final class Readiness {
    private static final String DRAINED =
            "an operator has drained this node; it is ready again after: quorumgate undrain";

    private volatile Optional<String> unreadyBecause = Optional.of("this node is starting");
    private final AtomicBoolean isDrained = new AtomicBoolean();
    private volatile Optional<String> stoppingBecause = Optional.empty();
    private volatile Optional<String> unhealthyBecause = Optional.empty();

    public void ready() {
        unreadyBecause = Optional.empty();
    }

    /** Not ready for now. */
    public void unready(String reason) {
        unreadyBecause = Optional.of(reason);
    }

    /** Not ready for as long as an operator wants; gives whether that was so before. */
    public boolean setDrained(boolean drained) {
        return isDrained.getAndSet(drained);
    }

    public boolean isDrained() {
        return isDrained.get();
    }

    /** Never ready again. */
    public void stopping(String reason) {
        stoppingBecause = Optional.of(reason);
    }

    /** Beyond repair, never ready again: the process is about to end. */
    public void unhealthy(String reason) {
        unhealthyBecause = Optional.of(reason);
    }

    /** Why not; empty when ready. */
    public Optional<String> unreadyBecause() {
        return unhealthyBecause
                .or(() -> stoppingBecause)
                .or(() -> isDrained.get() ? Optional.of(DRAINED) : unreadyBecause);
    }

    /** Why not; empty when healthy. Not having a quorum is no reason, or an orchestrator would kill the survivors. */
    public Optional<String> unhealthyBecause() {
        return unhealthyBecause;
    }
}
