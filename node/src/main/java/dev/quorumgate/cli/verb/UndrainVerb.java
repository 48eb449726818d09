package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.OnlineVerb;
import dev.quorumgate.proto.admin.SetDrainedRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code undrain}. */
@Command(name = "undrain", description = "Take back what drain did.")
public final class UndrainVerb extends OnlineVerb {
    @Parameters(paramLabel = "NAME", description = "The node.")
    private String name = "";

    @Override
    protected ExitCode run(Endpoints endpoints) {
        show(DrainVerb.report(
                name,
                false,
                endpoints
                        .stub()
                        .setDrained(SetDrainedRequest.newBuilder().setName(name).build())));
        return ExitCode.DONE;
    }
}
