package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.OnlineVerb;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.proto.admin.GroupSummary;
import dev.quorumgate.proto.admin.ListGroupsRequest;
import java.util.Iterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code group list}. */
@Command(name = "list", description = "Show groups, as of now.")
public final class GroupListVerb extends OnlineVerb {
    @Option(
            names = "--match",
            paramLabel = "SELECTOR",
            defaultValue = "",
            description = "Those alone that match, such as '{job=~\"etl-.*\"}'.")
    private String selector = "";

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            defaultValue = "",
            description = "key, age, size or last_failure. Default: key.")
    private String sort = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many at most. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Override
    protected ExitCode run(Endpoints endpoints) {
        if (limit < 1) {
            throw usage("--limit: expected a number from 1 on, got " + limit);
        }
        Iterator<GroupSummary> groups = endpoints
                .stub()
                .listGroups(ListGroupsRequest.newBuilder()
                        .setSelector(selector)
                        .setSort(sort)
                        .setLimit(limit)
                        .build());
        Report report = new Report();
        Report.Section section = section(report, "groups");
        int count = 0;
        for (; groups.hasNext(); count++) {
            add(section, groups.next());
        }
        show(report);
        if (count == limit) {
            say("there may be more; --limit shows them");
        }
        return ExitCode.DONE;
    }

    static Report.Section section(Report report, String key) {
        return report.section(key)
                .column("labels", "GROUP")
                .column("push_time", "PUSHED")
                .column("failure_time", "FAILED")
                .number("families")
                .number("series")
                .number("bytes");
    }

    static void add(Report.Section groups, GroupSummary group) {
        groups.row(
                Texts.group(group.getLabelsList()),
                Texts.time(group.getPushNanos()),
                Texts.time(group.getFailureNanos()),
                Cell.of(group.getFamilies()),
                Cell.of(group.getSeries()),
                Cell.bytes(group.getBytes()));
    }
}
