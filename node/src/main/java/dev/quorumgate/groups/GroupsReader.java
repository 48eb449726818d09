package dev.quorumgate.groups;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where views come from. Calls may overlap. */
public interface GroupsReader {
    /**
     * A view that shows every write acknowledged, by any node, before this call.
     *
     * @return the view; or {@link ReadUnavailableException} when that could not be confirmed in time. May be completed by
     *     any thread.
     */
    CompletableFuture<Groups> linearizable();

    /** How long ago the latest of the reads began that were confirmed; empty if none has been. */
    Optional<Duration> sinceConfirmed();

    /** The latest view that this node has, however old. */
    Groups latest();
}
