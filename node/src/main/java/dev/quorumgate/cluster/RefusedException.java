package dev.quorumgate.cluster;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Refused for safety. */
public final class RefusedException extends NodeException {
    private static final long serialVersionUID = 1;

    private final transient @Nullable QuorumChange change;
    private final String instead;
    private final boolean mayBeForced;

    /**
     * A refusal.
     *
     * @param change what it would have done to the majority; empty when that is not the reason
     * @param instead what to do instead; empty for nothing
     */
    public RefusedException(String message, Optional<QuorumChange> change, String instead, boolean mayBeForced) {
        super(message);
        this.change = change.orElse(null);
        this.instead = instead;
        this.mayBeForced = mayBeForced;
    }

    public Optional<QuorumChange> change() {
        return Optional.ofNullable(change);
    }

    public String instead() {
        return instead;
    }

    /** Whether it is done all the same for who types the cluster id. */
    public boolean mayBeForced() {
        return mayBeForced;
    }
}
