package dev.quorumgate.raft;

import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.cluster.ReplicationFigures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;

/** Our one group on this node's Ratis server, in the questions that we ask of it. Calls may overlap. */
final class Division implements ReadIndexRounds.Leadership {
    private final RaftServer server;
    private final RaftGroupId groupId;
    private final RaftServer.Division division;

    Division(RaftServer server, RaftGroupId groupId) throws IOException {
        this.server = server;
        this.groupId = groupId;
        this.division = server.getDivision(groupId);
    }

    RaftGroupId groupId() {
        return groupId;
    }

    RaftPeerId id() {
        return division.getId();
    }

    /** Whether Ratis is at work; a role alone says nothing, a closed division keeps its last one. */
    boolean isRunning() {
        return server.getLifeCycleState() == LifeCycle.State.RUNNING
                && info().getLifeCycleState() == LifeCycle.State.RUNNING
                && division.getRaftLog().isOpened();
    }

    @Override
    public String self() {
        return division.getId().toString();
    }

    @Override
    public boolean isReadyLeader() {
        return isRunning() && info().isLeader() && info().isLeaderReady();
    }

    @Override
    public long term() {
        return info().getCurrentTerm();
    }

    @Override
    public long commitIndex() {
        return division.getRaftLog().getLastCommittedIndex();
    }

    Optional<Long> termIfRunning() {
        return isRunning() ? Optional.of(term()) : Optional.empty();
    }

    /** As {@link #leader}; none while this node does not take part. */
    Optional<PeerLink.Peer> leaderIfRunning() {
        return isRunning() ? leader() : Optional.empty();
    }

    /** The leader that this node believes in, which may be itself. */
    Optional<PeerLink.Peer> leader() {
        RaftPeerId leader = info().getLeaderId();
        RaftPeer peer = leader == null ? null : configuration().getPeer(leader);
        return Optional.ofNullable(peer).map(Division::peer);
    }

    @Override
    public List<PeerLink.Peer> voters() {
        return peers(configuration().getCurrentPeers());
    }

    @Override
    public List<PeerLink.Peer> previousVoters() {
        Collection<RaftPeer> previous = configuration().getPreviousPeers();
        return previous == null ? List.of() : peers(previous);
    }

    CompletableFuture<RaftClientReply> submit(RaftClientRequest request) {
        try {
            return server.submitClientRequestAsync(request);
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    NodeStatus status(AppliedIndex applied) {
        return new NodeStatus(
                role(),
                leader().map(PeerLink.Peer::name),
                term(),
                commitIndex(),
                applied.get(),
                snapshotIndex(division.getStateMachine().getLatestSnapshot()),
                voters().size(),
                members());
    }

    private List<NodeStatus.Address> members() {
        return configuration().getAllPeers().stream()
                .map(peer -> new NodeStatus.Address(peer.getId().toString(), peer.getAddress(), peer.getAdminAddress()))
                .sorted(Comparator.comparing(NodeStatus.Address::name))
                .toList();
    }

    /** The followers of this node; none unless it leads. */
    List<ReplicationFigures.Follower> followers() {
        if (!isReadyLeader()) {
            return List.of();
        }
        List<ServerRpcProto> members = info().getRoleInfoProto().getLeaderInfo().getFollowerInfoList();
        long[] held = info().getFollowerMatchIndices();
        if (members.size() != held.length) {
            return List.of(); // the members change just now; both lists are of the leader's senders, in their order
        }
        long last = division.getRaftLog().getLastEntryTermIndex() == null
                ? -1
                : division.getRaftLog().getLastEntryTermIndex().getIndex();
        List<ReplicationFigures.Follower> followers = new ArrayList<>();
        for (int i = 0; i < held.length; i++) {
            followers.add(new ReplicationFigures.Follower(
                    members.get(i).getId().getId().toStringUtf8(),
                    Math.max(0, last - held[i]),
                    Duration.ofMillis(members.get(i).getLastRpcElapsedTimeMs())));
        }
        return followers;
    }

    LogSyncTimes logSyncTimes() {
        return LogSyncTimes.of(division.getMemberId().toString());
    }

    private NodeStatus.Role role() {
        if (!isRunning()) {
            return NodeStatus.Role.NONE;
        }
        return switch (info().getCurrentRole()) {
            case LEADER -> NodeStatus.Role.LEADER;
            case FOLLOWER, LISTENER -> NodeStatus.Role.FOLLOWER;
            case CANDIDATE -> NodeStatus.Role.CANDIDATE;
            case UNRECOGNIZED -> NodeStatus.Role.NONE;
        };
    }

    private DivisionInfo info() {
        return division.getInfo();
    }

    private RaftConfiguration configuration() {
        return division.getRaftConf();
    }

    private static long snapshotIndex(@Nullable SnapshotInfo snapshot) {
        return snapshot == null ? -1 : snapshot.getIndex();
    }

    private static List<PeerLink.Peer> peers(Collection<RaftPeer> peers) {
        return peers.stream().map(Division::peer).toList();
    }

    private static PeerLink.Peer peer(RaftPeer peer) {
        return new PeerLink.Peer(peer.getId().toString(), peer.getAdminAddress());
    }
}
