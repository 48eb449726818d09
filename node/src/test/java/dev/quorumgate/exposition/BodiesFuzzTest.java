package dev.quorumgate.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.TestPushes;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.model.PushedFamily;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.xerial.snappy.SnappyFramedInputStream;

/**
 * Goal: whatever bytes come as a body, they are refused in a short text, or give families that scrapers can read. Method:
 * coverage-guided fuzzing with {@code JAZZER_FUZZ=1}; otherwise the seeds and findings in {@code BodiesFuzzTestInputs} alone.
 */
class BodiesFuzzTest {
    private static final int BYTES_MAX = 1 << 20;

    /** First lines have up to 200 characters of what was sent, once or twice, and details 120 more. */
    private static final int MESSAGE_LENGTH_MAX = 1000;

    @FuzzTest(maxDuration = "5m")
    void text(byte[] body) {
        assertReadable(body, TextParser::parse);
    }

    @FuzzTest(maxDuration = "5m")
    void openMetrics(byte[] body) {
        assertReadable(body, OpenMetricsParser::parse);
    }

    @FuzzTest(maxDuration = "5m")
    void protobuf(byte[] body) {
        assertReadable(body, ProtobufParser::parse);
    }

    @FuzzTest(maxDuration = "5m")
    void gzip(byte[] body) throws IOException {
        try {
            PushBody decoded = PushBody.read(new ByteArrayInputStream(body), "gzip", BYTES_MAX, any -> {});
            assertThat(decoded.length())
                    .isEqualTo(new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes().length);
        } catch (MalformedPushException | BodyTooLargeException e) {
            assertShort(e);
        }
    }

    @FuzzTest(maxDuration = "5m")
    void snappy(byte[] body) throws IOException {
        try {
            PushBody decoded = PushBody.read(new ByteArrayInputStream(body), "snappy", BYTES_MAX, any -> {});
            if (body.length > 0) {
                assertThat(decoded.length())
                        .isEqualTo(new SnappyFramedInputStream(new ByteArrayInputStream(body)).readAllBytes().length);
            }
        } catch (MalformedPushException | BodyTooLargeException e) {
            assertShort(e);
        }
    }

    /** A parser of bodies. */
    private interface Parser {
        List<PushedFamily> parse(byte[] body, int length, NameRules rules) throws MalformedPushException;
    }

    private static void assertReadable(byte[] body, Parser parser) {
        for (NameRules rules : NameRules.values()) {
            try {
                assertStays(parser.parse(body, body.length, rules), rules);
            } catch (MalformedPushException e) {
                assertShort(e);
            }
        }
    }

    /** What is stored must be the same again when it comes back in protobuf; in text, when it comes back twice. */
    private static void assertStays(List<PushedFamily> pushed, NameRules rules) {
        List<MetricFamily> stored = stored(pushed);
        byte[] protobuf = protobuf(stored);
        assertThat(stored(accepted(protobuf, rules, ProtobufParser::parse))).isEqualTo(stored);
        if (rules == NameRules.LEGACY) {
            byte[] text = text(stored);
            byte[] again = text(stored(accepted(text, rules, TextParser::parse)));
            assertThat(text(stored(accepted(again, rules, TextParser::parse)))).isEqualTo(again);
        }
    }

    /** The families as groups hold them; none if the push contradicts itself. */
    private static List<MetricFamily> stored(List<PushedFamily> pushed) {
        Command command = TestPushes.put(
                TestPushes.key("a", "instance", "b"),
                pushed.stream().filter(family -> !family.metrics().isEmpty()).toArray(PushedFamily[]::new));
        return command instanceof Command.Push push ? push.families() : List.of();
    }

    private static List<PushedFamily> accepted(byte[] body, NameRules rules, Parser parser) {
        try {
            return parser.parse(body, body.length, rules);
        } catch (MalformedPushException e) {
            throw new AssertionError("what was accepted cannot be read again", e);
        }
    }

    private static byte[] text(List<MetricFamily> families) {
        ByteBuilder out = new ByteBuilder(1024);
        for (MetricFamily family : families) {
            TextDialect.PROMETHEUS.appendHeader(
                    out,
                    family.name(),
                    family.metadata().help(),
                    family.metadata().unit(),
                    family.type());
            new TextEncoder(out, family.name(), TextDialect.PROMETHEUS).append(family);
        }
        return out.toByteArray();
    }

    private static byte[] protobuf(List<MetricFamily> families) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (MetricFamily family : families) {
            ByteBuilder header = new ByteBuilder(128);
            ProtobufEncoder.appendHeader(
                    header,
                    family.name(),
                    family.metadata().help(),
                    family.metadata().unit(),
                    family.type(),
                    family.metrics().length);
            out.writeBytes(header.toByteArray());
            out.writeBytes(family.metrics());
        }
        return out.toByteArray();
    }

    private static void assertShort(Exception refusal) {
        assertThat(refusal.getMessage()).isNotEmpty().hasSizeLessThan(MESSAGE_LENGTH_MAX);
    }
}
