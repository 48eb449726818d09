package dev.quorumgate.raft;

import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.cluster.ReplicationFigures;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.rpc.CallId;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Ratis server that was started, and what works with it. Calls may overlap. */
final class RunningRaft implements Closeable {
    /** How long a voter may take to tell its term. */
    private static final Duration TERM_TIMEOUT = Duration.ofSeconds(1);

    private static final Logger logger = LoggerFactory.getLogger(RunningRaft.class);

    private final ClientId clientId = ClientId.randomId();
    private final RaftServer server;
    private final GroupStateMachine stateMachine;
    private final Division division;
    private final LocalProposer proposer;
    private final Markers markers;
    private final ReadIndexRounds rounds;
    private final ReadBarrier barrier;
    private final LeaderHandover handover;
    private final RatisMembership membership;
    private final WaitingRoom waitingRoom;
    private final RemovalWatch removal;
    private final SnapshotRequests snapshots;
    private final Housekeeping housekeeping;

    private RunningRaft(
            RatisStart.Started started,
            UUID clusterId,
            RaftSettings settings,
            PeerLink link,
            SpaceVerdict space,
            RemovalWatch removal)
            throws IOException {
        this.removal = removal;
        this.server = started.server();
        this.stateMachine = started.stateMachine();
        this.division = new Division(server, RaftGroupId.valueOf(clusterId));
        this.proposer = new LocalProposer(division, space);
        this.markers = new Markers(division);
        this.rounds = new ReadIndexRounds(division, link, TERM_TIMEOUT);
        this.barrier = new ReadBarrier(
                division,
                rounds,
                link,
                stateMachine.applied(),
                stateMachine::view,
                this::nudgeLeader,
                settings.scrapeTimeout());
        this.handover = new LeaderHandover(server, division);
        this.membership = new RatisMembership(server, division, link, markers);
        this.waitingRoom = new WaitingRoom(clusterId.toString(), division::members, System::nanoTime);
        SenderWatch senders = new SenderWatch(division, membership, handover);
        this.snapshots = new SnapshotRequests(division, stateMachine);
        this.housekeeping = new Housekeeping(division, stateMachine, snapshots, settings, removal, senders);
        removal.begin(division);
    }

    /** Begins to take part in a cluster. */
    static RunningRaft start(
            UUID clusterId, RaftSettings settings, PeerLink link, Clock clock, NodeFaults faults, SpaceVerdict space)
            throws IOException {
        RemovalWatch removal = new RemovalWatch(clusterId.toString(), settings, link, faults);
        RatisStart.Started started = RatisStart.start(clusterId, settings, clock, removal);
        try {
            return new RunningRaft(started, clusterId, settings, link, space, removal);
        } catch (IOException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    Division division() {
        return division;
    }

    Markers markers() {
        return markers;
    }

    GroupStateMachine stateMachine() {
        return stateMachine;
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

    /** As {@link RaftNode#pinSnapshot}. */
    PinnedSnapshot pinSnapshot(Duration patience, boolean allowStale) throws IOException, InterruptedException {
        try {
            snapshots.take(patience).get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (!allowStale || stateMachine.getLatestSnapshot() == null) {
                throw new IOException("cannot take a snapshot: " + cause.getMessage(), cause);
            }
            logger.warn("cannot take a snapshot, the newest one has to do: {}", cause.getMessage());
        }
        if (stateMachine.getLatestSnapshot() == null && stateMachine.applied().get() <= 0) {
            // Ratis makes no difference between a snapshot of the first entry, the list of the members, and none.
            throw new IOException("nothing has been stored in this cluster yet; there is nothing to back up");
        }
        return stateMachine.pins().pin();
    }

    SnapshotRequests snapshots() {
        return snapshots;
    }

    LeaderHandover handover() {
        return handover;
    }

    RatisMembership membership() {
        return membership;
    }

    WaitingRoom waitingRoom() {
        return waitingRoom;
    }

    RemovalWatch removal() {
        return removal;
    }

    /** Whether the configuration in the log has this node, and this node has applied all up to it. */
    boolean isMember() {
        return division.isRunning()
                && division.isMember()
                && stateMachine.applied().get() >= division.members().index();
    }

    void closeStore() {
        stateMachine.closeStore();
    }

    @Override
    public void close() throws IOException {
        stateMachine.expectClose();
        housekeeping.close();
        membership.close();
        handover.close();
        barrier.close();
        server.close();
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
}
