package dev.quorumgate.cli.importing;

import com.google.protobuf.ByteString;
import dev.quorumgate.model.Label;
import dev.quorumgate.proto.client.MetricFamily;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * One group as it is to be pushed.
 *
 * @param labels its grouping labels
 * @param families without those that the gateway itself adds
 */
public record SourceGroup(List<Label> labels, List<MetricFamily> families) {
    /** Of {@link #body}. */
    public static final String CONTENT_TYPE =
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

    public SourceGroup {
        labels = List.copyOf(labels);
        families = List.copyOf(families);
    }

    public int series() {
        return families.stream().mapToInt(MetricFamily::getMetricCount).sum();
    }

    /** The body of a push that makes this group. */
    public ByteString body() {
        ByteString.Output out = ByteString.newOutput();
        try {
            for (MetricFamily family : families) {
                family.writeDelimitedTo(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // not in memory
        }
        return out.toByteString();
    }
}
