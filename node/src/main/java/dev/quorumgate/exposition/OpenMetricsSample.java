package dev.quorumgate.exposition;

/**
 * Reads sample lines of OpenMetrics: name and labels, value, perhaps a timestamp, perhaps an exemplar.
 *
 * <p>Source: OpenMetrics 1.0, "ABNF".
 */
final class OpenMetricsSample {
    private final TextScanner scanner;
    private final TextStrings strings;
    private final SampleHead<OpenMetricsFamily> head;
    private final ExemplarReader exemplar;

    OpenMetricsSample(TextScanner scanner, TextStrings strings, OpenMetricsFamilies families) {
        this.scanner = scanner;
        this.strings = strings;
        this.head = new SampleHead<>(scanner, strings, families);
        this.exemplar = new ExemplarReader(scanner, strings);
    }

    /** Reads a line up to its line feed. */
    void read() throws MalformedPushException {
        OpenMetricsFamily family = head.read();
        family.add(head.part(), head.labels(), head.bound(), strings.readFloat("value"));
        scanner.skipBlanks();
        if (!scanner.atLineEnd() && scanner.peek() != '#') {
            family.samples().setTimestamp(Decimals.format(strings.readTime()));
            scanner.skipBlanks();
        }
        if (!scanner.atLineEnd() && scanner.peek() == '#') {
            if (!family.type().takesExemplars(head.part())) {
                throw scanner.error(
                        "only totals of counters and buckets have exemplars, metric " + GoQuote.quote(family.name())
                                + " is of type " + family.type().word());
            }
            family.samples().attach(exemplar.read());
        }
        if (!scanner.atLineEnd()) {
            throw scanner.error("spurious string behind the sample: ", scanner.readRestOfLine());
        }
    }
}
