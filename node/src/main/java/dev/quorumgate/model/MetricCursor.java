package dev.quorumgate.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Walks metrics in canonical form without decoding them: {@link #nextMetric}, then {@link #nextLabel} as often as there are
 * labels. Positions are offsets into the array that it was made for. One thread.
 */
public final class MetricCursor {
    private static final int LABEL = (1 << 3) | 2;

    private final byte[] bytes;
    private int position;
    private int metricStart;
    private int labelsStart;
    private int valueStart;
    private int metricEnd;
    private int labelPosition;
    private int nameStart;
    private int nameEnd;
    private int labelValueStart;
    private int labelValueEnd;

    public MetricCursor(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Moves to the next metric, before its first label; false when there is none. */
    public boolean nextMetric() {
        if (metricEnd == bytes.length) {
            return false;
        }
        metricStart = metricEnd;
        position = metricStart + 1;
        int size = readVarint();
        labelsStart = position;
        if (size < 0 || size > bytes.length - position) {
            throw new IllegalArgumentException(
                    "a metric of " + size + " bytes at " + metricStart + " of " + bytes.length);
        }
        metricEnd = position + size;
        while (position < metricEnd && bytes[position] == LABEL) {
            position++;
            int pair = readVarint();
            position += pair;
        }
        valueStart = position;
        labelPosition = labelsStart;
        return true;
    }

    /** Moves to the next label of the metric; false when there is none. */
    public boolean nextLabel() {
        if (labelPosition == valueStart) {
            return false;
        }
        position = labelPosition + 1;
        readVarint(); // size of the pair
        position++; // tag of the name
        int nameSize = readVarint();
        nameStart = position;
        nameEnd = nameStart + nameSize;
        position = nameEnd + 1; // tag of the value
        int valueSize = readVarint();
        labelValueStart = position;
        labelValueEnd = labelValueStart + valueSize;
        labelPosition = labelValueEnd;
        return true;
    }

    /** The array that all positions are offsets into. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the metric begins, with its tag and length. */
    public int metricStart() {
        return metricStart;
    }

    /** Where the metric ends. */
    public int metricEnd() {
        return metricEnd;
    }

    /** Where the encoded labels begin; they end where the value begins. */
    public int labelsStart() {
        return labelsStart;
    }

    /** Where the fields behind the labels begin; they end with the metric. */
    public int valueStart() {
        return valueStart;
    }

    public int labelNameStart() {
        return nameStart;
    }

    public int labelNameEnd() {
        return nameEnd;
    }

    public int labelValueStart() {
        return labelValueStart;
    }

    public int labelValueEnd() {
        return labelValueEnd;
    }

    /** All labels of the metric, decoded; independent of {@link #nextLabel}. */
    public List<Label> labels() {
        int before = labelPosition;
        labelPosition = labelsStart;
        List<Label> labels = new ArrayList<>();
        while (nextLabel()) {
            labels.add(new Label(
                    new String(bytes, nameStart, nameEnd - nameStart, StandardCharsets.UTF_8),
                    new String(bytes, labelValueStart, labelValueEnd - labelValueStart, StandardCharsets.UTF_8)));
        }
        labelPosition = before;
        return labels;
    }

    /** Whether the metric has the same labels as the one at {@code other}. */
    public boolean hasLabelsOf(MetricCursor other) {
        return Arrays.equals(bytes, labelsStart, valueStart, other.bytes, other.labelsStart, other.valueStart);
    }

    private int readVarint() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[position++];
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
