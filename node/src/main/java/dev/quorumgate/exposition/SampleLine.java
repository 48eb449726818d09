package dev.quorumgate.exposition;

import java.util.OptionalLong;

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
            samples.setTimestamp(readTimestamp());
        }
    }

    /** Reads a timestamp, for the error text alone: that there is one is enough to refuse the push. */
    private String readTimestamp() throws MalformedPushException {
        scanner.skipBlanks();
        Token token = scanner.readWord();
        OptionalLong timestamp = token.integer();
        if (timestamp.isEmpty()) {
            throw scanner.error("expected integer as timestamp, got ", token, Advice.NO_TIMESTAMP);
        }
        Token rest = scanner.readRestOfLine();
        if (!rest.isEmpty()) {
            throw scanner.error("spurious string after timestamp: ", rest, Advice.NO_TIMESTAMP);
        }
        return Long.toString(timestamp.getAsLong());
    }
}
