package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.OnlineVerb;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Format;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.proto.admin.GetGroupReply;
import dev.quorumgate.proto.admin.GetGroupRequest;
import dev.quorumgate.proto.admin.GroupSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code group get}. */
@Command(
        name = "get",
        description = "Show one group: its metrics in the text format, or with -o json or yaml its times as well.")
public final class GroupGetVerb extends OnlineVerb {
    @Mixin
    private GroupLabels group = new GroupLabels();

    @Override
    protected ExitCode run(Endpoints endpoints) {
        if (group.labels().isEmpty()) {
            throw usage("which group? Give --job JOB, and -g NAME=VALUE for each further label");
        }
        GetGroupReply reply = endpoints
                .stub()
                .getGroup(GetGroupRequest.newBuilder()
                        .addAllLabels(group.labels())
                        .build());
        if (format() == Format.TABLE) {
            out().print(reply.getExposition());
            out().flush();
            return ExitCode.DONE;
        }
        GroupSummary summary = reply.getSummary();
        show(new Report()
                .fact("labels", Texts.group(summary.getLabelsList()))
                .fact("push_time", Texts.time(summary.getPushNanos()))
                .fact("failure_time", Texts.time(summary.getFailureNanos()))
                .fact("failure_reason", Cell.of(summary.getFailureReason()))
                .fact("failure_source", Cell.of(summary.getFailureSource()))
                .fact("families", Cell.of(summary.getFamilies()))
                .fact("series", Cell.of(summary.getSeries()))
                .fact("bytes", Cell.bytes(summary.getBytes()))
                .fact("exposition", Cell.of(reply.getExposition())));
        return ExitCode.DONE;
    }
}
