package dev.quorumgate.exposition;

import dev.quorumgate.model.MetricType;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Writes families as length-delimited {@code io.prometheus.client.MetricFamily}. The metrics themselves are in canonical
 * form, which is their encoding: they follow the header byte by byte.
 */
public final class ProtobufEncoder {
    private static final int NAME = (1 << 3) | 2;
    private static final int HELP = (2 << 3) | 2;
    private static final int TYPE = 3 << 3;
    private static final int UNIT = (5 << 3) | 2;

    private ProtobufEncoder() {}

    /** Writes everything of a family that comes before its metrics, which have {@code metricBytes} bytes. */
    public static void appendHeader(
            ByteBuilder out,
            String name,
            Optional<String> help,
            Optional<String> unit,
            MetricType type,
            long metricBytes) {
        ByteBuilder fields = new ByteBuilder(128);
        appendString(fields, NAME, name);
        help.ifPresent(text -> appendString(fields, HELP, text));
        fields.append((byte) TYPE).append((byte) type.number());
        unit.ifPresent(text -> appendString(fields, UNIT, text));
        out.appendVarint(fields.length() + metricBytes);
        out.append(fields.array(), 0, fields.length());
    }

    private static void appendString(ByteBuilder out, int tag, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.append((byte) tag).appendVarint(bytes.length).append(bytes);
    }
}
