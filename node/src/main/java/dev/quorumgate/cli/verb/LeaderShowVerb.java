package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.CliException;
import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.OnlineVerb;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.proto.admin.StatusReply;
import dev.quorumgate.proto.admin.StatusRequest;
import picocli.CommandLine.Command;

/** {@code leader show}. */
@Command(name = "show", description = "Tell who leads, confirmed by a majority just now.")
public final class LeaderShowVerb extends OnlineVerb {
    @Override
    protected ExitCode run(Endpoints endpoints) {
        StatusReply reply = endpoints.stub().status(StatusRequest.getDefaultInstance());
        if (reply.getLeader().isEmpty()) {
            throw new CliException(ExitCode.NO_QUORUM, "no majority confirms a leader; see 'quorumgate status'");
        }
        show(new Report().fact("leader", Cell.of(reply.getLeader())).fact("term", Cell.of(reply.getTerm())));
        return ExitCode.DONE;
    }
}
