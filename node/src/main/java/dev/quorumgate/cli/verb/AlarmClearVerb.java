package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.OnlineVerb;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Mood;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.proto.admin.Alarm;
import dev.quorumgate.proto.admin.AlarmKind;
import dev.quorumgate.proto.admin.ClearAlarmsReply;
import dev.quorumgate.proto.admin.ClearAlarmsRequest;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alarm clear}. */
@Command(
        name = "clear",
        description = {
            "Have members look again, and take alarms back whose cause is gone.",
            "Exit code 6: the cause of one is still there."
        })
public final class AlarmClearVerb extends OnlineVerb {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Whose alarms. Default: of all members.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "KIND",
            defaultValue = "",
            description = "NOSPACE, CORRUPT, DIVERGED or CLOCK_SKEW. Default: all of them.")
    private String kind = "";

    @Option(names = "--dry-run", description = "Look, and take nothing back.")
    private boolean isDryRun;

    @Override
    protected ExitCode run(Endpoints endpoints) {
        ClearAlarmsReply reply = endpoints
                .stub()
                .clearAlarms(ClearAlarmsRequest.newBuilder()
                        .setMember(name)
                        .setKind(kind())
                        .setDryRun(isDryRun)
                        .build());
        Report report = new Report().fact("dry_run", Cell.of(isDryRun, isDryRun ? "yes" : "no"));
        Report.Section alarms = report.section("alarms")
                .column("member")
                .column("kind")
                .column("cleared")
                .column("detail");
        reply.getClearedList().forEach(alarm -> row(alarms, alarm, true));
        reply.getRemainingList().forEach(alarm -> row(alarms, alarm, false));
        show(report);
        if (reply.getRemainingCount() > 0) {
            say("the cause of " + reply.getRemainingCount() + " of them is still there");
        }
        return reply.getRemainingCount() == 0 ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private static void row(Report.Section alarms, Alarm alarm, boolean isCleared) {
        alarms.row(
                Cell.of(alarm.getMember()),
                Cell.of(alarm.getKind().name()),
                Cell.of(isCleared, isCleared ? "yes" : "no").in(isCleared ? Mood.GOOD : Mood.BAD),
                Cell.of(alarm.getDetail()));
    }

    private AlarmKind kind() {
        if (kind.isEmpty()) {
            return AlarmKind.ALARM_KIND_UNSPECIFIED;
        }
        return Arrays.stream(AlarmKind.values())
                .filter(each -> each != AlarmKind.UNRECOGNIZED
                        && each != AlarmKind.ALARM_KIND_UNSPECIFIED
                        && each.name().equals(kind.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(
                        () -> usage("KIND: expected NOSPACE, CORRUPT, DIVERGED or CLOCK_SKEW, got '" + kind + "'"));
    }
}
