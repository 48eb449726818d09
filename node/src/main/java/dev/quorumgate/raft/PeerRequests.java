package dev.quorumgate.raft;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What this node answers to others. Calls may overlap; any thread may complete the futures. */
public interface PeerRequests {
    CompletableFuture<ProposeResult> propose(Proposal proposal);

    CompletableFuture<ReadIndexResult> readIndex();

    /** The term this node is in; empty while it does not take part. */
    Optional<Long> currentTerm();
}
