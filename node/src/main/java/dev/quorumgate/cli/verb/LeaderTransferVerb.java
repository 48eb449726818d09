package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.OnlineVerb;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.proto.admin.TransferLeadershipReply;
import dev.quorumgate.proto.admin.TransferLeadershipRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code leader transfer}. */
@Command(name = "transfer", description = "Make another voter the leader. Pushes go on; some take a little longer.")
public final class LeaderTransferVerb extends OnlineVerb {
    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            defaultValue = "",
            description = "Who shall lead. Default: the one that is furthest along.")
    private String name = "";

    @Override
    protected ExitCode run(Endpoints endpoints) {
        TransferLeadershipReply reply = endpoints
                .stub()
                .transferLeadership(
                        TransferLeadershipRequest.newBuilder().setTo(name).build());
        show(report(reply));
        return ExitCode.DONE;
    }

    static Report report(TransferLeadershipReply reply) {
        return new Report()
                .fact("leader", Cell.of(reply.getLeader()))
                .fact("leader_before", Cell.of(reply.getLeaderBefore()))
                .fact("term", Cell.of(reply.getTerm()))
                .fact("millis", "time", Cell.millis(reply.getMillis()));
    }
}
