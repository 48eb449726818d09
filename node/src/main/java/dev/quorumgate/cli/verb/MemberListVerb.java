package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.OnlineVerb;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.proto.admin.MemberAddress;
import dev.quorumgate.proto.admin.NodeReport;
import dev.quorumgate.proto.admin.StatusReply;
import dev.quorumgate.proto.admin.StatusRequest;
import picocli.CommandLine.Command;

/** {@code member list}. */
@Command(
        name = "list",
        description = "Show who belongs to the cluster, where each is reached, and who waits to be added.")
public final class MemberListVerb extends OnlineVerb {
    @Override
    protected ExitCode run(Endpoints endpoints) {
        StatusReply reply = endpoints.stub().status(StatusRequest.getDefaultInstance());
        Report report = new Report();
        Report.Section members = report.section("members")
                .column("name")
                .column("role")
                .column("peer_id")
                .column("raft_address", "RAFT")
                .column("admin_address", "ADMIN")
                .number("applied_index", "APPLIED")
                .number("lag_entries", "LAG");
        for (StatusReply.Row row : reply.getMembersList()) {
            NodeReport node = row.getReport();
            MemberAddress member = node.getMember();
            members.row(
                    Cell.of(member.getName()),
                    Cell.of(
                            Texts.word(node.getRole()),
                            Texts.word(node.getRole()).replace('_', '-')),
                    Cell.of(member.getPeerId()),
                    Cell.of(member.getRaftAddress()),
                    Cell.of(member.getAdminAddress()),
                    Cell.count(node.getVersion().isEmpty() ? -1 : node.getAppliedIndex()),
                    Cell.count(row.getLagEntries()));
        }
        show(report);
        return ExitCode.DONE;
    }
}
