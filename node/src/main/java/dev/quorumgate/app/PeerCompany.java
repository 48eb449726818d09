package dev.quorumgate.app;

import dev.quorumgate.alarms.Company;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.peer.PeerClient;
import dev.quorumgate.raft.PeerLink;
import dev.quorumgate.raft.RaftNode;
import dev.quorumgate.telemetry.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The members around this node, by what replication knows and what they answer. */
final class PeerCompany implements Company {
    private final RaftNode node;
    private final PeerClient peers;
    private final Readiness readiness;

    PeerCompany(RaftNode node, PeerClient peers, Readiness readiness) {
        this.node = node;
        this.peers = peers;
        this.readiness = readiness;
    }

    @Override
    public boolean leads() {
        return node.status()
                .map(status -> status.role() == NodeStatus.Role.LEADER)
                .orElse(false);
    }

    @Override
    public boolean othersShouldLead() {
        return readiness.isDrained();
    }

    @Override
    public long term() {
        return node.status().map(NodeStatus::term).orElse(0L);
    }

    @Override
    public List<MemberRef> voters() {
        return node.configuration().voters();
    }

    @Override
    public CompletableFuture<?> handOver(PeerId heir, Duration patience) {
        return node.transferLeadership(heir, patience);
    }

    @Override
    public CompletableFuture<NodeReport> ask(MemberRef member, boolean pushesRefused, long term, Duration patience) {
        return peers.reportToLeader(
                new PeerLink.Peer(member.id(), member.adminAddress()), pushesRefused, term, patience);
    }
}
