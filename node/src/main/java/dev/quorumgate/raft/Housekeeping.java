package dev.quorumgate.raft;

import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.concurrent.OwnerThread;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Once a second, on the thread {@code raft-housekeeping}: takes a snapshot when much log has come since the last one (Ratis
 * counts entries alone, and an entry may have a kilobyte or eight megabytes), deletes old log, looks how large the store is, tells changes of role and leader, and reports
 * a Ratis that has stopped without a word.
 */
final class Housekeeping implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Housekeeping.class);

    private static final Duration SNAPSHOT_TIMEOUT = Duration.ofMinutes(5);
    private static final int ROUNDS_OUTSIDE_MAX = 30;

    private final Division division;
    private final GroupStateMachine stateMachine;
    private final SnapshotRequests snapshots;
    private final RaftSettings settings;
    private final RemovalWatch removal;
    private final SenderWatch senders;
    private final OwnerThread thread = new OwnerThread("raft-housekeeping");

    private volatile boolean snapshotUnderWay;
    private long forgottenIndex = -1;
    private int roundsOutside;
    private Optional<NodeStatus> told = Optional.empty();

    Housekeeping(
            Division division,
            GroupStateMachine stateMachine,
            SnapshotRequests snapshots,
            RaftSettings settings,
            RemovalWatch removal,
            SenderWatch senders) {
        this.division = division;
        this.stateMachine = stateMachine;
        this.snapshots = snapshots;
        this.settings = settings;
        this.removal = removal;
        this.senders = senders;
        thread.every(1000, this::round);
    }

    @Override
    public void close() {
        thread.close();
    }

    private void round() {
        if (isWaiting()) {
            return; // it is to be taken in
        }
        if (division.isStarting()) {
            lookWhyItDoesNotTakePart();
            return;
        }
        roundsOutside = 0;
        if (!division.isRunning()) {
            removal.report(
                    NodeFaults.Fault.RAFT_STOPPED, "Ratis is not running any more; see the log above for the cause");
            return;
        }
        tellChanges();
        senders.look();
        removal.look();
        stateMachine.sampleStore();
        stateMachine.marked().forgetOld();
        if (stateMachine.logBytesSinceSnapshot() >= settings.snapshotLogBytes() && !snapshotUnderWay) {
            snapshotUnderWay = true;
            requestSnapshot();
        }
        forgetLog();
    }

    /** Before the newest snapshot but one: what came since is for those who were away for a moment. */
    private void forgetLog() {
        long index = stateMachine.previousSnapshotIndex();
        if (index > forgottenIndex) {
            forgottenIndex = index;
            Futures.whenDone(division.forgetLog(index), (purged, failure) -> {}); // Ratis logs if it fails
        }
    }

    private boolean isWaiting() {
        return division.isStarting()
                ? settings.standing() != RaftSettings.Standing.MEMBER
                : division.isRunning() && division.members().index() < 0;
    }

    /**
     * The log of a member ends with a change that leaves it out, or that gives it a vote and is not complete: Ratis waits, the
     * first for ever if the change was made, and the second under this leader.
     */
    private void lookWhyItDoesNotTakePart() {
        removal.look();
        roundsOutside++;
        if (roundsOutside > ROUNDS_OUTSIDE_MAX) {
            removal.report(
                    NodeFaults.Fault.RAFT_STOPPED,
                    "the members changed while this node was away, and nobody tells it what became of that; start it again");
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
        Futures.whenDone(snapshots.take(SNAPSHOT_TIMEOUT), (index, failure) -> {
            snapshotUnderWay = false;
            if (failure != null) {
                logger.warn("could not take a snapshot; the log grows until one succeeds", failure);
            }
        });
    }
}
