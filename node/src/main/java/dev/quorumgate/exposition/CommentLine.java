package dev.quorumgate.exposition;

import dev.quorumgate.model.MetricType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines that begin with {@code #}: HELP and TYPE of a family; anything else is a comment and skipped.
 *
 * <p>Source: API reference of the original, "Text format", rules 4 and 7 to 12. A help text that is not UTF-8, which the
 * original exposes as it is, is refused: no scraper could read it.
 */
final class CommentLine {
    private final TextScanner scanner;
    private final TextStrings strings;
    private final OpenFamilies families;

    CommentLine(TextScanner scanner, TextStrings strings, OpenFamilies families) {
        this.scanner = scanner;
        this.strings = strings;
        this.families = families;
    }

    /** Reads a line up to its line feed. */
    void read() throws MalformedPushException {
        scanner.skip();
        scanner.skipBlanks();
        Token keyword = scanner.readWord();
        boolean isHelp = keyword.is("HELP");
        boolean isType = keyword.is("TYPE");
        if (isHelp || isType) {
            readOfFamily(isHelp);
        } else {
            scanner.skipToLineEnd();
        }
    }

    private void readOfFamily(boolean isHelp) throws MalformedPushException {
        scanner.skipBlanks();
        if (scanner.atLineEnd()) {
            return;
        }
        Token nameToken = strings.readMetricName();
        if (scanner.atLineEnd()) {
            return;
        }
        if (!scanner.atBlank()) {
            throw scanner.error("invalid metric name in comment", Advice.PLAIN_NAMES);
        }
        OpenFamily family = families.of(strings.metricName(nameToken));
        scanner.skipBlanks();
        if (scanner.atLineEnd()) {
            return;
        }
        if (isHelp) {
            readHelp(family);
        } else {
            readType(family);
        }
    }

    private void readHelp(OpenFamily family) throws MalformedPushException {
        if (family.hasHelp()) {
            throw scanner.error(
                    "second HELP line for metric name " + GoQuote.quote(family.name()), "a metric has one HELP line");
        }
        family.setHelp(strings.readHelp(family.name()));
    }

    private void readType(OpenFamily family) throws MalformedPushException {
        if (family.isTypeSettled()) {
            throw scanner.error(
                    "second TYPE line for metric name " + GoQuote.quote(family.name())
                            + ", or TYPE reported after samples",
                    Advice.ONE_TYPE);
        }
        Token word = scanner.readRestOfLine();
        MetricType type = typeOf(word.text());
        if (type == null) {
            throw scanner.error("unknown metric type ", word, Advice.TYPES);
        }
        family.declareType(type);
    }

    private static @Nullable MetricType typeOf(@Nullable String word) {
        if (word == null) {
            return null;
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "counter" -> MetricType.COUNTER;
            case "gauge" -> MetricType.GAUGE;
            case "summary" -> MetricType.SUMMARY;
            case "untyped" -> MetricType.UNTYPED;
            case "histogram" -> MetricType.HISTOGRAM;
            case "gauge_histogram", "gaugehistogram" -> MetricType.GAUGE_HISTOGRAM;
            default -> null;
        };
    }
}
