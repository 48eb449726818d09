package dev.quorumgate.alarms;

import dev.quorumgate.cluster.Alarm;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.concurrent.OwnerThread;
import java.io.Closeable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Each second, while this node leads: asks the other voters how they are, decides whether pushes can be stored, tells them, looks at their
 * clocks, and has one of them lead if this node shall not. All state belongs to the thread {@code leader-round}.
 */
public final class LeaderRound implements Closeable {
    private static final long PAUSE_MILLIS = 1000;
    private static final Duration PATIENCE = Duration.ofMillis(900);

    /** After that a voter counts as silent: one answer may be late. */
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final PeerId self;
    private final Company company;
    private final DiskWatch disk;
    private final AlarmBoard board;
    private final PushVerdict verdict;
    private final ClockWatch clocks;
    private final Clock clock;
    private final OwnerThread thread = new OwnerThread("leader-round");
    private final Succession succession;

    private final Map<PeerId, Known> known = new HashMap<>();
    private boolean leads;
    private long leadsSinceNanos;

    private record Known(NodeReport report, long atNanos) {}

    /** What {@link #start} makes. */
    LeaderRound(PeerId self, Company company, DiskWatch disk, AlarmBoard board, PushVerdict verdict, Clock clock) {
        this.self = self;
        this.company = company;
        this.disk = disk;
        this.board = board;
        this.verdict = verdict;
        this.clocks = new ClockWatch(self.name(), board);
        this.clock = clock;
        this.succession = new Succession(company, thread);
    }

    /** Begins with the rounds, which do nothing while the node does not lead. */
    public static LeaderRound start(
            PeerId self, Company company, DiskWatch disk, AlarmBoard board, PushVerdict verdict, Clock clock) {
        LeaderRound round = new LeaderRound(self, company, disk, board, verdict, clock);
        round.thread.every(PAUSE_MILLIS, round::round);
        return round;
    }

    @Override
    public void close() {
        thread.close();
    }

    private void round() {
        if (company.leads() != leads) {
            leads = !leads;
            leadsSinceNanos = System.nanoTime();
            known.clear();
        }
        clocks.keepOnly(answering().map(Known::report).map(LeaderRound::name).collect(Collectors.toSet()));
        judge();
        if (leads) {
            askAll();
            handOver();
        }
    }

    /** Looks now, rather than within a second. */
    public void lookNow() {
        thread.run(this::round);
    }

    /** Whether the clock of another was right, or not looked at, lately. */
    public boolean isClockRight(String member) {
        return clocks.isRight(member);
    }

    private void handOver() {
        succession.look(answering().map(Known::report).toList());
    }

    /** The other voters that were heard of lately. */
    private Stream<Known> answering() {
        long now = System.nanoTime();
        return company.voters().stream()
                .filter(voter -> !voter.id().equals(self))
                .flatMap(voter -> Optional.ofNullable(known.get(voter.id())).stream())
                .filter(each -> now - each.atNanos <= SILENT_NANOS);
    }

    private static String name(NodeReport report) {
        return report.self().name();
    }

    private void askAll() {
        for (MemberRef member : company.voters()) {
            if (!member.id().equals(self)) {
                ask(member);
            }
        }
    }

    private void ask(MemberRef member) {
        Instant sent = clock.instant();
        long sentNanos = System.nanoTime();
        Futures.whenDone(
                company.ask(member, verdict.refusesPushesBecause().isPresent(), company.term(), PATIENCE),
                (report, failure) -> {
                    if (report != null) {
                        Duration way = Duration.ofNanos(System.nanoTime() - sentNanos);
                        thread.run(() -> take(member, report, sent, way));
                    }
                });
    }

    private void take(MemberRef member, NodeReport report, Instant sent, Duration way) {
        if (!leads) {
            return;
        }
        known.put(member.id(), new Known(report, System.nanoTime()));
        clocks.compare(member.name(), sent, report.clock(), way);
        boolean refusedBefore = verdict.refusesPushesBecause().isPresent();
        judge();
        handOver();
        if (verdict.refusesPushesBecause().isPresent() != refusedBefore) {
            askAll(); // so that they hear it now: whose disk is at its end may stop for want of that word
        }
    }

    private void judge() {
        verdict.decide(leads ? RoomJudgement.refusal(voters()) : Optional.empty());
    }

    private List<RoomJudgement.Voter> voters() {
        long now = System.nanoTime();
        return company.voters().stream()
                .map(voter -> voter.id().equals(self) ? own() : voter(voter, now))
                .toList();
    }

    private RoomJudgement.Voter own() {
        return new RoomJudgement.Voter(
                self.name(), board.has(Alarm.Kind.NOSPACE, self.name()), false, Optional.of(disk.latest()));
    }

    private RoomJudgement.Voter voter(MemberRef voter, long now) {
        Known latest = known.get(voter.id());
        long heardNanos = latest == null ? leadsSinceNanos : latest.atNanos;
        return new RoomJudgement.Voter(
                voter.name(),
                latest != null && latest.report.has(Alarm.Kind.NOSPACE),
                now - heardNanos > SILENT_NANOS,
                Optional.ofNullable(latest).map(each -> each.report.disk()));
    }
}
