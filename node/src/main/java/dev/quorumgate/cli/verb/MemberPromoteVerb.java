package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.proto.admin.PromoteMemberRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code member promote}. */
@Command(name = "promote", description = "Give a member that has caught up a vote.")
public final class MemberPromoteVerb extends MembershipVerb {
    @Parameters(paramLabel = "NAME", description = "The member.")
    private String name = "";

    @Override
    protected ExitCode run(Endpoints endpoints) {
        show(
                name,
                endpoints
                        .stub()
                        .promoteMember(PromoteMemberRequest.newBuilder()
                                .setName(name)
                                .setDryRun(force().isDryRun())
                                .setForceClusterId(force().clusterId())
                                .build()));
        return ExitCode.DONE;
    }
}
