package dev.quorumgate.groups;

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

    /** The latest view that this node has, however old. */
    Groups latest();
}
