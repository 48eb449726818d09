package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.CliException;
import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.OnlineVerb;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.proto.admin.DeleteGroupsReply;
import dev.quorumgate.proto.admin.DeleteGroupsRequest;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code group delete}. */
@Command(
        name = "delete",
        description = {
            "Delete the groups that match. More than one are deleted only with --yes or --expect: without, they are shown, and"
                    + " the exit code is 6."
        })
public final class GroupDeleteVerb extends OnlineVerb {
    @Option(
            names = "--match",
            paramLabel = "SELECTOR",
            required = true,
            description = "Which groups, such as '{job=\"etl\",zone=~\"eu-.*\"}'.")
    private String selector = "";

    @Option(names = "--dry-run", description = "Show what would be deleted.")
    private boolean isDryRun;

    @Option(names = "--expect", paramLabel = "N", description = "Delete them if exactly so many match.")
    private OptionalLong expected = OptionalLong.empty();

    @Option(names = "--yes", description = "Delete them, however many match.")
    private boolean isSure;

    @Override
    protected ExitCode run(Endpoints endpoints) {
        DeleteGroupsRequest.Builder request = DeleteGroupsRequest.newBuilder().setSelector(selector);
        if (!isDryRun && (isSure || expected.isPresent())) {
            expected.ifPresent(request::setExpectedCount);
            return deleted(endpoints, request);
        }
        DeleteGroupsReply matching =
                endpoints.stub().deleteGroups(request.setDryRun(true).build());
        if (matching.getGroups() == 0 && !isDryRun) {
            throw new CliException(ExitCode.NOT_FOUND, "no group matches " + selector);
        }
        if (matching.getGroups() == 1 && !isDryRun) {
            return deleted(endpoints, request.setDryRun(false).setExpectedCount(1));
        }
        Report report = new Report().fact("matching", Cell.of(matching.getGroups()));
        Report.Section groups = GroupListVerb.section(report, "groups");
        matching.getMatchingList().forEach(group -> GroupListVerb.add(groups, group));
        show(report);
        if (isDryRun) {
            return ExitCode.DONE;
        }
        say("nothing was deleted: " + matching.getGroups() + " groups match; --expect=" + matching.getGroups()
                + " deletes them, if no other one comes in between");
        return ExitCode.REFUSED;
    }

    private ExitCode deleted(Endpoints endpoints, DeleteGroupsRequest.Builder request) {
        DeleteGroupsReply reply = endpoints.stub().deleteGroups(request.build());
        show(new Report().fact("deleted", Cell.of(reply.getGroups())));
        if (reply.getGroups() == 0) {
            throw new CliException(ExitCode.NOT_FOUND, "no group matches " + selector);
        }
        return ExitCode.DONE;
    }
}
