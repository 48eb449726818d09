package dev.quorumgate.http;

import com.github.luben.zstd.ZstdInputStream;
import dev.quorumgate.proto.client.MetricFamily;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.xerial.snappy.SnappyFramedOutputStream;

/** Bodies, encoded and decoded by others' code. */
final class Bytes {
    static final String PROTOBUF =
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";

    private Bytes() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(byte[] data) {
        return written(out -> {
            try (OutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(data);
            }
        });
    }

    static byte[] gunzip(byte[] data) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(data)).readAllBytes();
    }

    /** The body of an answer as it was before it was compressed. */
    static byte[] decoded(Reply reply) throws IOException {
        return switch (reply.header("Content-Encoding")) {
            case "" -> reply.body();
            case "gzip" -> gunzip(reply.body());
            case "zstd" -> new ZstdInputStream(new ByteArrayInputStream(reply.body())).readAllBytes();
            default -> throw new AssertionError(reply.header("Content-Encoding"));
        };
    }

    static byte[] snappy(byte[] data) {
        return written(out -> {
            try (OutputStream snappy = new SnappyFramedOutputStream(out)) {
                snappy.write(data);
            }
        });
    }

    static byte[] delimited(MetricFamily... families) {
        return written(out -> {
            for (MetricFamily family : families) {
                family.writeDelimitedTo(out);
            }
        });
    }

    static List<MetricFamily> families(byte[] delimited) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(delimited);
        List<MetricFamily> families = new ArrayList<>();
        for (MetricFamily family = MetricFamily.parseDelimitedFrom(in);
                family != null;
                family = MetricFamily.parseDelimitedFrom(in)) {
            families.add(family);
        }
        return families;
    }

    static byte[] concat(byte[]... parts) {
        return written(out -> {
            for (byte[] part : parts) {
                out.write(part);
            }
        });
    }

    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writing.to(out);
        } catch (IOException e) {
            throw new AssertionError("memory does not fail", e);
        }
        return out.toByteArray();
    }
}
