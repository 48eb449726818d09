package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.recovery.RecoveryPlan;
import dev.quorumgate.recovery.Survey;
import java.util.List;

/** A recovery plan, for people and for programs. */
final class RecoveryReport {
    private RecoveryReport() {}

    static Report of(RecoveryPlan plan) {
        Survey best = plan.best();
        Report report = new Report()
                .fact("cluster_id", Cell.of(best.identity().clusterId()))
                .fact("best", Cell.of(best.folder().toString()))
                .fact("node", Cell.of(best.identity().node()))
                .fact("index", Cell.of(plan.last().index()))
                .fact("term", Cell.of(plan.last().term()))
                .fact("groups", Cell.of(best.contents().groups()))
                .fact("series", Cell.of(best.contents().series()))
                .fact("hash", Cell.hash(best.contents().hash()))
                .fact("voters", names(plan.configuration().voters()))
                .fact("majority", Cell.of(plan.majority()))
                .fact("voters_here", names(plan.intact()))
                .fact("voters_missing", names(plan.missing()))
                .fact("lost", Cell.of(plan.loss()));
        Report.Section folders = report.section("folders")
                .column("folder")
                .column("node")
                .number("last_term")
                .number("last_index")
                .number("snapshot_index", "SNAPSHOT")
                .number("groups")
                .number("series")
                .column("hash")
                .column("damage");
        for (Survey survey : plan.surveys()) {
            folders.row(
                    Cell.of(survey.folder().toString()),
                    Cell.of(survey.identity().node()),
                    Cell.of(survey.last().term()),
                    Cell.of(survey.last().index()),
                    Cell.count(survey.snapshotIndex().orElse(-1)),
                    Cell.of(survey.contents().groups()),
                    Cell.of(survey.contents().series()),
                    Cell.hash(survey.contents().hash()),
                    list(survey.damage(), "; "));
        }
        return report;
    }

    private static Cell names(List<MemberRef> members) {
        return list(members.stream().map(MemberRef::name).toList(), ", ");
    }

    private static Cell list(List<String> all, String separator) {
        return Cell.of(all, all.isEmpty() ? "-" : String.join(separator, all));
    }
}
