package dev.quorumgate.raft;

import dev.quorumgate.cluster.JoinAnswer;
import dev.quorumgate.cluster.MemberStanding;
import dev.quorumgate.cluster.Newcomer;
import dev.quorumgate.cluster.PeerId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Asks other nodes of this process, without a network between. Who is not there does not answer. */
class Neighbours implements PeerLink {
    private final Map<String, RaftNode> nodes;

    /** @param nodes by the text of their ids; may change */
    Neighbours(Map<String, RaftNode> nodes) {
        this.nodes = nodes;
    }

    @Override
    public CompletableFuture<ProposeResult> propose(Peer leader, Proposal proposal, Duration timeout) {
        return ask(leader, node -> node.propose(proposal))
                .exceptionally(failure -> new ProposeResult.NotAppended("nobody is there"));
    }

    @Override
    public CompletableFuture<ReadIndexResult> readIndex(Peer leader, Duration timeout) {
        return ask(leader, RaftNode::readIndex);
    }

    @Override
    public CompletableFuture<Long> currentTerm(Peer voter, Duration timeout) {
        return ask(
                voter,
                node -> CompletableFuture.completedFuture(node.currentTerm().orElseThrow()));
    }

    @Override
    public CompletableFuture<JoinAnswer> join(Peer leader, Newcomer newcomer, Duration timeout) {
        return ask(leader, node -> node.join(newcomer, true));
    }

    @Override
    public CompletableFuture<Void> tellRemoved(Peer removed, long configurationIndex, String by, Duration timeout) {
        return ask(removed, node -> {
            node.tellRemoved(removed.id(), configurationIndex, by);
            return CompletableFuture.completedFuture(null);
        });
    }

    @Override
    public CompletableFuture<MemberStanding> isMember(Peer asked, PeerId id, Duration timeout) {
        return ask(
                asked,
                node -> CompletableFuture.completedFuture(node.isMember(id).orElseThrow()));
    }

    private <T> CompletableFuture<T> ask(Peer peer, Function<RaftNode, CompletableFuture<T>> question) {
        return CompletableFuture.completedFuture(peer.id().toString()).thenCompose(id -> {
            RaftNode node = nodes.get(id);
            return node == null
                    ? CompletableFuture.failedFuture(new IllegalStateException("nobody is there"))
                    : question.apply(node);
        });
    }
}
