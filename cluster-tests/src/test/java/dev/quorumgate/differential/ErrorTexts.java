package dev.quorumgate.differential;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether ours says in a refusal what the original says: in its words first, whatever ours explains after them. Readers of
 * protobuf and of compressed bytes each have words of their own, which only have to be there.
 */
final class ErrorTexts {
    static final String INCONSISTENT = "pushed metrics are invalid or inconsistent with existing metrics: ";
    private static final String TEXT_FORMAT = "text format parsing error in line ";

    /** How the original prints a metric differs from build to build. */
    private static final String METRIC = "(?s)\\{.*\\}(?= (?:is not|was collected|has|must not))";

    private static final Pattern COLLISION = Pattern.compile(
            "collected (?:metric|histogram or summary|histogram) named (\".*?\") collides with previously"
                    + " collected (?:metric|histogram|summary|histogram or summary) named (\".*?\").*");

    private ErrorTexts() {}

    static boolean same(Step step) {
        String ours = step.ours().text();
        String original = step.original().text();
        if (original.startsWith(INCONSISTENT)) {
            return ours.startsWith(INCONSISTENT) && haveOneInCommon(kinds(ours), kinds(original));
        }
        boolean encoded = step.request().header("Content-Encoding").isPresent();
        if (encoded && original.startsWith(TEXT_FORMAT) && !ours.startsWith(TEXT_FORMAT)) {
            return !ours.isBlank(); // the original parses what it has when it comes to the damage
        }
        boolean readByOthers = step.isProtobuf() || encoded;
        if (original.startsWith(TEXT_FORMAT) || !(step.original().status() == 400 && readByOthers)) {
            return ours.startsWith(firstLine(original));
        }
        return !ours.isBlank();
    }

    /** Ours may go on behind the words of the original, and the original may find more or less of several mistakes. */
    private static boolean haveOneInCommon(Set<String> ours, Set<String> original) {
        return ours.stream().anyMatch(here -> original.stream().anyMatch(here::startsWith));
    }

    private static String firstLine(String text) {
        return text.split("\n", 2)[0];
    }

    /** What is wrong, without the metric and without which of two types or names was met first. */
    private static Set<String> kinds(String text) {
        String reasons = text.substring(INCONSISTENT.length());
        Stream<String> each = reasons.matches("(?s)\\d+ error\\(s\\) occurred:.*")
                ? Stream.of(reasons.split("\n\\* ", -1)).skip(1)
                : Stream.of(reasons);
        return each.filter(reason -> !reason.matches("(?s)and \\d+ more.*"))
                .map(ErrorTexts::kind)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String kind(String reason) {
        // Ours puts names as they are where the original quotes them.
        String bare = reason.strip().replace("\n", "\\n").replaceAll(METRIC, "METRIC");
        Matcher collision = COLLISION.matcher(bare);
        if (collision.matches()) {
            // One name is the other with a suffix; of several suffixes either side tells the one that it meets first.
            String one = collision.group(1);
            String other = collision.group(2);
            return "collides: " + (one.length() < other.length() ? one : other);
        }
        return bare.replaceAll("(?s)(is not an?) [A-Z_]+.*", "$1 TYPE");
    }
}
