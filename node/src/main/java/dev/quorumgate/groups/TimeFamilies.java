package dev.quorumgate.groups;

import dev.quorumgate.model.FamilyMetadata;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.model.MetricType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The two gauges that the gateway keeps for each group. Names and help texts are the original's; pushed families of these
 * names are always dropped (the original lets the second one through from the second push on).
 */
public final class TimeFamilies {
    public static final FamilyMetadata PUSH_TIME = new FamilyMetadata(
            "push_time_seconds",
            MetricType.GAUGE,
            Optional.of("Last Unix time when changing this group in the Pushgateway succeeded."),
            Optional.empty());

    public static final FamilyMetadata FAILURE_TIME = new FamilyMetadata(
            "push_failure_time_seconds",
            MetricType.GAUGE,
            Optional.of("Last Unix time when changing this group in the Pushgateway failed."),
            Optional.empty());

    /** The label that Prometheus would fill with the gateway's own address if it were missing. */
    static final Label NO_INSTANCE = new Label("instance", "");

    private static final double NANOS_PER_SECOND = 1e9;

    private TimeFamilies() {}

    public static boolean reserves(String name) {
        return name.equals(PUSH_TIME.name()) || name.equals(FAILURE_TIME.name());
    }

    static MetricFamily pushTime(GroupingKey key, long nanos) {
        return gauge(PUSH_TIME, key, nanos);
    }

    static MetricFamily failureTime(GroupingKey key, long nanos) {
        return gauge(FAILURE_TIME, key, nanos);
    }

    private static MetricFamily gauge(FamilyMetadata metadata, GroupingKey key, long nanos) {
        List<Label> labels = new ArrayList<>(key.labels());
        if (!key.has(NO_INSTANCE.name())) {
            labels.add(NO_INSTANCE);
            labels.sort(Label.BY_NAME);
        }
        // Metric.gauge (field 2) holding Gauge.value (field 1, double).
        byte[] value = ByteBuffer.allocate(11)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x12)
                .put((byte) 9)
                .put((byte) 0x09)
                .putDouble(nanos / NANOS_PER_SECOND)
                .array();
        return new MetricFamily.Builder().add(labels, value).build(metadata);
    }
}
