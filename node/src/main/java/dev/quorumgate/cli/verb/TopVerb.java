package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.OnlineVerb;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.proto.admin.TopReply;
import dev.quorumgate.proto.admin.TopRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code top}. */
@Command(
        name = "top",
        description = {
            "Show the largest groups and jobs, and the jobs whose pushes were refused most.",
            "Refusals are those by the node that is asked, since its start."
        })
public final class TopVerb extends OnlineVerb {
    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "10",
            description = "How many of each. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Override
    protected ExitCode run(Endpoints endpoints) {
        if (limit < 1) {
            throw usage("--limit: expected a number from 1 on, got " + limit);
        }
        TopReply reply =
                endpoints.stub().top(TopRequest.newBuilder().setLimit(limit).build());
        Report report = new Report().fact("answered_by", Cell.of(reply.getAnsweredBy()));
        Report.Section groups = GroupListVerb.section(report, "groups");
        reply.getGroupsBySeriesList().forEach(group -> GroupListVerb.add(groups, group));
        Report.Section jobs = report.section("jobs")
                .column("job")
                .number("groups")
                .number("series")
                .number("bytes");
        for (TopReply.Job job : reply.getJobsBySeriesList()) {
            jobs.row(
                    Cell.of(job.getJob()),
                    Cell.of(job.getGroups()),
                    Cell.of(job.getSeries()),
                    Cell.bytes(job.getBytes()));
        }
        Report.Section refused = report.section("refused_jobs")
                .column("job", "REFUSED JOB")
                .number("refused")
                .column("last_reason");
        for (TopReply.RefusedJob job : reply.getJobsByRefusalsList()) {
            refused.row(Cell.of(job.getJob()), Cell.of(job.getRefused()), Cell.of(job.getLastReason()));
        }
        show(report);
        return ExitCode.DONE;
    }
}
