package dev.quorumgate.raft;

import dev.quorumgate.cluster.Configuration;
import dev.quorumgate.cluster.MemberStanding;
import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.cluster.ReplicationFigures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.rpc.CallId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftConfiguration;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
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
    public PeerId self() {
        return PeerIds.of(division.getId());
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
        RaftPeer peer = leader == null ? null : raftConfiguration().getPeer(leader);
        return Optional.ofNullable(peer).map(Division::peer);
    }

    @Override
    public List<PeerLink.Peer> voters() {
        return peers(raftConfiguration().getCurrentPeers());
    }

    @Override
    public List<PeerLink.Peer> previousVoters() {
        Collection<RaftPeer> previous = raftConfiguration().getPreviousPeers();
        return previous == null ? List.of() : peers(previous);
    }

    CompletableFuture<RaftClientReply> submit(RaftClientRequest request) {
        try {
            return server.submitClientRequestAsync(request);
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Asks for a snapshot, unless the newest one is as new as the state. A request that comes while another waits becomes one
     * with it, and with its time-out.
     *
     * @return the log index of the newest snapshot, which is the one before if the new one could not be taken
     */
    CompletableFuture<Long> takeSnapshot(Duration timeout) {
        SnapshotManagementRequest request = SnapshotManagementRequest.newCreate(
                ClientId.randomId(), id(), groupId, CallId.getAndIncrement(), timeout.toMillis(), 1);
        return server.snapshotManagementAsync(request)
                .thenCompose(reply -> reply.isSuccess()
                        ? CompletableFuture.completedFuture(reply.getLogIndex())
                        : CompletableFuture.failedFuture(reply.getException()));
    }

    long appliedIndex() {
        return info().getLastAppliedIndex();
    }

    /** Deletes the segments of the log that end at {@code index} or before. */
    CompletableFuture<Long> forgetLog(long index) {
        return division.getRaftLog().purge(index);
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
                addresses());
    }

    /** Who belongs to the cluster; while that changes, who shall. */
    Configuration members() {
        RaftConfiguration now = raftConfiguration();
        return new Configuration(
                now.getLogEntryIndex(),
                PeerIds.members(now.getCurrentPeers()),
                PeerIds.members(now.getCurrentPeers(RaftPeerRole.LISTENER)));
    }

    /** Whether no change of the members is on its way through the log. */
    boolean isStable() {
        return raftConfiguration().getPreviousPeers().isEmpty()
                && raftConfiguration().getPreviousPeers(RaftPeerRole.LISTENER).isEmpty();
    }

    /** Whether a committed entry in the log makes this node a member, and no change is on its way. */
    boolean isMember() {
        Configuration members = members();
        return isStable()
                && members.index() >= 0
                && members.index() <= commitIndex()
                && members.all().stream().anyMatch(member -> member.id().equals(self()));
    }

    /** Whether a node is a member by the newest configuration, if that is committed. */
    Optional<MemberStanding> standing(PeerId id) {
        Configuration members = members();
        return isStable() && members.index() >= 0 && members.index() <= commitIndex()
                ? Optional.of(new MemberStanding(
                        members.all().stream().anyMatch(member -> member.id().equals(id)), members.index()))
                : Optional.empty();
    }

    /** How long ago this node last heard of a leader, itself included; empty when it knows none. */
    Optional<Duration> leaderSilence() {
        if (leader().isEmpty()) {
            return Optional.empty();
        }
        RoleInfoProto role = info().getRoleInfoProto();
        return Optional.of(
                role.hasFollowerInfo()
                        ? Duration.ofMillis(
                                role.getFollowerInfo().getLeaderInfo().getLastRpcElapsedTimeMs())
                        : Duration.ZERO);
    }

    /** Whether Ratis has been started and waits for others to make it take part. */
    boolean isStarting() {
        return info().getLifeCycleState() == LifeCycle.State.STARTING;
    }

    /** The last index in the log; -1 for none. */
    long lastIndex() {
        TermIndex last = division.getRaftLog().getLastEntryTermIndex();
        return last == null ? -1 : last.getIndex();
    }

    private List<NodeStatus.Address> addresses() {
        RaftConfiguration now = raftConfiguration();
        return Stream.concat(
                        PeerIds.members(now.getAllPeers()).stream().map(voter -> NodeStatus.Address.of(voter, true)),
                        PeerIds.members(now.getAllPeers(RaftPeerRole.LISTENER)).stream()
                                .map(other -> NodeStatus.Address.of(other, false)))
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
        long last = lastIndex();
        List<ReplicationFigures.Follower> followers = new ArrayList<>();
        for (int i = 0; i < held.length; i++) {
            followers.add(new ReplicationFigures.Follower(
                    PeerId.of(members.get(i).getId().getId().toStringUtf8()),
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
            case FOLLOWER -> NodeStatus.Role.FOLLOWER;
            case LISTENER -> NodeStatus.Role.NON_VOTER;
            case CANDIDATE -> NodeStatus.Role.CANDIDATE;
            case UNRECOGNIZED -> NodeStatus.Role.NONE;
        };
    }

    private DivisionInfo info() {
        return division.getInfo();
    }

    private RaftConfiguration raftConfiguration() {
        return division.getRaftConf();
    }

    private static long snapshotIndex(@Nullable SnapshotInfo snapshot) {
        return snapshot == null ? -1 : snapshot.getIndex();
    }

    private static List<PeerLink.Peer> peers(Collection<RaftPeer> peers) {
        return peers.stream().map(Division::peer).toList();
    }

    private static PeerLink.Peer peer(RaftPeer peer) {
        return new PeerLink.Peer(PeerIds.of(peer.getId()), peer.getAdminAddress());
    }
}
