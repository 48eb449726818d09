package dev.quorumgate.raft;

import dev.quorumgate.cluster.Member;
import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.cluster.ReplicationFigures;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.protocol.exceptions.ChecksumException;
import org.apache.ratis.rpc.CallId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Ratis server that was started, and what works with it. Calls may overlap. */
final class RunningRaft implements Closeable {
    private static final Logger logger = LoggerFactory.getLogger(RunningRaft.class);

    /** How long a voter may take to tell its term. */
    private static final Duration TERM_TIMEOUT = Duration.ofSeconds(1);

    private static final Duration HAND_OVER_TIMEOUT = Duration.ofSeconds(2);

    private final ClientId clientId = ClientId.randomId();
    private final RaftServer server;
    private final GroupStateMachine stateMachine;
    private final Division division;
    private final LocalProposer proposer;
    private final ReadIndexRounds rounds;
    private final ReadBarrier barrier;
    private final Housekeeping housekeeping;

    private RunningRaft(
            RaftServer server, GroupStateMachine stateMachine, RaftSettings settings, PeerLink link, NodeFaults faults)
            throws IOException {
        this.server = server;
        this.stateMachine = stateMachine;
        this.division = new Division(server, groupId(settings));
        this.proposer = new LocalProposer(division);
        this.rounds = new ReadIndexRounds(division, link, TERM_TIMEOUT);
        this.barrier = new ReadBarrier(
                division,
                rounds,
                link,
                stateMachine.applied(),
                stateMachine::view,
                this::nudgeLeader,
                settings.scrapeTimeout());
        this.housekeeping = new Housekeeping(server, division, stateMachine, settings, faults);
    }

    static RunningRaft start(RaftSettings settings, PeerLink link, Clock clock, NodeFaults faults) throws IOException {
        GroupStateMachine stateMachine = new GroupStateMachine(settings, clock, faults);
        List<RaftPeer> peers =
                settings.initialMembers().all().stream().map(RunningRaft::peer).toList();
        RatisPort port = new RatisPort();
        RaftServer server = RaftServer.newBuilder()
                .setServerId(RaftPeerId.valueOf(settings.self().name()))
                .setGroup(RaftGroup.valueOf(groupId(settings), peers))
                .setStateMachine(stateMachine)
                .setProperties(RatisProperties.of(settings))
                .setParameters(port.parameters())
                .setOption(RaftStorage.StartupOption.RECOVER)
                .build();
        port.showFlushedIndex(() -> flushedIndex(server, settings));
        try {
            server.start();
            requireNoGap(server.getDivision(groupId(settings)), stateMachine, settings);
            return new RunningRaft(server, stateMachine, settings, link, faults);
        } catch (IOException | RuntimeException e) {
            stateMachine.expectClose();
            server.close();
            throw told(e, settings);
        }
    }

    private static long flushedIndex(RaftServer server, RaftSettings settings) {
        try {
            return server.getDivision(groupId(settings)).getRaftLog().getFlushIndex();
        } catch (IOException e) {
            return -1; // it has ended
        }
    }

    /** Ratis would wait for the missing entries for ever, and vote all the while. */
    private static void requireNoGap(
            RaftServer.Division division, GroupStateMachine stateMachine, RaftSettings settings) throws IOException {
        long begin = division.getRaftLog().getStartIndex();
        if (begin > stateMachine.applied().get() + 1) {
            throw new IOException("the log in '" + DataFolders.raft(settings.storage()) + "' begins at index " + begin
                    + ", the newest snapshot ends at " + stateMachine.applied().get() + ". "
                    + DataFolders.SNAPSHOT_REMEDY);
        }
    }

    /** Ratis starts a division on a thread of its own, and wraps what that throws several times over. */
    private static IOException told(Throwable failure, RaftSettings settings) {
        Throwable deepest = failure;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof ChecksumException) {
                return new IOException(
                        "the Raft log in '" + DataFolders.raft(settings.storage()) + "' is damaged: "
                                + each.getMessage()
                                + "; put an intact copy of the data folder back, or replace this member by one with a new"
                                + " name",
                        failure);
            }
            if (each instanceof IOException && each.getMessage() != null) {
                return new IOException(each.getMessage(), failure);
            }
            deepest = each;
        }
        return new IOException(
                "cannot replicate with the log in '" + DataFolders.raft(settings.storage()) + "': " + deepest, failure);
    }

    Division division() {
        return division;
    }

    LocalProposer proposer() {
        return proposer;
    }

    ReadIndexRounds rounds() {
        return rounds;
    }

    ReadBarrier barrier() {
        return barrier;
    }

    NodeStatus status() {
        return division.status(stateMachine.applied());
    }

    ReplicationFigures figures() {
        LogSyncTimes syncs = division.logSyncTimes();
        return new ReplicationFigures(
                stateMachine.elections(),
                division.followers(),
                proposer.commits(),
                proposer.commitTime(),
                syncs.count(),
                syncs.median(),
                syncs.p99(),
                stateMachine.snapshotMillis(),
                stateMachine.storeBytes());
    }

    void handOverLeadership() {
        for (PeerLink.Peer voter : division.voters()) {
            if (!division.isReadyLeader()) {
                return;
            }
            if (!voter.name().equals(division.self())) {
                transferTo(voter);
            }
        }
    }

    void closeStore() {
        stateMachine.closeStore();
    }

    @Override
    public void close() throws IOException {
        stateMachine.expectClose();
        housekeeping.close();
        barrier.close();
        server.close();
    }

    private void transferTo(PeerLink.Peer voter) {
        TransferLeadershipRequest request = new TransferLeadershipRequest(
                clientId,
                division.id(),
                division.groupId(),
                CallId.getAndIncrement(),
                RaftPeerId.valueOf(voter.name()),
                HAND_OVER_TIMEOUT.toMillis());
        try {
            RaftClientReply reply = server.transferLeadership(request);
            String result = reply.isSuccess()
                    ? "done"
                    : String.valueOf(
                            reply.getException() == null
                                    ? null
                                    : reply.getException().getMessage());
            logger.info("handing leadership to {}: {}", voter.name(), result);
        } catch (IOException e) {
            logger.info("handing leadership to {} failed: {}", voter.name(), e.getMessage());
        }
    }

    /** Ratis's leader answers this request with a heartbeat, which carries the commit index; the answer is of no use. */
    private void nudgeLeader() {
        division.submit(RaftClientRequest.newBuilder()
                        .setClientId(clientId)
                        .setServerId(division.id())
                        .setGroupId(division.groupId())
                        .setCallId(CallId.getAndIncrement())
                        .setMessage(Message.EMPTY)
                        .setType(RaftClientRequest.readRequestType(false, false, true))
                        .build())
                .exceptionally(failure -> null);
    }

    private static RaftGroupId groupId(RaftSettings settings) {
        return RaftGroupId.valueOf(settings.clusterId());
    }

    private static RaftPeer peer(Member member) {
        return RaftPeer.newBuilder()
                .setId(member.name())
                .setAddress(member.raftAddress())
                .setAdminAddress(member.adminAddress())
                .build();
    }
}
