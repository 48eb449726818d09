package dev.quorumgate.raft;

import dev.quorumgate.cluster.JoinAnswer;
import dev.quorumgate.cluster.MemberStanding;
import dev.quorumgate.cluster.Newcomer;
import dev.quorumgate.cluster.PeerId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * How a node asks another one. Calls may overlap. Every future completes within {@code timeout}, exceptionally when the
 * other node could not be reached or did not answer; any thread may complete it.
 */
public interface PeerLink {
    /** A node to ask, and the address of its peer service. */
    record Peer(PeerId id, String address) {
        /** For people. */
        public String name() {
            return id.name();
        }
    }

    /** Hands a batch to the leader. Never completes exceptionally: a broken connection is an unknown result. */
    CompletableFuture<ProposeResult> propose(Peer leader, Proposal proposal, Duration timeout);

    /** Asks the leader for an index to read at. */
    CompletableFuture<ReadIndexResult> readIndex(Peer leader, Duration timeout);

    /** Hands the question of a node that wants to be taken in to the leader. */
    CompletableFuture<JoinAnswer> join(Peer leader, Newcomer newcomer, Duration timeout);

    /**
     * Tells a node that it is not a member any more.
     *
     * @param configurationIndex log index of the configuration without it
     * @param by name of the leader that has changed it
     */
    CompletableFuture<Void> tellRemoved(Peer removed, long configurationIndex, String by, Duration timeout);

    /** Asks a member whether a node is one as well. */
    CompletableFuture<MemberStanding> isMember(Peer asked, PeerId id, Duration timeout);

    /** Asks a voter for the term it is in. */
    CompletableFuture<Long> currentTerm(Peer voter, Duration timeout);
}
