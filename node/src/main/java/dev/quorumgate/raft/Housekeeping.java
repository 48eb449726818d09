package dev.quorumgate.raft;

import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.concurrent.OwnerThread;
import java.time.Duration;
import java.util.Optional;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.rpc.CallId;
import org.apache.ratis.server.RaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Once a second, on the thread {@code raft-housekeeping}: takes a snapshot when much log has come since the last one (Ratis
 * counts entries alone, and an entry may have a kilobyte or eight megabytes), looks how large the store is, tells changes of role and leader, and reports
 * a Ratis that has stopped without a word.
 */
final class Housekeeping implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Housekeeping.class);

    private static final Duration SNAPSHOT_TIMEOUT = Duration.ofMinutes(5);

    private final RaftServer server;
    private final Division division;
    private final GroupStateMachine stateMachine;
    private final RaftSettings settings;
    private final NodeFaults faults;
    private final ClientId clientId = ClientId.randomId();
    private final OwnerThread thread = new OwnerThread("raft-housekeeping");

    private volatile boolean snapshotUnderWay;
    private Optional<NodeStatus> told = Optional.empty();

    Housekeeping(
            RaftServer server,
            Division division,
            GroupStateMachine stateMachine,
            RaftSettings settings,
            NodeFaults faults) {
        this.server = server;
        this.division = division;
        this.stateMachine = stateMachine;
        this.settings = settings;
        this.faults = faults;
        thread.every(1000, this::round);
    }

    @Override
    public void close() {
        thread.close();
    }

    private void round() {
        if (!division.isRunning()) {
            faults.report(
                    NodeFaults.Fault.RAFT_STOPPED, "Ratis is not running any more; see the log above for the cause");
            return;
        }
        tellChanges();
        stateMachine.sampleStore();
        if (stateMachine.logBytesSinceSnapshot() >= settings.snapshotLogBytes() && !snapshotUnderWay) {
            snapshotUnderWay = true;
            requestSnapshot();
        }
    }

    private void tellChanges() {
        NodeStatus now = division.status(stateMachine.applied());
        boolean changed = told.map(before ->
                        before.role() != now.role() || !before.leader().equals(now.leader()))
                .orElse(true);
        if (changed) {
            boolean isLed = now.leader().isPresent();
            logger.atLevel(isLed ? Level.INFO : Level.WARN)
                    .addKeyValue("role", now.role())
                    .addKeyValue("leader", now.leader().orElse("none"))
                    .addKeyValue("term", now.term())
                    .addKeyValue("applied_index", now.appliedIndex())
                    .log(
                            isLed
                                    ? "the leader or this node's role has changed"
                                    : "there is no leader: pushes are held, then refused, until a majority is there");
            told = Optional.of(now);
        }
    }

    private void requestSnapshot() {
        SnapshotManagementRequest request = SnapshotManagementRequest.newCreate(
                clientId, division.id(), division.groupId(), CallId.getAndIncrement(), SNAPSHOT_TIMEOUT.toMillis(), 1);
        Futures.whenDone(server.snapshotManagementAsync(request), (reply, failure) -> {
            snapshotUnderWay = false;
            if (reply == null || !reply.isSuccess()) {
                logger.warn(
                        "could not take a snapshot; the log grows until one succeeds",
                        reply == null ? failure : reply.getException());
            }
        });
    }
}
