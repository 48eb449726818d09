package dev.quorumgate.exposition;

import dev.quorumgate.proto.client.Exemplar;
import dev.quorumgate.proto.client.LabelPair;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads the exemplar at the end of a sample line: labels, value, perhaps a timestamp.
 *
 * <p>Source: OpenMetrics 1.0, "Exemplars".
 */
final class ExemplarReader {
    /** Characters that names and values of its labels may have together. */
    private static final int LABELS_LENGTH_MAX = 128;

    private final TextScanner scanner;
    private final TextStrings strings;

    ExemplarReader(TextScanner scanner, TextStrings strings) {
        this.scanner = scanner;
        this.strings = strings;
    }

    /** Reads from the hash sign up to the line feed, or what should be one. */
    Exemplar read() throws MalformedPushException {
        scanner.skip();
        scanner.skipBlanks();
        if (scanner.peek() != '{') {
            throw scanner.error("expected '{' at start of exemplar, found " + found());
        }
        Exemplar.Builder exemplar = Exemplar.newBuilder();
        readLabels(exemplar);
        exemplar.setValue(strings.readFloat("value of the exemplar"));
        scanner.skipBlanks();
        if (!scanner.atLineEnd()) {
            exemplar.setTimestamp(Timestamps.ofSeconds(strings.readTime()));
            scanner.skipBlanks();
        }
        return exemplar.build();
    }

    private void readLabels(Exemplar.Builder exemplar) throws MalformedPushException {
        Set<String> taken = new HashSet<>();
        int length = 0;
        scanner.skip();
        scanner.skipBlanks();
        while (scanner.peek() != '}') {
            LabelPair label = readLabel();
            length += length(label.getName()) + length(label.getValue());
            if (length > LABELS_LENGTH_MAX) {
                throw scanner.error("labels of the exemplar have more than " + LABELS_LENGTH_MAX + " characters");
            }
            if (!taken.add(label.getName())) {
                throw scanner.error("duplicate label names for the exemplar");
            }
            exemplar.addLabel(label);
            scanner.skipBlanks();
            if (scanner.peek() == ',') {
                scanner.skip();
                scanner.skipBlanks();
            } else if (scanner.peek() != '}') {
                throw scanner.error("unexpected end of label value " + GoQuote.quote(label.getValue()));
            }
        }
        scanner.skip();
        scanner.skipBlanks();
    }

    private LabelPair readLabel() throws MalformedPushException {
        Token nameToken = strings.readLabelName();
        if (nameToken.isEmpty()) {
            throw scanner.error("invalid label name for the exemplar");
        }
        String name = strings.labelName(nameToken);
        scanner.skipBlanks();
        if (scanner.peek() != '=') {
            throw scanner.error("expected '=' after label name, found " + found());
        }
        scanner.skip();
        Token valueToken = strings.readLabelValue();
        String value = valueToken.text();
        if (value == null) {
            throw scanner.error("invalid label value ", valueToken);
        }
        return LabelPair.newBuilder().setName(name).setValue(value).build();
    }

    private String found() throws MalformedPushException {
        return GoQuote.quoteByte(scanner.peek());
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
