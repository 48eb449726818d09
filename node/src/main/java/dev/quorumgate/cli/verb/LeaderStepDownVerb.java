package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.OnlineVerb;
import dev.quorumgate.proto.admin.TransferLeadershipRequest;
import picocli.CommandLine.Command;

/** {@code leader step-down}. */
@Command(name = "step-down", description = "Have the leader stand back and the voters elect; it may be elected again.")
public final class LeaderStepDownVerb extends OnlineVerb {
    @Override
    protected ExitCode run(Endpoints endpoints) {
        show(LeaderTransferVerb.report(endpoints
                .stub()
                .transferLeadership(
                        TransferLeadershipRequest.newBuilder().setStepDown(true).build())));
        return ExitCode.DONE;
    }
}
