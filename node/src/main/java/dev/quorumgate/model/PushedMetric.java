package dev.quorumgate.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One metric as a client pushed it, before the gateway added grouping labels to it. Immutable. */
public final class PushedMetric {
    /**
     * Metrics of one family as the original sorts them: by number of labels, then by label values in the order of label
     * names; here also by label names, so that the order is total.
     */
    public static final Comparator<PushedMetric> EXPOSITION_ORDER = PushedMetric::compareLabels;

    private final List<Label> labels;
    private final byte[] value;
    private final Optional<String> timestamp;
    private final boolean fitsType;

    /**
     * Takes over {@code value}, which must not change afterwards.
     *
     * @param labels its labels in the order of the body; names may occur twice
     * @param value the fields of its {@code io.prometheus.client.Metric} other than the labels
     * @param timestamp the timestamp that it has, which the gateway refuses
     * @param fitsType whether it holds a value of its family's type
     */
    public PushedMetric(List<Label> labels, byte[] value, Optional<String> timestamp, boolean fitsType) {
        this.labels = List.copyOf(labels);
        this.value = value;
        this.timestamp = timestamp;
        this.fitsType = fitsType;
    }

    public List<Label> labels() {
        return labels;
    }

    /** The encoded fields other than the labels. The caller must not change the array. */
    public byte[] value() {
        return value;
    }

    /** Its timestamp as text; empty if it has none, as it should be. */
    public Optional<String> timestamp() {
        return timestamp;
    }

    public boolean fitsType() {
        return fitsType;
    }

    public PushedMetric withLabels(List<Label> newLabels) {
        return new PushedMetric(newLabels, value, timestamp, fitsType);
    }

    private static int compareLabels(PushedMetric a, PushedMetric b) {
        int byCount = Integer.compare(a.labels.size(), b.labels.size());
        if (byCount != 0) {
            return byCount;
        }
        for (int i = 0; i < a.labels.size(); i++) {
            int byValue = CodePointOrder.compare(
                    a.labels.get(i).value(), b.labels.get(i).value());
            if (byValue != 0) {
                return byValue;
            }
        }
        for (int i = 0; i < a.labels.size(); i++) {
            int byName = CodePointOrder.compare(
                    a.labels.get(i).name(), b.labels.get(i).name());
            if (byName != 0) {
                return byName;
            }
        }
        return 0;
    }
}
