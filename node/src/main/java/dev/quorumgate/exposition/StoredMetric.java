package dev.quorumgate.exposition;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.quorumgate.model.MetricCursor;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.proto.client.Bucket;
import dev.quorumgate.proto.client.Histogram;
import dev.quorumgate.proto.client.Metric;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads metrics in canonical form. Plain numbers are read where they lie: the hot path of a scrape. */
public final class StoredMetric {
    private static final VarHandle DOUBLES =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    /** Length of an encoded metric value that is one double and nothing else, as nearly all are. */
    private static final int PLAIN_LENGTH = 11;

    private static final byte DOUBLE_FIELD = (1 << 3) | 1;

    private StoredMetric() {}

    /** Whether the metric holds one double of this type and nothing else. */
    static boolean isPlain(MetricType type, MetricCursor metric) {
        byte[] bytes = metric.bytes();
        int value = metric.valueStart();
        return metric.metricEnd() - value == PLAIN_LENGTH
                && bytes[value] == fieldOf(type)
                && bytes[value + 1] == PLAIN_LENGTH - 2
                && bytes[value + 2] == DOUBLE_FIELD;
    }

    /** The number of a {@linkplain #isPlain plain} metric. */
    static double plain(MetricCursor metric) {
        return (double) DOUBLES.get(metric.bytes(), metric.valueStart() + 3);
    }

    /** The number of a counter, gauge or untyped metric. */
    static double number(MetricType type, Metric metric) {
        return switch (type) {
            case COUNTER -> metric.getCounter().getValue();
            case GAUGE -> metric.getGauge().getValue();
            default -> metric.getUntyped().getValue();
        };
    }

    /** All value fields; the labels are left out. */
    public static Metric decode(MetricCursor metric) {
        int start = metric.valueStart();
        try {
            return Metric.parseFrom(CodedInputStream.newInstance(metric.bytes(), start, metric.metricEnd() - start));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a stored metric does not parse", e);
        } catch (IOException e) {
            throw new IllegalStateException("an array refused to be read", e);
        }
    }

    /** As the original: the float count, if it is not zero, else the whole one. */
    static double count(Histogram histogram) {
        return preferred(histogram.getSampleCountFloat(), histogram.getSampleCount());
    }

    /** As the original: the float count, if it is not zero, else the whole one. */
    static double count(Bucket bucket) {
        return preferred(bucket.getCumulativeCountFloat(), bucket.getCumulativeCount());
    }

    /** The double nearest to an unsigned 64-bit number. */
    static double unsigned(long count) {
        return count >= 0 ? count : ((count >>> 1) | (count & 1)) * 2.0;
    }

    private static double preferred(double floatCount, long count) {
        return floatCount > 0 ? floatCount : unsigned(count);
    }

    /** The tag of the field that holds a plain value of this type. */
    private static byte fieldOf(MetricType type) {
        return switch (type) {
            case COUNTER -> (3 << 3) | 2;
            case GAUGE -> (2 << 3) | 2;
            default -> (5 << 3) | 2;
        };
    }
}
