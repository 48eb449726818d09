package dev.quorumgate.groups;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;

/**
 * A condition on one grouping label, as PromQL has them: a label that is absent counts as empty, and a pattern must match
 * the whole value. Immutable.
 *
 * <p>Patterns are RE2's: a match takes time in proportion to the value, and the library brings its own tables of Unicode, so
 * that nodes on different Java versions decide alike. Only where case is ignored it asks Java, and then for some characters
 * goes round in circles; so only ASCII may stand in such a pattern.
 */
public final class LabelMatcher {
    static final int PATTERN_LENGTH_MAX = 500;

    /** Of one pattern or of all in a selector; compiled, in instructions. Each step of a match may look at all of them. */
    static final int PROGRAM_SIZE_MAX = 1000;

    /**
     * What a pattern may be written out to where it repeats by counting: {@code ((a{1000}){1000}){1000}} would take all
     * memory before its size is known. Taken high, so that a pattern for UUIDs passes.
     */
    private static final long EXPANDED_LENGTH_MAX = 500_000;

    private static final java.util.regex.Pattern COUNT =
            java.util.regex.Pattern.compile("\\{(\\d{1,4})(?:,(\\d{0,4}))?}");

    private static final java.util.regex.Pattern IGNORES_CASE = java.util.regex.Pattern.compile("\\(\\?[imsU-]*i");

    /** A character, or what can stand for one: {@code \x{e4}}, {@code \344}, {@code \pL}. */
    private static final java.util.regex.Pattern BEYOND_ASCII =
            java.util.regex.Pattern.compile("[^\\x00-\\x7f]|\\\\[xpP0-9]");

    /** How a label is compared. */
    public enum Operator {
        EQUAL("="),
        NOT_EQUAL("!="),
        MATCHES("=~"),
        NOT_MATCHES("!~");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        /** As PromQL writes it. */
        public String symbol() {
            return symbol;
        }

        boolean hasPattern() {
            return this == MATCHES || this == NOT_MATCHES;
        }
    }

    private final String name;
    private final Operator operator;
    private final String value;
    private final Optional<Pattern> pattern;

    private LabelMatcher(String name, Operator operator, String value, Optional<Pattern> pattern) {
        this.name = name;
        this.operator = operator;
        this.value = value;
        this.pattern = pattern;
    }

    /**
     * A matcher.
     *
     * @param value a pattern where the operator asks for one
     * @throws InvalidSelectorException if it is not a pattern, or one that would take too much to match
     */
    public static LabelMatcher of(String name, Operator operator, String value) throws InvalidSelectorException {
        return new LabelMatcher(
                name, operator, value, operator.hasPattern() ? Optional.of(compiled(name, value)) : Optional.empty());
    }

    public String name() {
        return name;
    }

    public Operator operator() {
        return operator;
    }

    public String value() {
        return value;
    }

    /** Whether a label of this value matches. */
    boolean matches(String found) {
        return switch (operator) {
            case EQUAL -> found.equals(value);
            case NOT_EQUAL -> !found.equals(value);
            case MATCHES -> pattern.orElseThrow().matches(found);
            case NOT_MATCHES -> !pattern.orElseThrow().matches(found);
        };
    }

    /** Instructions of the compiled pattern; 0 without one. */
    int programSize() {
        return pattern.map(Pattern::programSize).orElse(0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelMatcher matcher
                && name.equals(matcher.name)
                && operator == matcher.operator
                && value.equals(matcher.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, operator, value);
    }

    /** For people: {@code zone=~"eu-.*"}. */
    @Override
    public String toString() {
        return name + operator.symbol + "\"" + value + "\"";
    }

    /** What there is to match in a key. */
    String valueIn(GroupingKey key) {
        for (Label label : key.labels()) {
            if (label.name().equals(name)) {
                return label.value();
            }
        }
        return "";
    }

    private static Pattern compiled(String name, String value) throws InvalidSelectorException {
        if (value.length() > PATTERN_LENGTH_MAX) {
            throw new InvalidSelectorException("the pattern for label '" + name + "' has " + value.length()
                    + " characters; at most " + PATTERN_LENGTH_MAX + " are possible");
        }
        if (expandedLength(value) > EXPANDED_LENGTH_MAX) {
            throw tooMuch(name);
        }
        if (IGNORES_CASE.matcher(value).find() && BEYOND_ASCII.matcher(value).find()) {
            throw new InvalidSelectorException("the pattern for label '" + name
                    + "' ignores case and has more than ASCII in it, for which Java versions differ; write both cases"
                    + " out: [\u00c4\u00e4]");
        }
        try {
            // As in PromQL, a dot stands for a line feed too.
            Pattern pattern = Pattern.compile(value, Pattern.DOTALL);
            if (pattern.programSize() > PROGRAM_SIZE_MAX) {
                throw tooMuch(name);
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            throw new InvalidSelectorException("the pattern \"" + value + "\" for label '" + name
                    + "' is not a regular expression as RE2 has them: " + e.getDescription());
        } catch (StackOverflowError e) {
            throw tooMuch(name); // nested deeper than the size of what comes out would show
        }
    }

    private static InvalidSelectorException tooMuch(String name) {
        return new InvalidSelectorException("the pattern for label '" + name
                + "' would take too long to match: it is too large when its repetitions are written out; make their"
                + " counts smaller");
    }

    /** Not less than the length of the pattern with each repetition written out. */
    private static long expandedLength(String pattern) {
        return COUNT.matcher(pattern)
                .results()
                .mapToLong(LabelMatcher::largestCount)
                .reduce(pattern.length(), (length, count) -> Math.min(length * count, EXPANDED_LENGTH_MAX + 1));
    }

    private static long largestCount(MatchResult repetition) {
        String to = repetition.group(2);
        long from = Long.parseLong(repetition.group(1));
        return Math.max(1, to == null || to.isEmpty() ? from : Math.max(from, Long.parseLong(to)));
    }
}
