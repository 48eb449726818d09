package dev.quorumgate.exposition;

import java.util.Optional;

/**
 * Reads lines of OpenMetrics that begin with {@code #}: TYPE, HELP and UNIT of a family. There are no comments.
 *
 * <p>Source: OpenMetrics 1.0, "ABNF" and "MetricFamily".
 */
final class OpenMetricsDescriptor {
    private final TextScanner scanner;
    private final TextStrings strings;
    private final OpenMetricsFamilies families;

    OpenMetricsDescriptor(TextScanner scanner, TextStrings strings, OpenMetricsFamilies families) {
        this.scanner = scanner;
        this.strings = strings;
        this.families = families;
    }

    /** Reads a line up to its line feed. */
    void read() throws MalformedPushException {
        scanner.skip();
        scanner.skipBlanks();
        Token keyword = scanner.readWord();
        if (keyword.is("TYPE")) {
            OpenMetricsFamily family = readFamily();
            family.declareType(readType());
        } else if (keyword.is("HELP")) {
            OpenMetricsFamily family = readFamily();
            family.setHelp(strings.readHelp(family.name()));
        } else if (keyword.is("UNIT")) {
            OpenMetricsFamily family = readFamily();
            family.setUnit(readUnit());
        } else {
            throw scanner.error("expected TYPE, HELP or UNIT behind '#', or EOF in the last line, got ", keyword);
        }
    }

    private OpenMetricsFamily readFamily() throws MalformedPushException {
        scanner.skipBlanks();
        Token token = strings.readMetricName();
        if (token.isEmpty() || !(scanner.atBlank() || scanner.atLineEnd())) {
            throw scanner.error("invalid metric name in comment", Advice.PLAIN_NAMES);
        }
        OpenMetricsFamily family = families.described(strings.metricName(token));
        scanner.skipBlanks();
        return family;
    }

    private OpenMetricsType readType() throws MalformedPushException {
        Token word = scanner.readRestOfLine();
        Optional<OpenMetricsType> type = Optional.ofNullable(word.text()).flatMap(OpenMetricsType::of);
        if (type.isEmpty()) {
            throw scanner.error("unknown metric type ", word, "types of OpenMetrics are " + OpenMetricsType.words());
        }
        return type.get();
    }

    private String readUnit() throws MalformedPushException {
        Token word = scanner.readRestOfLine();
        String unit = word.text();
        if (unit == null) {
            throw scanner.error("unit is not UTF-8: ", word);
        }
        return unit;
    }
}
