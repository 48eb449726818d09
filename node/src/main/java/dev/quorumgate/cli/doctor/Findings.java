package dev.quorumgate.cli.doctor;

import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Mood;
import dev.quorumgate.cli.output.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What checks have found, in their order. Used by one thread. */
public final class Findings {
    private final List<Finding> all = new ArrayList<>();

    /** How bad it is. */
    public enum Level {
        OK(Mood.GOOD),
        WARNING(Mood.WARNING),
        ERROR(Mood.BAD);

        private final Mood mood;

        Level(Mood mood) {
            this.mood = mood;
        }
    }

    /**
     * One of them.
     *
     * @param check kind of things that were looked at
     * @param where such as a member, or a job of a file
     * @param advice empty when there is nothing to do
     */
    public record Finding(String check, Level level, String where, String what, String advice) {}

    /** Says that a member could not be asked about itself. */
    public void unasked(String member, String why) {
        error("members", member, "it does not tell of itself: " + why, "ask again, or ask it alone: --endpoints");
    }

    void ok(String check, String where, String what) {
        all.add(new Finding(check, Level.OK, where, what, ""));
    }

    void warning(String check, String where, String what, String advice) {
        all.add(new Finding(check, Level.WARNING, where, what, advice));
    }

    void error(String check, String where, String what, String advice) {
        all.add(new Finding(check, Level.ERROR, where, what, advice));
    }

    /** Says that all is well, unless something was found since there were so many findings. */
    void okUnlessMoreThan(int before, String check, String where, String what) {
        if (all.size() == before) {
            ok(check, where, what);
        }
    }

    int size() {
        return all.size();
    }

    public List<Finding> all() {
        return List.copyOf(all);
    }

    public boolean hasError() {
        return all.stream().anyMatch(each -> each.level == Level.ERROR);
    }

    /** A table of them. */
    public Report report() {
        long errors = count(Level.ERROR);
        long warnings = count(Level.WARNING);
        Report report = new Report()
                .fact("errors", Cell.of(errors).in(errors == 0 ? Mood.GOOD : Mood.BAD))
                .fact("warnings", Cell.of(warnings).in(warnings == 0 ? Mood.GOOD : Mood.WARNING));
        Report.Section section = report.section("findings")
                .column("check")
                .column("result")
                .column("where")
                .column("what", "FOUND")
                .column("advice", "WHAT TO DO");
        for (Finding each : all) {
            String level = each.level.name().toLowerCase(Locale.ROOT);
            section.row(
                    Cell.of(each.check),
                    Cell.of(level).in(each.level.mood),
                    Cell.of(each.where),
                    Cell.of(each.what),
                    Cell.of(each.advice));
        }
        return report;
    }

    private long count(Level level) {
        return all.stream().filter(each -> each.level == level).count();
    }
}
