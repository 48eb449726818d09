package dev.quorumgate.differential;

import com.google.protobuf.ByteString;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.MetricFamily;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The families of a body in delimited protobuf. */
final class PushedMessages {
    private PushedMessages() {}

    private static final String CONTENT_TYPE =
            "Content-Type: application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

    /** The families that a request holds, or none: it is no protobuf, damaged or compressed. */
    static List<MetricFamily> of(Request request) {
        try {
            return request.isProtobuf() ? read(request.plain()) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** A push of one family. */
    static Request request(MetricFamily family) {
        return new Request("PUT", "/metrics/job/a", List.of(CONTENT_TYPE), write(List.of(family)));
    }

    static List<MetricFamily> read(ByteString body) throws IOException {
        List<MetricFamily> families = new ArrayList<>();
        InputStream in = body.newInput();
        for (MetricFamily next = MetricFamily.parseDelimitedFrom(in);
                next != null;
                next = MetricFamily.parseDelimitedFrom(in)) {
            families.add(next);
        }
        return families;
    }

    static ByteString write(List<MetricFamily> families) {
        ByteString.Output out = ByteString.newOutput();
        try {
            for (MetricFamily family : families) {
                family.writeDelimitedTo(out);
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written", e);
        }
        return out.toByteString();
    }

    /** Whether one of its metrics has values of several types. */
    static boolean isAmbiguous(MetricFamily family) {
        return family.getMetricList().stream()
                .anyMatch(metric -> Stream.of(
                                        metric.hasGauge(),
                                        metric.hasCounter(),
                                        metric.hasUntyped(),
                                        metric.hasSummary(),
                                        metric.hasHistogram())
                                .filter(has -> has)
                                .count()
                        > 1);
    }

    /** All of a metric, but for the time of a push. */
    static String text(MetricFamily family, Metric metric) {
        boolean isTime =
                family.getName().equals("push_time_seconds") || family.getName().equals("push_failure_time_seconds");
        if (isTime && metric.getGauge().getValue() > 0) {
            Metric.Builder timeless = metric.toBuilder();
            timeless.getGaugeBuilder().setValue(1);
            return timeless.build().toString();
        }
        return metric.toString();
    }
}
