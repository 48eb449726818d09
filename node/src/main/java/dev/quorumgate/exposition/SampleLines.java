package dev.quorumgate.exposition;

import dev.quorumgate.model.MetricCursor;
import dev.quorumgate.proto.client.LabelPair;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the lines of one family in the syntax that both text formats share: name, labels, value. Labels are copied as bytes from
 * the canonical form, without decoding them. A name that is no legacy name is written in quotes, that of the metric between the
 * braces. One thread.
 */
final class SampleLines {
    private static final boolean[] LEGACY = legacyCharacters();

    private final ByteBuilder out;
    private final byte[] name;
    private final boolean nameQuoted;
    private boolean labelsQuoted;

    SampleLines(ByteBuilder out, String name) {
        this.out = out;
        this.nameQuoted = !NameRules.LEGACY.allowsMetric(name);
        ByteBuilder written = new ByteBuilder(name.length() + 16);
        appendEscaped(written, name);
        this.name = written.toByteArray();
    }

    /** Writes the name of a metric where it stands alone. */
    static void appendName(ByteBuilder out, String name) {
        if (NameRules.LEGACY.allowsMetric(name)) {
            out.append(name);
        } else {
            out.append('"');
            appendEscaped(out, name);
            out.append('"');
        }
    }

    /** Whether a label name had to be quoted. */
    boolean hasQuotedLabels() {
        return labelsQuoted;
    }

    /** Writes name, labels and value; the line is left open. */
    void append(MetricCursor metric, double value) {
        if (nameQuoted) {
            appendQuotedName("");
        } else {
            out.append(name);
        }
        if (metric.nextLabel()) {
            out.append(nameQuoted ? ',' : '{');
            appendLabels(out, metric);
            out.append('}');
        } else if (nameQuoted) {
            out.append('}');
        }
        out.append(' ').append(value);
    }

    /** The labels of a metric as {@link #append(String, byte[], double)} takes them; empty if there are none. */
    byte[] labels(MetricCursor metric) {
        ByteBuilder labels = new ByteBuilder(metric.valueStart() - metric.labelsStart() + 16);
        if (metric.nextLabel()) {
            appendLabels(labels, metric);
        }
        return labels.toByteArray();
    }

    /** Writes name and suffix, labels and value; the line is left open. */
    void append(String suffix, byte[] labels, double value) {
        appendStart(suffix);
        if (nameQuoted) {
            if (labels.length > 0) {
                out.append(',').append(labels);
            }
            out.append('}');
        } else if (labels.length > 0) {
            out.append('{').append(labels).append('}');
        }
        out.append(' ').append(value);
    }

    /** Begins a line with one label more, whose value is to follow; {@link #appendAfterBound} takes it from there. */
    void appendUpToBound(String suffix, byte[] labels, String label) {
        appendStart(suffix);
        out.append(nameQuoted ? ',' : '{');
        if (labels.length > 0) {
            out.append(labels).append(',');
        }
        out.append(label).append("=\"");
    }

    void appendAfterBound(double value) {
        out.append("\"} ").append(value);
    }

    /** Writes labels in braces, those of an exemplar, whose names are legacy names. */
    void append(List<LabelPair> labels) {
        String separator = "{";
        for (LabelPair label : labels) {
            byte[] value = label.getValueBytes().toByteArray();
            out.append(separator).append(label.getName()).append('=').append('"');
            appendEscaped(out, value, 0, value.length);
            out.append('"');
            separator = ",";
        }
        out.append(labels.isEmpty() ? "{}" : "}");
    }

    private void appendStart(String suffix) {
        if (nameQuoted) {
            appendQuotedName(suffix);
        } else {
            out.append(name).append(suffix);
        }
    }

    private void appendQuotedName(String suffix) {
        out.append('{').append('"').append(name).append(suffix).append('"');
    }

    /** Writes the label that the cursor is at, and those behind it. */
    private void appendLabels(ByteBuilder to, MetricCursor metric) {
        do {
            appendLabelName(to, metric.bytes(), metric.labelNameStart(), metric.labelNameEnd());
            to.append('=').append('"');
            appendEscaped(to, metric.bytes(), metric.labelValueStart(), metric.labelValueEnd());
            to.append('"').append(',');
        } while (metric.nextLabel());
        to.dropLast();
    }

    private void appendLabelName(ByteBuilder to, byte[] bytes, int from, int end) {
        if (isLegacyLabel(bytes, from, end)) {
            to.append(bytes, from, end);
        } else {
            labelsQuoted = true;
            to.append('"');
            appendEscaped(to, bytes, from, end);
            to.append('"');
        }
    }

    /** Whether these bytes are a legacy name of a label. */
    static boolean isLegacyLabel(byte[] bytes, int from, int end) {
        if (from == end || (bytes[from] >= '0' && bytes[from] <= '9')) {
            return false;
        }
        for (int i = from; i < end; i++) {
            if (!LEGACY[bytes[i] & 0xFF]) {
                return false;
            }
        }
        return true;
    }

    private static void appendEscaped(ByteBuilder out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        appendEscaped(out, bytes, 0, bytes.length);
    }

    private static void appendEscaped(ByteBuilder out, byte[] bytes, int from, int to) {
        int copied = from;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '\\' || b == '"' || b == '\n') {
                out.append(bytes, copied, i).append('\\').append(b == '\n' ? (byte) 'n' : b);
                copied = i + 1;
            }
        }
        out.append(bytes, copied, to);
    }

    private static boolean[] legacyCharacters() {
        boolean[] legacy = new boolean[1 << Byte.SIZE];
        for (int c = 0; c < legacy.length; c++) {
            legacy[c] = NameRules.isContinuation(c, false);
        }
        return legacy;
    }
}
