package dev.quorumgate.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * One metric family of one group, in canonical form: its metrics are the concatenated {@code metric} fields of an
 * {@code io.prometheus.client.MetricFamily}, each with tag and length. In each metric the labels come first, grouping
 * labels included, sorted by name, both strings of a pair always present; then the value fields as they were pushed. The
 * metrics are sorted by {@link PushedMetric#EXPOSITION_ORDER} and no two have the same labels. Immutable.
 *
 * <p>{@link MetricCursor} walks it; {@link Builder} makes it.
 */
public final class MetricFamily {
    private final FamilyMetadata metadata;
    private final byte[] metrics;
    private final int metricCount;

    private MetricFamily(FamilyMetadata metadata, byte[] metrics, int metricCount) {
        this.metadata = metadata;
        this.metrics = metrics;
        this.metricCount = metricCount;
    }

    /** Takes over {@code metrics}, which must be in canonical form and not change afterwards. */
    public static MetricFamily ofCanonical(FamilyMetadata metadata, byte[] metrics) {
        int count = 0;
        for (MetricCursor cursor = new MetricCursor(metrics); cursor.nextMetric(); ) {
            count++;
        }
        return new MetricFamily(metadata, metrics, count);
    }

    public FamilyMetadata metadata() {
        return metadata;
    }

    public String name() {
        return metadata.name();
    }

    public MetricType type() {
        return metadata.type();
    }

    /** The metrics in canonical form. The caller must not change the array. */
    public byte[] metrics() {
        return metrics;
    }

    public int metricCount() {
        return metricCount;
    }

    /** A cursor before the first metric. */
    public MetricCursor cursor() {
        return new MetricCursor(metrics);
    }

    /** The same family with an equal, shared instance of its metadata. */
    public MetricFamily withMetadata(FamilyMetadata shared) {
        return new MetricFamily(shared, metrics, metricCount);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof MetricFamily family
                        && metadata.equals(family.metadata)
                        && Arrays.equals(metrics, family.metrics));
    }

    @Override
    public int hashCode() {
        return Objects.hash(metadata, Arrays.hashCode(metrics));
    }

    @Override
    public String toString() {
        return metadata.type().word() + " " + metadata.name() + " (" + metricCount + " metrics)";
    }

    /** Writes metrics in canonical form; they are added in their order and without duplicates. */
    public static final class Builder {
        private static final int METRIC = (4 << 3) | 2;
        private static final int LABEL = (1 << 3) | 2;
        private static final int LABEL_NAME = (1 << 3) | 2;
        private static final int LABEL_VALUE = (2 << 3) | 2;

        private byte[] bytes = new byte[128];
        private int length;
        private int metricCount;

        /**
         * Adds a metric.
         *
         * @param labels all its labels, sorted by name
         * @param value the other fields of its {@code io.prometheus.client.Metric}
         */
        public Builder add(List<Label> labels, byte[] value) {
            byte[][] strings = new byte[labels.size() * 2][];
            int size = value.length;
            for (int i = 0; i < labels.size(); i++) {
                byte[] name = labels.get(i).name().getBytes(StandardCharsets.UTF_8);
                byte[] text = labels.get(i).value().getBytes(StandardCharsets.UTF_8);
                strings[2 * i] = name;
                strings[2 * i + 1] = text;
                int pair = pairSize(name, text);
                size += 1 + varintSize(pair) + pair;
            }
            reserve(1 + varintSize(size) + size);
            bytes[length++] = METRIC;
            writeVarint(size);
            for (int i = 0; i < strings.length; i += 2) {
                bytes[length++] = LABEL;
                writeVarint(pairSize(strings[i], strings[i + 1]));
                bytes[length++] = LABEL_NAME;
                writeBytes(strings[i]);
                bytes[length++] = LABEL_VALUE;
                writeBytes(strings[i + 1]);
            }
            System.arraycopy(value, 0, bytes, length, value.length);
            length += value.length;
            metricCount++;
            return this;
        }

        public MetricFamily build(FamilyMetadata metadata) {
            return new MetricFamily(metadata, Arrays.copyOf(bytes, length), metricCount);
        }

        private static int pairSize(byte[] name, byte[] value) {
            return 2 + varintSize(name.length) + name.length + varintSize(value.length) + value.length;
        }

        private void writeBytes(byte[] string) {
            writeVarint(string.length);
            System.arraycopy(string, 0, bytes, length, string.length);
            length += string.length;
        }

        private void writeVarint(int value) {
            int rest = value;
            while (rest >= 0x80) {
                bytes[length++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            bytes[length++] = (byte) rest;
        }

        private static int varintSize(int value) {
            return (31 - Integer.numberOfLeadingZeros(value | 1)) / 7 + 1;
        }

        private void reserve(int more) {
            int needed = Math.addExact(length, more);
            if (needed > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(needed, (int)
                        Math.min(bytes.length * 2L, Integer.MAX_VALUE - 8)));
            }
        }
    }
}
