package dev.quorumgate.cli.importing;

import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Report;
import java.util.EnumMap;
import java.util.Map;

/** What could not be carried over: how often, why, and where it was met first. Used by one thread. */
public final class Losses {
    private final Map<Loss, Met> met = new EnumMap<>(Loss.class);

    /** Kinds of what is lost. */
    public enum Loss {
        PUSH_TIMES("push times", "these groups count as pushed at the time of the import"),
        FAILURE_TIMES("times of failed pushes", "the last push of these groups had failed; here it has not"),
        NEVER_PUSHED("groups without any successful push", "there is nothing in them but the time of the failure"),
        HIDDEN_LABELS(
                "groups with a family named 'labels'",
                "the query API hides their grouping labels behind it; push them anew"),
        EMPTY_FAMILIES("families without metrics", "they are not kept here"),
        TIMESTAMPS("timestamps of samples", "pushed samples have none here"),
        HISTOGRAMS(
                "native and gauge histograms",
                "the query API does not tell all of them, and the scrape had them in another state or not at all;"
                        + " import once more"),
        SCRAPE(
                "exemplars, units, times of creation, native histograms",
                "only the scrape has them, and it could not be read"),
        ONLY_SCRAPED(
                "series that only the scrape had",
                "they went away, or the query API names them otherwise, while it was read; import once more"),
        ONLY_TOLD(
                "series that only the query API had",
                "they were carried over; the scrape does not show them, or they came while it was read");

        private final String what;
        private final String why;

        Loss(String what, String why) {
            this.what = what;
            this.why = why;
        }
    }

    private record Met(long count, String first) {}

    void add(Loss loss, String where) {
        add(loss, 1, where);
    }

    void add(Loss loss, long count, String where) {
        met.merge(loss, new Met(count, where), (old, more) -> new Met(old.count + more.count, old.first));
    }

    long count(Loss loss) {
        Met found = met.get(loss);
        return found == null ? 0 : found.count;
    }

    /** Appends a table of what was met. */
    public void appendTo(Report report) {
        Report.Section section = report.section("left_behind")
                .column("what", "LEFT BEHIND")
                .number("count")
                .column("why")
                .column("first", "FIRST MET");
        met.forEach((loss, found) ->
                section.row(Cell.of(loss.what), Cell.of(found.count), Cell.of(loss.why), Cell.of(found.first)));
    }
}
