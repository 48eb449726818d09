package dev.quorumgate.raft;

import dev.quorumgate.cluster.JoinAnswer;
import dev.quorumgate.cluster.MemberStanding;
import dev.quorumgate.cluster.Newcomer;
import dev.quorumgate.cluster.PeerId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** For a node that has none, or whose test says which questions it answers. */
class NoPeers implements PeerLink {
    @Override
    public CompletableFuture<ProposeResult> propose(Peer leader, Proposal proposal, Duration timeout) {
        throw new AssertionError("there is nobody to ask");
    }

    @Override
    public CompletableFuture<ReadIndexResult> readIndex(Peer leader, Duration timeout) {
        throw new AssertionError("there is nobody to ask");
    }

    @Override
    public CompletableFuture<Long> currentTerm(Peer voter, Duration timeout) {
        throw new AssertionError("there is nobody to ask");
    }

    @Override
    public CompletableFuture<JoinAnswer> join(Peer leader, Newcomer newcomer, Duration timeout) {
        throw new AssertionError("there is nobody to ask");
    }

    @Override
    public CompletableFuture<Void> tellRemoved(Peer removed, long configurationIndex, String by, Duration timeout) {
        throw new AssertionError("there is nobody to ask");
    }

    @Override
    public CompletableFuture<MemberStanding> isMember(Peer asked, PeerId id, Duration timeout) {
        throw new AssertionError("there is nobody to ask");
    }
}
