package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.OnlineVerb;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.proto.admin.SetDrainedReply;
import dev.quorumgate.proto.admin.SetDrainedRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drain}. */
@Command(
        name = "drain",
        description =
                "Make a node unready and have others lead, so that it can be stopped without anybody noticing. Until its next start.")
public final class DrainVerb extends OnlineVerb {
    @Parameters(paramLabel = "NAME", description = "The node.")
    private String name = "";

    @Option(
            names = "--force",
            paramLabel = "ID",
            defaultValue = "",
            description = "The id of the cluster, in full: drain it even if no other member is ready.")
    private String force = "";

    @Override
    protected ExitCode run(Endpoints endpoints) {
        show(report(
                name,
                true,
                endpoints
                        .stub()
                        .setDrained(SetDrainedRequest.newBuilder()
                                .setName(name)
                                .setDrained(true)
                                .setForceClusterId(force)
                                .build())));
        return ExitCode.DONE;
    }

    static Report report(String name, boolean isDrained, SetDrainedReply reply) {
        return new Report()
                .fact("name", Cell.of(name))
                .fact("drained", Cell.of(isDrained, isDrained ? "yes" : "no"))
                .fact("was_drained", Cell.of(reply.getWasDrained(), reply.getWasDrained() ? "yes" : "no"))
                .fact("leader", Cell.of(reply.getLeader()));
    }
}
