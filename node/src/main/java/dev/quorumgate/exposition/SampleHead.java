package dev.quorumgate.exposition;

import dev.quorumgate.model.Label;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stands before the value of a sample line, in text 0.0.4 and in OpenMetrics: name and labels, the name in front
 * of the braces or inside them. The same object serves all lines; what it read is valid until the next one.
 *
 * <p>Source: API reference of the original, "Text format", rules 14 to 22, 29 and 36 to 39. Where the original takes a line
 * without name for one of the family before, it is refused.
 */
final class SampleHead<F extends SampleFamily> {
    /** More labels than this are looked up in a set, so that a line of many labels does not take the square of their number. */
    private static final int FEW_LABELS = 16;

    private final TextScanner scanner;
    private final TextStrings strings;
    private final SampleFamilies<F> families;

    private final List<Label> labels = new ArrayList<>();
    private final Set<String> manyNames = new HashSet<>();
    private @Nullable F family;
    private SamplePart part = SamplePart.VALUE;
    private boolean separated;
    private double bound;

    SampleHead(TextScanner scanner, TextStrings strings, SampleFamilies<F> families) {
        this.scanner = scanner;
        this.strings = strings;
        this.families = families;
    }

    /** Reads up to the first byte of the value, and finds the family of the sample. */
    F read() throws MalformedPushException {
        labels.clear();
        manyNames.clear();
        family = null;
        separated = false;
        bound = Double.NaN;
        if (scanner.peek() != '{') {
            Token name = strings.readMetricName();
            if (name.isEmpty()) {
                throw noName();
            }
            setName(strings.metricName(name));
            scanner.skipBlanks();
        }
        if (scanner.peek() == '{') {
            readBraces(family == null);
        }
        if (family == null) {
            throw noName();
        }
        return family;
    }

    /** The labels without the {@linkplain FamilySamples#separator separator}. */
    List<Label> labels() {
        return labels;
    }

    /** The number in the separator; NaN if there is none. */
    double bound() {
        return bound;
    }

    SamplePart part() {
        return part;
    }

    private void readBraces(boolean nameInside) throws MalformedPushException {
        scanner.skip();
        scanner.skipBlanks();
        while (scanner.peek() != '}') {
            Token token = strings.readLabelName();
            if (token.isEmpty()) {
                throw scanner.error("invalid label name for metric " + quotedName(), Advice.PLAIN_NAMES);
            }
            scanner.skipBlanks();
            if (scanner.peek() == '=') {
                readLabel(token);
            } else if (nameInside) {
                readNameInside(token);
            } else {
                throw scanner.error("expected '=' after label name, found " + quotedByte(), Advice.PLAIN_NAMES);
            }
            if (scanner.peek() == ',') {
                scanner.skip();
                scanner.skipBlanks();
            }
        }
        if (family == null) {
            throw noName();
        }
        scanner.skip();
        scanner.skipBlanks();
    }

    /** Takes what was read like a label's name for the metric's. A label before it may turn out to be the separator. */
    private void readNameInside(Token token) throws MalformedPushException {
        if (family != null) {
            throw scanner.error("multiple metric names for metric " + quotedName());
        }
        if (!atLabelEnd()) {
            throw scanner.error("unexpected end of metric name " + quotedByte());
        }
        setName(strings.metricName(token));
        for (Label label : labels) {
            if (isSeparator(label.name())) {
                labels.remove(label);
                separate(label);
                return;
            }
        }
    }

    /** Reads a label whose name was read, up to the comma or brace behind it. */
    private void readLabel(Token nameToken) throws MalformedPushException {
        if (nameToken.is("__name__")) {
            throw scanner.error(
                    "label name \"__name__\" is reserved", "the name of the metric stands in front of the braces");
        }
        String name = strings.labelName(nameToken);
        boolean separates = isSeparator(name);
        if (separates ? separated : isTaken(name)) {
            throw scanner.error(
                    "duplicate label names for metric " + quotedName(),
                    "the label " + GoQuote.quote(name) + " is there already");
        }
        scanner.skip();
        Token valueToken = strings.readLabelValue();
        String value = valueToken.text();
        if (value == null) {
            throw scanner.error("invalid label value ", valueToken, "label values are UTF-8");
        }
        Label label = new Label(name, value);
        if (separates) {
            separate(label);
        } else {
            labels.add(label);
        }
        scanner.skipBlanks();
        if (!atLabelEnd()) {
            throw scanner.error(
                    "unexpected end of label value " + GoQuote.quote(value),
                    "a comma or the closing brace must follow; a quote inside a value is written \\\"");
        }
    }

    private boolean isTaken(String name) {
        if (labels.size() < FEW_LABELS) {
            for (Label label : labels) {
                if (label.name().equals(name)) {
                    return true;
                }
            }
            return false;
        }
        if (manyNames.isEmpty()) {
            labels.forEach(label -> manyNames.add(label.name()));
        }
        return !manyNames.add(name);
    }

    private boolean isSeparator(String labelName) {
        return family != null && labelName.equals(family.samples().separator());
    }

    private void separate(Label label) throws MalformedPushException {
        byte[] value = label.value().getBytes(StandardCharsets.UTF_8);
        try {
            bound = DecimalParser.parse(value, 0, value.length);
        } catch (NotAFloatException e) {
            throw scanner.error(
                    "expected float as value for '" + label.name() + "' label, got "
                            + GoQuote.quote(value, 0, value.length),
                    Advice.insteadOfNumber(label.value()));
        }
        separated = true;
    }

    private void setName(String name) throws MalformedPushException {
        family = families.of(name);
        part = family.partOf(name);
    }

    private boolean atLabelEnd() throws MalformedPushException {
        return scanner.peek() == ',' || scanner.peek() == '}';
    }

    private String quotedName() {
        return GoQuote.quote(family == null ? "" : family.name());
    }

    private String quotedByte() throws MalformedPushException {
        return GoQuote.quoteByte(scanner.peek());
    }

    private MalformedPushException noName() {
        return scanner.noName("invalid metric name");
    }
}
