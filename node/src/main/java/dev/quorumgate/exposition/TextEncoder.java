package dev.quorumgate.exposition;

import dev.quorumgate.model.MetricCursor;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.proto.client.Bucket;
import dev.quorumgate.proto.client.Histogram;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.Quantile;
import dev.quorumgate.proto.client.Summary;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes families in text 0.0.4. Labels are copied as bytes from the canonical form, without decoding them, and plain
 * numbers are read where they lie: this is the hot path of a scrape.
 *
 * <p>Source: API reference of the original, "Text lines".
 */
public final class TextEncoder {
    private static final VarHandle DOUBLES =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    /** Length of an encoded metric value that is one double and nothing else, as nearly all are. */
    private static final int PLAIN_VALUE_LENGTH = 11;

    private static final byte DOUBLE_FIELD = (1 << 3) | 1;

    private static final byte[] BUCKET = "_bucket".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SUM = "_sum".getBytes(StandardCharsets.UTF_8);
    private static final byte[] COUNT = "_count".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NO_SUFFIX = {};

    private TextEncoder() {}

    /** Writes the HELP line, if there is a help text, and the TYPE line. */
    public static void appendHeader(ByteBuilder out, String name, Optional<String> help, MetricType type) {
        if (help.isPresent()) {
            out.append("# HELP ").append(name).append(' ');
            appendEscapedHelp(out, help.get());
            out.append('\n');
        }
        out.append("# TYPE ").append(name).append(' ');
        out.append(type.hasBuckets() ? MetricType.HISTOGRAM.word() : type.word())
                .append('\n');
    }

    /** Writes the sample lines of a family. */
    public static void appendSamples(ByteBuilder out, MetricFamily family) {
        byte[] name = family.name().getBytes(StandardCharsets.UTF_8);
        for (MetricCursor metric = family.cursor(); metric.nextMetric(); ) {
            switch (family.type()) {
                case COUNTER, GAUGE, UNTYPED -> appendPlain(out, name, family.type(), metric);
                case SUMMARY -> appendSummary(out, name, metric);
                case HISTOGRAM, GAUGE_HISTOGRAM -> appendHistogram(out, name, metric);
            }
        }
    }

    private static void appendPlain(ByteBuilder out, byte[] name, MetricType type, MetricCursor metric) {
        byte[] bytes = metric.bytes();
        int value = metric.valueStart();
        double number;
        if (metric.metricEnd() - value == PLAIN_VALUE_LENGTH
                && bytes[value] == fieldOf(type)
                && bytes[value + 1] == PLAIN_VALUE_LENGTH - 2
                && bytes[value + 2] == DOUBLE_FIELD) {
            number = (double) DOUBLES.get(bytes, value + 3);
        } else {
            Metric decoded = StoredMetric.decode(metric);
            number = switch (type) {
                case COUNTER -> decoded.getCounter().getValue();
                case GAUGE -> decoded.getGauge().getValue();
                default -> decoded.getUntyped().getValue();
            };
        }
        out.append(name);
        if (metric.nextLabel()) {
            out.append('{');
            appendLabels(out, metric);
            out.append('}');
        }
        out.append(' ').append(number).append('\n');
    }

    /** The tag of the field that holds a plain value of this type. */
    private static byte fieldOf(MetricType type) {
        return switch (type) {
            case COUNTER -> (3 << 3) | 2;
            case GAUGE -> (2 << 3) | 2;
            default -> (5 << 3) | 2;
        };
    }

    private static void appendSummary(ByteBuilder out, byte[] name, MetricCursor metric) {
        Summary summary = StoredMetric.decode(metric).getSummary();
        byte[] labels = labels(metric);
        for (Quantile quantile : summary.getQuantileList()) {
            appendSample(out, name, NO_SUFFIX, labels, "quantile", quantile.getQuantile(), quantile.getValue());
        }
        appendSample(out, name, SUM, labels, summary.getSampleSum());
        appendSample(out, name, COUNT, labels, unsigned(summary.getSampleCount()));
    }

    private static void appendHistogram(ByteBuilder out, byte[] name, MetricCursor metric) {
        Histogram histogram = StoredMetric.decode(metric).getHistogram();
        byte[] labels = labels(metric);
        double count = preferred(histogram.getSampleCountFloat(), histogram.getSampleCount());
        boolean infinityShown = false;
        for (Bucket bucket : histogram.getBucketList()) {
            double cumulative = preferred(bucket.getCumulativeCountFloat(), bucket.getCumulativeCount());
            appendSample(out, name, BUCKET, labels, "le", bucket.getUpperBound(), cumulative);
            infinityShown |= bucket.getUpperBound() == Double.POSITIVE_INFINITY;
        }
        if (!infinityShown) {
            appendSample(out, name, BUCKET, labels, "le", Double.POSITIVE_INFINITY, count);
        }
        appendSample(out, name, SUM, labels, histogram.getSampleSum());
        appendSample(out, name, COUNT, labels, count);
    }

    private static void appendSample(ByteBuilder out, byte[] name, byte[] suffix, byte[] labels, double value) {
        out.append(name).append(suffix);
        if (labels.length > 0) {
            out.append('{').append(labels).append('}');
        }
        out.append(' ').append(value).append('\n');
    }

    private static void appendSample(
            ByteBuilder out, byte[] name, byte[] suffix, byte[] labels, String label, double bound, double value) {
        out.append(name).append(suffix).append('{');
        if (labels.length > 0) {
            out.append(labels).append(',');
        }
        out.append(label)
                .append("=\"")
                .append(bound)
                .append("\"} ")
                .append(value)
                .append('\n');
    }

    private static byte[] labels(MetricCursor metric) {
        ByteBuilder labels = new ByteBuilder(metric.valueStart() - metric.labelsStart() + 16);
        if (metric.nextLabel()) {
            appendLabels(labels, metric);
        }
        return labels.toByteArray();
    }

    /** Writes the label that the cursor is at, and those behind it. */
    private static void appendLabels(ByteBuilder out, MetricCursor metric) {
        do {
            out.append(metric.bytes(), metric.labelNameStart(), metric.labelNameEnd());
            out.append('=').append('"');
            appendEscapedValue(out, metric.bytes(), metric.labelValueStart(), metric.labelValueEnd());
            out.append('"').append(',');
        } while (metric.nextLabel());
        out.dropLast();
    }

    private static void appendEscapedValue(ByteBuilder out, byte[] bytes, int from, int to) {
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

    private static void appendEscapedHelp(ByteBuilder out, String help) {
        for (byte b : help.getBytes(StandardCharsets.UTF_8)) {
            if (b == '\\' || b == '\n') {
                out.append('\\').append(b == '\n' ? (byte) 'n' : b);
            } else {
                out.append(b);
            }
        }
    }

    /** As the original: the float count, if it is not zero, else the whole one. */
    private static double preferred(double floatCount, long count) {
        return floatCount > 0 ? floatCount : unsigned(count);
    }

    /** The double nearest to an unsigned 64-bit number. */
    private static double unsigned(long count) {
        return count >= 0 ? count : ((count >>> 1) | (count & 1)) * 2.0;
    }
}
