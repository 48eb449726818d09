package dev.quorumgate.raft;

import dev.quorumgate.groups.Groups;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The view of this node as of the last mark. Shares its structure with the views after it, so it costs what has changed since;
 * after a while it is dropped. Set by the apply thread, read by any.
 */
final class MarkedView {
    private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();

    private volatile @Nullable Kept kept;

    private record Kept(Groups view, long sinceNanos) {}

    void set(Groups view) {
        kept = new Kept(view, System.nanoTime());
    }

    /** Empty when there was none lately. */
    Optional<Groups> get() {
        return Optional.ofNullable(kept).map(Kept::view);
    }

    /** Drops what is old. */
    void forgetOld() {
        Kept now = kept;
        if (now != null && System.nanoTime() - now.sinceNanos > KEPT_NANOS) {
            kept = null;
        }
    }
}
