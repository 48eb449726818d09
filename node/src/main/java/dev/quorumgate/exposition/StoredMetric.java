package dev.quorumgate.exposition;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.quorumgate.model.MetricCursor;
import dev.quorumgate.proto.client.Metric;
import java.io.IOException;

/** Metrics in canonical form, as messages of the client model. */
public final class StoredMetric {
    private StoredMetric() {}

    /** The value fields of the metric that the cursor is at; its labels are left out. */
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
}
