package dev.quorumgate.cluster;

import dev.quorumgate.concurrent.Futures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * What all members say of themselves, and who says nothing. The members are those of the newest configuration that anybody
 * knows of.
 *
 * @param silent why there is no report
 */
public record ClusterView(Configuration configuration, Map<PeerId, NodeReport> reports, Map<PeerId, String> silent) {
    /** How far behind the others a member may be that still counts for the majority. */
    private static final long LAG_MAX = 1000;

    /** A report, or why there is none. */
    private record Answer(PeerId id, Optional<NodeReport> report, String silentBecause) {}

    /**
     * Asks all members at once, who answer when they have applied a log index, or when the time is nearly over.
     *
     * @return does not fail; any thread may complete it
     */
    public static CompletableFuture<ClusterView> gather(ClusterAdmin admin, long appliedIndex, Duration time) {
        long begun = System.nanoTime();
        Configuration known = admin.configuration();
        return ask(admin, known.all(), appliedIndex, time).thenCompose(first -> {
            Configuration newest = newest(known, first);
            List<MemberRef> unasked = newest.all().stream()
                    .filter(member -> first.stream().noneMatch(answer -> answer.id.equals(member.id())))
                    .toList();
            Duration left = time.minusNanos(System.nanoTime() - begun);
            return ask(admin, unasked, appliedIndex, left.isNegative() ? Duration.ZERO : left)
                    .thenApply(second -> of(newest, first, second));
        });
    }

    private static CompletableFuture<List<Answer>> ask(
            ClusterAdmin admin, List<MemberRef> members, long appliedIndex, Duration time) {
        List<CompletableFuture<Answer>> answers = members.stream()
                .map(member -> admin.reportOf(member, appliedIndex, time)
                        .handle((report, failure) -> new Answer(
                                member.id(),
                                Optional.ofNullable(report),
                                failure == null
                                        ? "it does not answer"
                                        : String.valueOf(Futures.cause(failure).getMessage()))))
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
    }

    private static Configuration newest(Configuration known, List<Answer> answers) {
        return answers.stream()
                .flatMap(answer -> answer.report.stream())
                .map(NodeReport::configuration)
                .filter(each -> each.index() > known.index())
                .max(Comparator.comparingLong(Configuration::index))
                .orElse(known);
    }

    private static ClusterView of(Configuration configuration, List<Answer> first, List<Answer> second) {
        Map<PeerId, NodeReport> reports = new TreeMap<>();
        Map<PeerId, String> silent = new TreeMap<>();
        for (List<Answer> answers : List.of(first, second)) {
            for (Answer answer : answers) {
                answer.report.ifPresentOrElse(
                        report -> reports.put(answer.id, report), () -> silent.put(answer.id, answer.silentBecause));
            }
        }
        return new ClusterView(configuration, reports, silent);
    }

    public Optional<NodeReport> of(PeerId id) {
        return Optional.ofNullable(reports.get(id));
    }

    /** Whether a member counts for the majority: it answers, takes part, is not far behind, and has room on its disk. */
    public boolean isSound(PeerId id) {
        return of(id).filter(report -> report.role() != NodeStatus.Role.NONE
                        && report.appliedIndex() + LAG_MAX >= commitIndex()
                        && !report.has(Alarm.Kind.NOSPACE))
                .isPresent();
    }

    /** The voters that may lead when the leader does not, best first: sound ones that are not drained. */
    public List<PeerId> heirs(PeerId leader) {
        return configuration.voters().stream()
                .map(MemberRef::id)
                .filter(id -> !id.equals(leader) && isSound(id))
                .flatMap(id -> of(id).stream())
                .filter(report -> !report.drained())
                .sorted(Comparator.comparingLong(NodeReport::appliedIndex).reversed())
                .map(report -> report.self().id())
                .toList();
    }

    public QuorumSafety safety() {
        return QuorumSafety.of(configuration.voters(), this::isSound);
    }

    /** The highest that anybody knows. */
    public long commitIndex() {
        return reports.values().stream()
                .mapToLong(NodeReport::commitIndex)
                .max()
                .orElse(-1);
    }

    /** The highest that anybody knows; 0 for none. */
    public long term() {
        return reports.values().stream().mapToLong(NodeReport::term).max().orElse(0);
    }

    /** Of the member that says it leads, in the highest term. */
    public Optional<NodeReport> leader() {
        return reports.values().stream()
                .filter(report -> report.role() == NodeStatus.Role.LEADER)
                .max(Comparator.comparingLong(NodeReport::term));
    }

    /**
     * Why nothing that is pushed is stored; empty when it is, or nobody can tell.
     *
     * @param isLeaderConfirmed by a majority, just now
     */
    public Optional<String> pushesRefusedBecause(boolean isLeaderConfirmed) {
        return !isLeaderConfirmed && !configuration.voters().isEmpty()
                ? Optional.of("no majority confirms a leader")
                : leader().flatMap(NodeReport::pushesRefusedBecause);
    }

    /**
     * The members by name; behind them, if it is none of them, the node that asks; then those that the leader knows to be waiting.
     *
     * @param asking what that node says of itself
     */
    public List<MemberRow> rows(NodeReport asking) {
        Map<PeerId, ReplicationFigures.Follower> followers =
                leader().map(NodeReport::followers).orElse(List.of()).stream()
                        .collect(Collectors.toMap(ReplicationFigures.Follower::id, each -> each, (one, same) -> same));
        List<MemberRow> rows = new ArrayList<>();
        configuration.all().stream()
                .sorted(Comparator.comparing(MemberRef::name))
                .forEach(member -> rows.add(row(member, Optional.ofNullable(followers.get(member.id())))));
        if (rows.stream()
                .noneMatch(row -> row.member().id().equals(asking.self().id()))) {
            rows.add(MemberRow.waiting(asking.self(), Optional.of(asking)));
        }
        leader().map(NodeReport::waiting)
                .orElse(List.of())
                .forEach(member -> rows.add(MemberRow.waiting(member, Optional.empty())));
        return rows;
    }

    /** Lag and last contact by the leader's knowledge where there is one. */
    private MemberRow row(MemberRef member, Optional<ReplicationFigures.Follower> known) {
        Optional<NodeReport> report = of(member.id());
        return new MemberRow(
                member,
                false,
                report,
                silent.getOrDefault(member.id(), ""),
                known.map(ReplicationFigures.Follower::lagEntries)
                        .or(() -> report.map(each -> Math.max(0, commitIndex() - each.appliedIndex()))),
                known.map(ReplicationFigures.Follower::silence));
    }
}
