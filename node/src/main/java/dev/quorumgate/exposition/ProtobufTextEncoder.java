package dev.quorumgate.exposition;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import dev.quorumgate.model.MetricCursor;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.proto.client.MetricFamily;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Writes protobuf for human eyes, in the text form of its messages: over many lines, or with one line for each family. The
 * blanks in it are not those of the original, which varies them so that nobody relies on them.
 */
public final class ProtobufTextEncoder {
    private static final TextFormat.Printer PRINTER = TextFormat.printer().escapingNonAscii(false);

    private final ByteBuilder out;
    private final TextFormat.Printer printer;
    private final String between;

    /** Messages over many lines, or compact. */
    public ProtobufTextEncoder(ByteBuilder out, boolean isCompact) {
        this.out = out;
        this.printer = PRINTER.emittingSingleLine(isCompact);
        this.between = isCompact ? " " : "";
    }

    /** Writes everything of a family that comes before its metrics. */
    public void appendHeader(String name, Optional<String> help, Optional<String> unit, MetricType type) {
        MetricFamily.Builder family = MetricFamily.newBuilder().setName(name);
        help.ifPresent(family::setHelp);
        family.setType(dev.quorumgate.proto.client.MetricType.forNumber(type.number()));
        unit.ifPresent(family::setUnit);
        append(family.build());
    }

    /** Writes metrics in canonical form. */
    public void appendMetrics(byte[] metrics) {
        for (MetricCursor metric = new MetricCursor(metrics); metric.nextMetric(); ) {
            try {
                out.append(between);
                append(MetricFamily.parseFrom(Arrays.copyOfRange(metrics, metric.metricStart(), metric.metricEnd())));
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException("a stored metric does not parse", e);
            }
        }
    }

    /** Ends the family. */
    public void appendEnd() {
        out.append('\n');
    }

    private void append(MetricFamily part) {
        out.append(printer.printToString(part).getBytes(StandardCharsets.UTF_8));
    }
}
