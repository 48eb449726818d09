package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.proto.admin.MemberAddress;
import dev.quorumgate.proto.admin.ReplaceMemberRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code member replace}. */
@Command(
        name = "replace",
        description = {
            "Put a node that was started with --cluster.join in the place of a member, in one change.",
            "Also for a member that lost its data (with the same name), or has another address now (with its data)."
        })
public final class MemberReplaceVerb extends MembershipVerb.OfNewcomer {
    @Parameters(index = "0", paramLabel = "NAME", description = "The member that goes.")
    private String leaving = "";

    @Parameters(
            index = "1",
            paramLabel = Newcomer.LABEL,
            converter = Newcomer.Converter.class,
            description = "The node that comes; it may have the same name.")
    private Newcomer coming = new Newcomer(MemberAddress.getDefaultInstance());

    @Override
    protected ExitCode run(Endpoints endpoints) {
        show(follow(endpoints
                .stub()
                .replaceMember(ReplaceMemberRequest.newBuilder()
                        .setLeaving(leaving)
                        .setComing(coming.address())
                        .setWaitMillis(waitForNode().toMillis())
                        .setDryRun(force().isDryRun())
                        .setForceClusterId(force().clusterId())
                        .build())));
        return ExitCode.DONE;
    }
}
