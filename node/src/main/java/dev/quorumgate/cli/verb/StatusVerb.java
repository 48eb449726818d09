package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.OnlineVerb;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Mood;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.proto.admin.Alarm;
import dev.quorumgate.proto.admin.NodeReport;
import dev.quorumgate.proto.admin.Role;
import dev.quorumgate.proto.admin.StatusReply;
import dev.quorumgate.proto.admin.StatusRequest;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** {@code status}: the cluster on one screen. */
@Command(
        name = "status",
        description = "Show the cluster on one screen. Works without a leader, and with nodes that are down.")
public final class StatusVerb extends OnlineVerb {
    @Override
    protected ExitCode run(Endpoints endpoints) {
        StatusReply reply = endpoints.stub().status(StatusRequest.getDefaultInstance());
        boolean isHealthy = isHealthy(reply);
        Report report = new Report()
                .fact("cluster_id", Cell.of(reply.getClusterId()))
                .fact(
                        "healthy",
                        Cell.of(isHealthy, isHealthy ? "yes" : "no: " + problems(reply))
                                .in(isHealthy ? Mood.GOOD : Mood.BAD))
                .fact("quorum", Texts.quorum(reply.getQuorum()))
                .fact(
                        "leader",
                        reply.getLeader().isEmpty()
                                ? Cell.of("", "none that a majority confirms").in(Mood.BAD)
                                : Cell.of(reply.getLeader()))
                .fact("term", Cell.of(reply.getTerm()))
                .fact("answered_by", Cell.of(reply.getAnsweredBy()));
        if (!reply.getPushesRefusedBecause().isEmpty()) {
            report.fact(
                    "pushes_refused_because",
                    "pushes are refused",
                    Cell.of(reply.getPushesRefusedBecause()).in(Mood.BAD));
        }
        Report.Section members = report.section("members")
                .column("name")
                .column("role")
                .column("version")
                .number("last_contact_millis", "CONTACT")
                .number("applied_index", "APPLIED")
                .number("lag_entries", "LAG")
                .number("disk_free_bytes", "DISK FREE")
                .number("groups")
                .number("series")
                .column("alarms")
                .column("problem");
        reply.getMembersList().forEach(row -> add(members, row));
        show(report);
        return ExitCode.DONE;
    }

    private static boolean isHealthy(StatusReply reply) {
        return problems(reply).isEmpty();
    }

    private static String problems(StatusReply reply) {
        return Texts.joined(
                "; ",
                reply.getPushesRefusedBecause(),
                reply.getMembersList().stream()
                        .filter(row -> row.getReport().getRole() == Role.SILENT)
                        .map(row -> row.getReport().getMember().getName() + " is silent")
                        .collect(Collectors.joining("; ")),
                reply.getMembersList().stream()
                        .flatMap(row -> row.getReport().getAlarmsList().stream())
                        .map(alarm -> alarm.getKind() + " on " + alarm.getMember())
                        .collect(Collectors.joining("; ")));
    }

    private static void add(Report.Section members, StatusReply.Row row) {
        NodeReport report = row.getReport();
        boolean isTold = !report.getVersion().isEmpty();
        boolean isSilent = report.getRole() == Role.SILENT;
        List<String> alarms = report.getAlarmsList().stream()
                .map(Alarm::getKind)
                .map(Enum::name)
                .toList();
        members.row(
                Cell.of(report.getMember().getName()),
                Cell.of(
                                Texts.word(report.getRole()),
                                Texts.word(report.getRole()).replace('_', '-')
                                        + (report.getDrained() ? ", drained" : ""))
                        .in(isSilent ? Mood.BAD : Mood.PLAIN),
                isTold ? Cell.of(report.getVersion()) : Cell.nothing(),
                Cell.millis(row.getLastContactMillis()),
                Cell.count(isTold ? report.getAppliedIndex() : -1),
                Cell.count(row.getLagEntries()),
                Cell.bytes(isTold ? report.getDiskFreeBytes() : -1),
                Cell.count(isTold ? report.getGroups() : -1),
                Cell.count(isTold ? report.getSeries() : -1),
                alarms.isEmpty()
                        ? Cell.of(alarms, "-")
                        : Cell.of(alarms, String.join(",", alarms)).in(Mood.BAD),
                Cell.of(isTold ? report.getUnreadyBecause() : row.getSilentBecause()));
    }
}
