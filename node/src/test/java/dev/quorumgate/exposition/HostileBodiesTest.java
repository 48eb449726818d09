package dev.quorumgate.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.quorumgate.model.PushedFamily;
import dev.quorumgate.proto.client.MetricType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: no body breaks a parser or keeps it busy. Method: valid bodies changed at random give families or a
 * {@link MalformedPushException}, nothing else; and bodies made so that a careless parser would need the square of their size
 * are read within seconds.
 */
class HostileBodiesTest {
    private static final String TEXT = """
            # HELP h Durations \\\\ of \\n things.
            # TYPE h histogram
            h_bucket{a="b",le="0.5"} 1
            h_bucket{a="b",le="+Inf"} 2
            h_sum{a="b"} 1.5
            h_count{a="b"} 2
            # TYPE s summary
            s{quantile="0.5"} 1e3
            s_count 3
            # TYPE "g" gauge
            {"g",a="\\"é\\n"} NaN
            m { a = "b" , c="d", } 12345.678
            m 2 1234567890
            """;

    private static final byte[] PROTOBUF = ProtobufParserTest.delimited(List.of(
            ProtobufParserTest.family(
                    "h", MetricType.HISTOGRAM, ProtobufParserTest.histogram(NativeHistogramTest.consistent())),
            ProtobufParserTest.family(
                    "g", MetricType.GAUGE, ProtobufParserTest.gauge(1, "a", "é"), ProtobufParserTest.gauge(2))));

    static IntStream seeds() {
        return IntStream.range(0, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void changedTextGivesFamiliesOrARefusal(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] body = mutate(
                    TEXT.getBytes(StandardCharsets.UTF_8),
                    "\"\\{}=,# \t\n_:1aN".getBytes(StandardCharsets.US_ASCII),
                    random);
            NameRules rules = random.nextBoolean() ? NameRules.LEGACY : NameRules.UTF8;
            try {
                assertSound(TextParser.parse(body, body.length, rules));
            } catch (MalformedPushException e) {
                assertThat(e).hasMessageMatching("(?s)text format parsing error in line \\d+: .*");
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void changedProtobufGivesFamiliesOrARefusal(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            byte[] body = mutate(PROTOBUF, new byte[] {0, 1, 8, 0x0A, 0x12, 0x7F, -1, (byte) 0x80}, random);
            try {
                assertSound(ProtobufParser.parse(body, body.length, NameRules.UTF8));
            } catch (MalformedPushException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    /** Whatever is let through must be readable for those behind us. */
    private static void assertSound(List<PushedFamily> families) {
        assertThat(Shown.lines(families)).isNotNull();
        assertThat(families).extracting(PushedFamily::name).doesNotHaveDuplicates();
    }

    private static byte[] mutate(byte[] valid, byte[] favourites, Random random) {
        byte[] body = valid.clone();
        for (int changes = random.nextInt(4); changes > 0 && body.length > 0; changes--) {
            int position = random.nextInt(body.length);
            switch (random.nextInt(5)) {
                case 0 -> body[position] = (byte) random.nextInt(256);
                case 1 -> body[position] = favourites[random.nextInt(favourites.length)];
                case 2 -> body = Arrays.copyOf(body, position);
                case 3 -> body[position] ^= (byte) (1 << random.nextInt(8));
                default -> System.arraycopy(body, position, body, random.nextInt(position + 1), body.length - position);
            }
        }
        return body;
    }

    static Stream<Arguments> expensive() {
        return Stream.of(
                arguments("samples", text("", i -> "m{a=\"1\"} 1\n")),
                arguments("families", text("", i -> "m" + i + " 1\n")),
                arguments("label sets of a histogram", text("# TYPE h histogram\n", i -> "h{a=\"" + i + "\"} 1\n")),
                arguments(
                        "label sets with one hash code",
                        text("# TYPE h histogram\n", i -> "h{a=\"" + colliding(i) + "\"} 1\n")),
                arguments("names with one hash code", text("", i -> colliding(i) + " 1\n")),
                arguments("buckets in falling order", text("# TYPE h histogram\n", i -> "h{le=\"-" + i + "\"} 1\n")),
                arguments("labels of one sample", text("m{", i -> "a" + i + "=\"\",")),
                arguments("labels with one hash code", text("m{", i -> colliding(i) + "=\"\",")),
                arguments("escapes", text("m{a=\"", i -> "\\n")),
                arguments("digits", text("m 1", i -> "0")),
                arguments("digits of a timestamp", text("m 1 ", i -> "1")),
                arguments("one long name", text("", i -> "a")),
                arguments("empty lines", text("", i -> "\n")),
                arguments("open braces", text("", i -> "{")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("expensive")
    void takesTimeInProportionToTheBody(String name, byte[] body) {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            try {
                TextParser.parse(body, body.length, NameRules.LEGACY);
            } catch (MalformedPushException e) {
                assertThat(e.getMessage()).hasSizeLessThan(600);
            }
        });
    }

    private static byte[] text(String start, IntFunction<String> line) {
        StringBuilder text = new StringBuilder(start);
        for (int i = 0; text.length() < 2 << 20; i++) {
            text.append(line.apply(i));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** Different for each number, and with the same hash code for all. */
    private static String colliding(int number) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 20; bit++) {
            text.append((number >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }
}
