package dev.quorumgate.exposition;

/**
 * Reads sample lines: name and labels, value, perhaps a timestamp.
 *
 * <p>Source: API reference of the original, "Text format", rules 14 and 24 to 26.
 */
final class SampleLine {
    private final TextScanner scanner;
    private final TextStrings strings;
    private final SampleHead<OpenFamily> head;

    SampleLine(TextScanner scanner, TextStrings strings, OpenFamilies families) {
        this.scanner = scanner;
        this.strings = strings;
        this.head = new SampleHead<>(scanner, strings, families);
    }

    /** Reads a line up to its line feed. */
    void read() throws MalformedPushException {
        FamilySamples samples = head.read().samples();
        samples.add(head.part(), head.labels(), head.bound(), strings.readFloat("value"));
        if (!scanner.atLineEnd()) {
            readTimestamp();
            samples.markTimestamped();
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
