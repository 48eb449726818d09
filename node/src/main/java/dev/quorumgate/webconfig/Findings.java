package dev.quorumgate.webconfig;

import dev.quorumgate.config.Spelling;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** What is wrong with a file, and what is merely worth knowing. A person corrects it once, not once for each mistake. */
final class Findings {
    private static final int SHOWN_MAX = 40;

    private record Finding(Place place, String text) {
        @Override
        public String toString() {
            return place + ": " + text;
        }
    }

    private final List<Finding> problems = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();

    void problem(Place place, String text) {
        problems.add(new Finding(place, text));
    }

    /** Something that does not keep the file from being used. */
    void warning(Place place, String text) {
        warnings.add(new Finding(place, text));
    }

    boolean hasProblems() {
        return !problems.isEmpty();
    }

    /** In the order of the file. */
    List<String> problems() {
        return sorted(problems);
    }

    List<String> warnings() {
        return sorted(warnings);
    }

    /** What somebody wrote, for a message: what is no word may be half a secret that stands in the wrong place. */
    static String shown(String written) {
        return written.matches("[A-Za-z0-9_. -]{1," + SHOWN_MAX + "}") ? "'" + written + "'" : "something else";
    }

    /** A guess at what was meant, as a question. */
    static String guess(String written, Collection<String> known) {
        String compared = written.substring(0, Math.min(written.length(), SHOWN_MAX));
        return "did you mean '" + Spelling.nearest(compared, List.copyOf(known)) + "'?";
    }

    private static List<String> sorted(List<Finding> findings) {
        return findings.stream()
                .sorted(Comparator.comparingInt((Finding each) -> each.place().line())
                        .thenComparingInt(each -> each.place().column()))
                .map(Finding::toString)
                .toList();
    }
}
