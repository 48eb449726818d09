package dev.quorumgate.exposition;

import dev.quorumgate.model.PushedFamily;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The body of a push, decoded: first read, then parsed. Never holds more than the limit it is read with.
 *
 * <p>Source: API reference of the original, "Request bodies", 1 to 3.
 */
public final class PushBody {
    private static final String PROTOBUF = "application/vnd.google.protobuf";
    private static final int FIRST_CAPACITY = 4096;
    private static final Set<String> OPEN_METRICS_VERSIONS = Set.of("0.0.1", "1.0.0");

    private final int bytesMax;
    private final MemoryGuard memory;
    private boolean isOfUnknownEncoding;
    private byte[] bytes = new byte[0];
    private int length;

    /** Asked before a body takes more memory. */
    public interface MemoryGuard {
        /**
         * Allows the body to take so many bytes more.
         *
         * @throws IOException if they are not to be had
         */
        void grow(int bytes) throws IOException;
    }

    private PushBody(int bytesMax, MemoryGuard memory) {
        this.bytesMax = bytesMax;
        this.memory = memory;
    }

    /**
     * Reads a body to its end.
     *
     * @param contentEncoding value of the header, empty if there is none; what is neither gzip nor snappy is taken as it is
     * @param bytesMax what the body may hold, decoded and as it comes
     * @throws MalformedPushException if it cannot be decoded
     * @throws BodyTooLargeException as soon as it shows that it is larger; the stream is then not read to its end
     * @throws IOException if the stream cannot be read, or the guard refuses
     */
    public static PushBody read(InputStream in, String contentEncoding, int bytesMax, MemoryGuard memory)
            throws IOException, MalformedPushException, BodyTooLargeException {
        PushBody body = new PushBody(bytesMax, memory);
        switch (contentEncoding.toLowerCase(Locale.ROOT)) {
            case "gzip" -> GzipDecoder.decode(new CompressedInput(in, bytesMax), body);
            case "snappy" -> SnappyDecoder.decode(new CompressedInput(in, bytesMax), body);
            case "", "identity" -> body.appendAll(in);
            default -> {
                body.isOfUnknownEncoding = true;
                body.appendAll(in);
            }
        }
        return body;
    }

    /** The decoded bytes. */
    public InputStream stream() {
        return new ByteArrayInputStream(bytes, 0, length);
    }

    /** How many bytes the decoded body has. */
    public int length() {
        return length;
    }

    /**
     * Reads the metric families of the body: in protobuf or OpenMetrics if the type says so completely, in text otherwise. What
     * is no OpenMetrics, and yet text, is taken as text: the original knows no OpenMetrics and takes it as that.
     *
     * @param contentType value of the header, empty if there is none
     * @throws MalformedPushException at the first mistake
     */
    public List<PushedFamily> parse(String contentType, NameRules rules) throws MalformedPushException {
        Optional<MediaType> type = MediaType.parse(contentType);
        try {
            return parse(type, rules);
        } catch (MalformedPushException e) {
            if (isOfUnknownEncoding) {
                throw e.with(Advice.UNKNOWN_ENCODING);
            }
            throw type.filter(PushBody::isHalfProtobuf).isPresent() ? e.with(Advice.HALF_PROTOBUF) : e;
        }
    }

    private List<PushedFamily> parse(Optional<MediaType> type, NameRules rules) throws MalformedPushException {
        if (type.filter(PushBody::isProtobuf).isPresent()) {
            return ProtobufParser.parse(bytes, length, rules);
        }
        return type.filter(PushBody::isOpenMetrics).isPresent() && OpenMetricsParser.isTerminated(bytes, length)
                ? parseOpenMetrics(rules)
                : TextParser.parse(bytes, length, rules);
    }

    private static boolean isHalfProtobuf(MediaType type) {
        return type.name().equals(PROTOBUF) && !isProtobuf(type);
    }

    private static boolean isProtobuf(MediaType type) {
        return type.name().equals(PROTOBUF)
                && "delimited".equals(type.parameters().get("encoding"))
                && "io.prometheus.client.MetricFamily".equals(type.parameters().get("proto"));
    }

    private static boolean isOpenMetrics(MediaType type) {
        return type.name().equals("application/openmetrics-text")
                && OPEN_METRICS_VERSIONS.contains(type.parameters().getOrDefault("version", ""));
    }

    private List<PushedFamily> parseOpenMetrics(NameRules rules) throws MalformedPushException {
        try {
            return OpenMetricsParser.parse(bytes, length, rules);
        } catch (MalformedPushException mistake) {
            try {
                return TextParser.parse(bytes, length, rules);
            } catch (MalformedPushException asText) {
                throw mistake;
            }
        }
    }

    /** Adds decoded bytes. */
    void append(byte[] from, int offset, int size) throws BodyTooLargeException, IOException {
        if (size > bytesMax - length) {
            throw new BodyTooLargeException(bytesMax);
        }
        if (size > bytes.length - length) {
            grow(length + size);
        }
        System.arraycopy(from, offset, bytes, length, size);
        length += size;
    }

    private void appendAll(InputStream in) throws IOException, BodyTooLargeException {
        while (length < bytesMax) {
            if (length == bytes.length) {
                grow(length + 1);
            }
            int read = in.read(bytes, length, bytes.length - length);
            if (read < 0) {
                return;
            }
            length += read;
        }
        if (in.read() >= 0) {
            throw new BodyTooLargeException(bytesMax);
        }
    }

    private void grow(int atLeast) throws IOException {
        long doubled = Math.max(FIRST_CAPACITY, bytes.length * 2L);
        int capacity = (int) Math.min(Math.max(doubled, atLeast), bytesMax);
        memory.grow(capacity - bytes.length);
        bytes = Arrays.copyOf(bytes, capacity);
    }
}
