package dev.quorumgate.raft;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * How a node asks another one. Calls may overlap. Every future completes within {@code timeout}, exceptionally when the
 * other node could not be reached or did not answer; any thread may complete it.
 */
public interface PeerLink {
    /** A node to ask: its name, and the address of its peer service. */
    record Peer(String name, String address) {}

    /** Hands a batch to the leader. Never completes exceptionally: a broken connection is an unknown result. */
    CompletableFuture<ProposeResult> propose(Peer leader, Proposal proposal, Duration timeout);

    /** Asks the leader for an index to read at. */
    CompletableFuture<ReadIndexResult> readIndex(Peer leader, Duration timeout);

    /** Asks a voter for the term it is in. */
    CompletableFuture<Long> currentTerm(Peer voter, Duration timeout);
}
