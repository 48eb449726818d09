package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.OnlineVerb;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Mood;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.proto.admin.Alarm;
import dev.quorumgate.proto.admin.ListAlarmsReply;
import dev.quorumgate.proto.admin.ListAlarmsRequest;
import picocli.CommandLine.Command;

/** {@code alarm list}. */
@Command(name = "list", description = "Show the alarms of all members that answer.")
public final class AlarmListVerb extends OnlineVerb {
    @Override
    protected ExitCode run(Endpoints endpoints) {
        ListAlarmsReply reply = endpoints.stub().listAlarms(ListAlarmsRequest.getDefaultInstance());
        Report report = new Report();
        Report.Section alarms = report.section("alarms")
                .column("member")
                .column("kind")
                .column("since")
                .column("detail");
        for (Alarm alarm : reply.getAlarmsList()) {
            alarms.row(
                    Cell.of(alarm.getMember()),
                    Cell.of(alarm.getKind().name()).in(Mood.BAD),
                    Texts.time(alarm.getSinceNanos()),
                    Cell.of(alarm.getDetail()));
        }
        show(report);
        if (reply.getSilentCount() > 0) {
            say("could not be asked: " + String.join(", ", reply.getSilentList()));
        }
        return ExitCode.DONE;
    }
}
