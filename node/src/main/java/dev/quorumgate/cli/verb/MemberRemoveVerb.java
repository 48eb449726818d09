package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.proto.admin.RemoveMemberRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code member remove}. */
@Command(
        name = "remove",
        description = "Take a member out; it stops by itself and keeps its data. If it leads, another one leads first.")
public final class MemberRemoveVerb extends MembershipVerb {
    @Parameters(paramLabel = "NAME", description = "The member.")
    private String name = "";

    @Option(names = "--if-exists", description = "It is no mistake when there is no such member.")
    private boolean isLenient;

    @Override
    protected ExitCode run(Endpoints endpoints) {
        try {
            show(
                    name,
                    endpoints
                            .stub()
                            .removeMember(RemoveMemberRequest.newBuilder()
                                    .setName(name)
                                    .setDryRun(force().isDryRun())
                                    .setForceClusterId(force().clusterId())
                                    .build()));
        } catch (StatusRuntimeException e) {
            if (!isLenient || e.getStatus().getCode() != Status.Code.NOT_FOUND) {
                throw e;
            }
            show(new Report().fact("member", Cell.of(name)).fact("state", Cell.of("nothing to do")));
        }
        return ExitCode.DONE;
    }
}
