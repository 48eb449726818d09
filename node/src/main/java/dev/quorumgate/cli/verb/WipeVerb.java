package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.OnlineVerb;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.proto.admin.WipeReply;
import dev.quorumgate.proto.admin.WipeRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code wipe}. */
@Command(
        name = "wipe",
        description = "Delete all groups, on all nodes. Needs the id of the cluster, which 'status' shows.")
public final class WipeVerb extends OnlineVerb {
    @Option(
            names = "--cluster-id",
            paramLabel = "ID",
            defaultValue = "",
            description = "The id of the cluster, in full.")
    private String clusterId = "";

    @Option(names = "--dry-run", description = "Tell what would be deleted.")
    private boolean isDryRun;

    @Override
    protected ExitCode run(Endpoints endpoints) {
        WipeReply reply = endpoints
                .stub()
                .wipe(WipeRequest.newBuilder()
                        .setClusterId(clusterId)
                        .setDryRun(isDryRun)
                        .build());
        show(new Report()
                .fact("dry_run", Cell.of(isDryRun, isDryRun ? "yes" : "no"))
                .fact("groups", Cell.of(reply.getGroups()))
                .fact("series", Cell.of(reply.getSeries())));
        return ExitCode.DONE;
    }
}
