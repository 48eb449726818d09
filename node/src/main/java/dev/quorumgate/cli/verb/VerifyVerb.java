package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.OnlineVerb;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Mood;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.proto.admin.VerifyReply;
import dev.quorumgate.proto.admin.VerifyRequest;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code verify}: whether all members hold the same. */
@Command(
        name = "verify",
        description = {
            "Compare what all members hold at one log index, while pushes go on.",
            "Exit code 1: they differ, and the first groups in which they do are shown; or not all could be compared."
        })
public final class VerifyVerb extends OnlineVerb {
    @Option(
            names = "--differences",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many differing groups to show. Default: ${DEFAULT-VALUE}.")
    private int differences;

    @Override
    protected ExitCode run(Endpoints endpoints) {
        if (differences < 1) {
            throw usage("--differences: expected a number from 1 on, got " + differences);
        }
        VerifyReply reply = endpoints
                .stub()
                .verify(VerifyRequest.newBuilder()
                        .setDifferencesMax(differences)
                        .build());
        show(report(reply));
        if (!reply.getEqual() && reply.getDifferencesCount() > 0) {
            say("keep the majority, and have the member that differs replaced: quorumgate member replace");
        }
        return reply.getEqual() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static Report report(VerifyReply reply) {
        Report report = new Report()
                .fact("index", Cell.of(reply.getIndex()))
                .fact(
                        "equal",
                        Cell.of(reply.getEqual(), reply.getEqual() ? "yes" : "no")
                                .in(reply.getEqual() ? Mood.GOOD : Mood.BAD));
        Report.Section members = report.section("members")
                .column("name")
                .column("state_hash")
                .number("groups")
                .column("problem");
        for (VerifyReply.Member member : reply.getMembersList()) {
            boolean isCompared = member.getProblem().isEmpty();
            members.row(
                    Cell.of(member.getName()),
                    isCompared ? Cell.hash(member.getStateHash()) : Cell.nothing(),
                    Cell.count(isCompared ? member.getGroups() : -1),
                    Cell.of(member.getProblem()));
        }
        Report.Section differences = report.section("differences").column("group");
        reply.getMembersList().forEach(member -> differences.column(member.getName(), member.getName()));
        for (VerifyReply.Difference each : reply.getDifferencesList()) {
            List<Cell> row = new ArrayList<>(List.of(Cell.of(each.getGroup())));
            each.getHashesList().forEach(hash -> row.add(hash == 0 ? Cell.nothing() : Cell.hash(hash)));
            differences.row(row.toArray(Cell[]::new));
        }
        return report;
    }
}
