package dev.quorumgate.raft;

import dev.quorumgate.cluster.GroupDigest;
import dev.quorumgate.cluster.JoinAnswer;
import dev.quorumgate.cluster.MemberStanding;
import dev.quorumgate.cluster.Newcomer;
import dev.quorumgate.cluster.PeerId;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** What this node answers to others. Calls may overlap; any thread may complete the futures. */
public interface PeerRequests {
    /** As Raft knows this node. */
    PeerId id();

    CompletableFuture<ProposeResult> propose(Proposal proposal);

    CompletableFuture<ReadIndexResult> readIndex();

    /**
     * What the leader says to a node that wants to be taken in.
     *
     * @param forwarded whether another member hands the question on, which must not be handed on again
     */
    CompletableFuture<JoinAnswer> join(Newcomer newcomer, boolean forwarded);

    /** This node was removed, some leader says. */
    void tellRemoved(PeerId removed, long configurationIndex, String by);

    /** Empty while this node knows no configuration that is committed. */
    Optional<MemberStanding> isMember(PeerId id);

    /**
     * Appends a mark, as the leader.
     *
     * @return its log index; or {@link dev.quorumgate.cluster.NotLeaderException}
     */
    CompletableFuture<Long> mark();

    /** The hash of each group in the view as of a mark, in the order of their keys; empty when that view is not kept. */
    Optional<Iterator<GroupDigest>> digests(long index);

    /** The term this node is in; empty while it does not take part. */
    Optional<Long> currentTerm();
}
