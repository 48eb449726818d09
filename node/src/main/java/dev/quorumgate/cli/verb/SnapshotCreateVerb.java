package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.OnlineVerb;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.proto.admin.CreateSnapshotReply;
import dev.quorumgate.proto.admin.CreateSnapshotRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code snapshot create}. */
@Command(
        name = "create",
        description = "Take a snapshot, from which the next start is quick. Nodes take them by themselves.")
public final class SnapshotCreateVerb extends OnlineVerb {
    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            defaultValue = "",
            description = "Of this member. Default: of all.")
    private String name = "";

    @Override
    protected ExitCode run(Endpoints endpoints) {
        CreateSnapshotReply reply = endpoints
                .stub()
                .createSnapshot(CreateSnapshotRequest.newBuilder().setName(name).build());
        Report report = new Report();
        Report.Section snapshots = report.section("snapshots")
                .column("name")
                .number("index")
                .number("millis", "TIME")
                .column("problem");
        boolean allDone = true;
        for (CreateSnapshotReply.Snapshot each : reply.getSnapshotsList()) {
            boolean isDone = each.getProblem().isEmpty();
            allDone &= isDone;
            snapshots.row(
                    Cell.of(each.getName()),
                    Cell.count(each.getIndex()),
                    Cell.millis(isDone ? each.getMillis() : -1),
                    Cell.of(each.getProblem()));
        }
        show(report);
        return allDone ? ExitCode.DONE : ExitCode.FAILED;
    }
}
