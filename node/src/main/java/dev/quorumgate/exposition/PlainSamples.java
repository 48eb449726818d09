package dev.quorumgate.exposition;

import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.model.PushedMetric;
import dev.quorumgate.proto.client.Exemplar;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The samples of a gauge or untyped family, or of a counter in text 0.0.4: each is a metric. */
final class PlainSamples implements FamilySamples {
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private static final byte VALUE_TAG = (1 << 3) | 1;
    private static final byte VALUE_SIZE = 1 + Double.BYTES;

    private final byte tag;
    private final List<PushedMetric> metrics = new ArrayList<>(1);

    PlainSamples(MetricType type) {
        this.tag = (byte) ((fieldNumber(type) << 3) | 2);
    }

    /** The field of {@code io.prometheus.client.Metric} that holds a value of this type. */
    private static int fieldNumber(MetricType type) {
        return switch (type) {
            case GAUGE -> 2;
            case COUNTER -> 3;
            case UNTYPED -> 5;
            case SUMMARY, HISTOGRAM, GAUGE_HISTOGRAM -> throw new IllegalArgumentException(type + " is not plain");
        };
    }

    @Override
    public String separator() {
        return "";
    }

    @Override
    public void add(SamplePart part, List<Label> labels, double bound, double value) {
        // Written by hand: it is what most of any body consists of.
        byte[] bytes = new byte[2 + VALUE_SIZE];
        bytes[0] = tag;
        bytes[1] = VALUE_SIZE;
        bytes[2] = VALUE_TAG;
        DOUBLE.set(bytes, 3, value);
        metrics.add(new PushedMetric(labels, bytes, Optional.empty(), true));
    }

    @Override
    public void setTimestamp(String timestamp) {
        int last = metrics.size() - 1;
        PushedMetric metric = metrics.get(last);
        metrics.set(last, new PushedMetric(metric.labels(), metric.value(), Optional.of(timestamp), true));
    }

    @Override
    public void attach(Exemplar exemplar) {
        throw new IllegalStateException("only counters and buckets have exemplars");
    }

    @Override
    public List<PushedMetric> metrics() {
        return Collections.unmodifiableList(metrics);
    }
}
