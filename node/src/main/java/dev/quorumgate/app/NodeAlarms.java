package dev.quorumgate.app;

import dev.quorumgate.alarms.AlarmBoard;
import dev.quorumgate.alarms.DiskWatch;
import dev.quorumgate.alarms.LeaderRound;
import dev.quorumgate.alarms.PushVerdict;
import dev.quorumgate.cluster.Alarm;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.config.NodeConfig;
import dev.quorumgate.peer.Hearsay;
import dev.quorumgate.peer.PeerClient;
import dev.quorumgate.raft.RaftNode;
import dev.quorumgate.telemetry.Readiness;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The alarms of this node and what watches for their causes, put together. */
final class NodeAlarms implements Hearsay, Closeable {
    private static final Logger logger = LoggerFactory.getLogger(NodeAlarms.class);

    private static final Duration SNAPSHOT_PATIENCE = Duration.ofSeconds(30);

    private final NodeConfig config;
    private final Clock clock;
    private final Termination termination;
    private final AlarmBoard board;
    private final PushVerdict verdict = new PushVerdict();
    private final StopOrder watches = new StopOrder();
    private volatile BooleanSupplier snapshotCheck = () -> false;
    private volatile Optional<DiskWatch> disk = Optional.empty();
    private volatile String self = "";
    private volatile Optional<LeaderRound> round = Optional.empty();

    NodeAlarms(NodeConfig config, Clock clock, Termination termination) {
        this.config = config;
        this.clock = clock;
        this.termination = termination;
        this.board = new AlarmBoard(clock);
    }

    AlarmBoard board() {
        return board;
    }

    PushVerdict verdict() {
        return verdict;
    }

    /** Its room at the latest look; empty before there was one. */
    Optional<NodeReport.Disk> disk() {
        return disk.map(DiskWatch::latest);
    }

    /** Begins to watch the disk, and the other members while this node leads. */
    void watch(PeerId self, RaftNode node, PeerClient peers, Readiness readiness) throws IOException {
        this.self = self.name();
        DiskWatch watch = watches.opened(
                "disk watch",
                DiskWatch.start(self.name(), config.storage(), config.storageReserveBytes(), board, ownerOf(node)));
        disk = Optional.of(watch);
        round = Optional.of(watches.opened(
                "leader's round",
                LeaderRound.start(self, new PeerCompany(node, peers, readiness), watch, board, verdict, clock)));
    }

    /** Looks at the other members now, rather than within a second. */
    void lookAround() {
        round.ifPresent(LeaderRound::lookNow);
    }

    @Override
    public void pushesRefused(boolean refused, long term) {
        verdict.hear(refused, term);
    }

    @Override
    public void compared(boolean holdsTheSame, long index) {
        if (holdsTheSame) {
            board.clear(Alarm.Kind.DIVERGED, self);
        } else {
            board.raise(
                    Alarm.Kind.DIVERGED,
                    self,
                    "at log index " + index
                            + " it holds something else than the majority of the members; take it out of"
                            + " the load balancer, keep its data for a look, and have it replaced: quorumgate member"
                            + " replace");
        }
    }

    /** Files of a snapshot were found to be damaged, which the next start would find, too. */
    void damaged(String detail) {
        board.raise(
                Alarm.Kind.CORRUPT,
                self,
                detail + "; see to the disk. If a new snapshot is damaged, too (quorumgate snapshot create), have this"
                        + " member replaced: quorumgate member replace");
    }

    /** Looks whether the cause of an alarm is gone, and takes it back then. */
    boolean recheck(Alarm alarm, boolean dryRun) {
        boolean isGone = switch (alarm.kind()) {
            case NOSPACE -> disk.map(DiskWatch::hasRoom).orElse(false);
            case CLOCK_SKEW ->
                round.map(each -> each.isClockRight(alarm.member())).orElse(false);
            case CORRUPT -> snapshotCheck.getAsBoolean();
            case DIVERGED -> false; // the next comparison tells
        };
        if (isGone && !dryRun) {
            board.clear(alarm.kind(), alarm.member());
        }
        return isGone;
    }

    /** @param check whether the newest snapshot can be read in full */
    void checkSnapshotsBy(BooleanSupplier check) {
        snapshotCheck = check;
    }

    @Override
    public void close() {
        watches.close();
    }

    private DiskWatch.Owner ownerOf(RaftNode node) {
        return new DiskWatch.Owner() {
            @Override
            public void shortenLog() {
                Futures.whenDone(node.shortenLog(SNAPSHOT_PATIENCE), (index, failure) -> {
                    if (failure == null) {
                        logger.atInfo().addKeyValue("index", index).log("deleted the log before the newest snapshot");
                    } else {
                        logger.warn("could not make the log shorter", Futures.cause(failure));
                    }
                });
            }

            @Override
            public boolean takesPushes() {
                return node.status().flatMap(NodeStatus::leader).isPresent() && !verdict.refusesPushes();
            }

            @Override
            public void stop(String reason) {
                logger.error("this node stops: {}", reason);
                termination.ask(ExitCode.NO_SPACE);
            }
        };
    }
}
