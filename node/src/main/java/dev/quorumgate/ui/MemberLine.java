package dev.quorumgate.ui;

import dev.quorumgate.cluster.Alarm;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.MemberRow;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.cluster.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A member on the page of the cluster.
 *
 * @param isSelf whether it is the node that answers
 * @param role in words
 * @param mood of its health, as a class of the style sheet
 * @param health in words
 */
public record MemberLine(
        MemberRef address, boolean isSelf, String role, boolean isDrained, String mood, String health, MemberRow row) {
    private static final String NOTHING = "–";

    static MemberLine of(MemberRow row, PeerId self) {
        boolean isDrained = row.report().filter(NodeReport::drained).isPresent();
        String role = row.isWaiting()
                ? "waiting"
                : row.report().map(it -> Format.role(it.role())).orElse("silent");
        return new MemberLine(
                row.member(), row.member().id().equals(self), role, isDrained, mood(row), health(row), row);
    }

    private static String mood(MemberRow row) {
        if (row.isWaiting()) {
            return "warning";
        }
        if (row.report().isEmpty() || !row.report().get().alarms().isEmpty()) {
            return "error";
        }
        return problem(row.report().get()).isEmpty() ? "fine" : "warning";
    }

    private static String health(MemberRow row) {
        return row.report()
                .map(report -> problem(report).orElse(row.isWaiting() ? toBeAdded(row) : "ready"))
                .orElseGet(() -> row.isWaiting() ? toBeAdded(row) : row.silentBecause());
    }

    private static String toBeAdded(MemberRow row) {
        return "waits for: quorumgate member add " + row.member().spelled();
    }

    private static Optional<String> problem(NodeReport report) {
        return report.unreadyBecause()
                .or(() ->
                        report.role() != NodeStatus.Role.NONE && report.leader().isEmpty()
                                ? Optional.of("knows no leader")
                                : Optional.empty());
    }

    public boolean isLeader() {
        return role.equals("leader");
    }

    public List<Alarm> alarms() {
        return row.report().map(NodeReport::alarms).orElse(List.of());
    }

    public String version() {
        return told(NodeReport::version);
    }

    public String uptime() {
        return told(report -> Format.span(report.uptime().toSeconds()));
    }

    public String applied() {
        return told(report -> report.appliedIndex() < 0 ? NOTHING : Format.count(report.appliedIndex()));
    }

    public String lag() {
        return row.lagEntries().map(Format::count).orElse(NOTHING);
    }

    /** Since it last answered the leader. */
    public String lastContact() {
        return row.lastContact().map(MemberLine::contact).orElse(NOTHING);
    }

    public String diskFree() {
        return told(report -> report.disk().freeBytes() < 0
                ? NOTHING
                : Format.bytes(report.disk().freeBytes()));
    }

    /** Of how much. */
    public String disk() {
        return told(report -> Format.bytes(Math.max(0, report.disk().totalBytes())) + " in all, pushes end below "
                + Format.bytes(Math.max(0, report.disk().reserveBytes())));
    }

    public String groups() {
        return told(report -> Format.count(report.groups()));
    }

    public String series() {
        return told(report -> Format.count(report.series()));
    }

    private String told(Function<NodeReport, String> what) {
        return row.report().map(what).orElse(NOTHING);
    }

    private static String contact(Duration silence) {
        return silence.toMillis() < 1000 ? silence.toMillis() + " ms" : Format.span(silence.toSeconds());
    }
}
