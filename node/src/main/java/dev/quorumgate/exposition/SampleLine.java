package dev.quorumgate.exposition;

/**
 * Reads sample lines: name and labels, value, perhaps a timestamp.
 *
 * <p>Source: API reference of the original, "Text format", rules 14 and 24 to 26.
 */
final class SampleLine {
    private final TextScanner scanner;
    private final SampleHead head;

    SampleLine(TextScanner scanner, TextNames names, OpenFamilies families) {
        this.scanner = scanner;
        this.head = new SampleHead(scanner, names, families);
    }

    /** Reads a line up to its line feed. */
    void read() throws MalformedPushException {
        FamilySamples samples = head.read().samples();
        samples.add(head.part(), head.labels(), head.bound(), readValue());
        if (!scanner.atLineEnd()) {
            readTimestamp();
            samples.markTimestamped();
        }
    }

    private double readValue() throws MalformedPushException {
        Token token = scanner.readWord();
        try {
            return token.toFloat();
        } catch (NotAFloatException e) {
            throw scanner.error("expected float as value, got ", token);
        }
    }

    /** Reads a timestamp and forgets it: that there is one is enough to refuse the push. */
    private void readTimestamp() throws MalformedPushException {
        scanner.skipBlanks();
        Token token = scanner.readWord();
        if (!token.isInteger()) {
            throw scanner.error("expected integer as timestamp, got ", token);
        }
        Token rest = scanner.readRestOfLine();
        if (!rest.isEmpty()) {
            throw scanner.error("spurious string after timestamp: ", rest);
        }
    }
}
