package dev.quorumgate.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.quorumgate.proto.client.MetricType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: who reads a refusal at night sees where the mistake is and what to do. Method: bodies as people send them by mistake,
 * and what stands below the first line, which {@link TextParserTest} has.
 */
class ExplanationsTest {
    static Stream<Arguments> places() {
        return Stream.of(
                arguments("m{a=\"b\"} x\n", "line 1, column 10: m{a=\"b\"} x\n                            ^"),
                arguments("a 1\n\tb\t1,5\n", "line 2, column 4: \\tb\\t1,5\n                       ^"),
                arguments("m{a=\"é😀\"} 1é\n", "line 1, column 11: m{a=\"é😀\"} 1é\n                             ^"),
                arguments("m 1\0\n", "line 1, column 3: m 1\\x00\n                    ^"),
                arguments(
                        "m{a=\"" + "v".repeat(100) + "\"} x" + "y".repeat(1000) + "\n",
                        "line 1, column 109: …" + "v".repeat(67) + "\"} x" + "y".repeat(39) + "…\n" + " ".repeat(91)
                                + "^"),
                arguments("# TYPE m gauges\n", "line 1, column 10: # TYPE m gauges\n                            ^"),
                arguments("m 1", "line 1, column 4: m 1\n                     ^"));
    }

    @ParameterizedTest
    @MethodSource("places")
    void showsThePlace(String body, String expected) {
        assertThat(refusal(body)).contains("\n" + expected);
    }

    static Stream<Arguments> advice() {
        return Stream.of(
                arguments("curl -d @file", "# TYPE m gaugem 1", Advice.NO_LINE_FEED),
                arguments("printf", "m 1", Advice.NO_LINE_FEED),
                arguments("a file of Windows", "m 1\r\n", Advice.CR_LF),
                arguments("a type in a file of Windows", "# TYPE m gauge\r\nm 1\r\n", Advice.CR_LF),
                arguments("an empty line of Windows", "\r\nm 1\r\n", Advice.CR_LF),
                arguments(
                        "single quotes in the shell", "m $VALUE\n", "does not replace variables between single quotes"),
                arguments("an empty variable", "m \n", "was a variable of the shell empty?"),
                arguments("quotes that the shell took", "m{a=b} 1\n", Advice.LABEL_VALUE),
                arguments("a comma", "m 1,5\n", "the decimal separator is a point"),
                arguments("a unit", "m 5ms\n", "without a unit"),
                arguments("a quoted number", "m \"1\"\n", "numbers stand without quotes"),
                arguments("a dash in a name", "m-n 1\n", Advice.PLAIN_NAMES),
                arguments("a name of UTF-8", "{\"m.n\"} 1\n", Advice.PLAIN_NAMES),
                arguments("a comment behind a value", "m 1 # c\n", Advice.NO_TIMESTAMP),
                arguments("a blank behind a value", "m 1 \n", Advice.NO_TIMESTAMP),
                arguments("a byte order mark", "\uFEFFm 1\n", "begins with a byte order mark"),
                arguments("UTF-16", "\u00FF\u00FEm\0 \0\n", "UTF-16"),
                arguments("gzip", "\u001f\u008b\b\0\n", "Content-Encoding: gzip"),
                arguments("the name of a file", "@metrics.txt\n", "--data-binary @FILE"),
                arguments("JSON", "[]\n", "a line is NAME VALUE"),
                arguments("OpenMetrics", "# TYPE m info\n", Advice.TYPES),
                arguments("a label twice", "m{a=\"1\",b=\"2\",a=\"3\"} 1\n", "the label \"a\" is there already"),
                arguments("an open quote", "m{a=\"1} 1\n", "a closing quote is missing"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("advice")
    void saysWhatToDo(String mistake, String body, String expected) {
        String refusal = refusal(body);

        assertThat(refusal.lines()).hasSize(4);
        assertThat(refusal.lines().skip(3).findFirst().orElseThrow()).contains(expected);
        assertThat(refusal.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(600);
    }

    @Test
    void tellsWhichMetricOfAProtobufBodyIsWrong() {
        byte[] body = ProtobufParserTest.delimited(List.of(
                ProtobufParserTest.family("a", MetricType.GAUGE, ProtobufParserTest.gauge(1)),
                ProtobufParserTest.family(
                        "b", MetricType.GAUGE, ProtobufParserTest.gauge(1), ProtobufParserTest.gauge(2, "x-y", "1"))));

        assertThatThrownBy(() -> ProtobufParser.parse(body, body.length, NameRules.LEGACY))
                .hasMessage("invalid label name \"x-y\" of metric \"b\"\nmessage 2 (\"b\"), metric 2, before byte "
                        + (body.length - 11) + " of the decoded body");
    }

    /** Of a body in which characters below U+0100 that are not ASCII stand for bytes, unless there are higher ones. */
    private static String refusal(String body) {
        boolean utf8 = body.codePoints().anyMatch(c -> c > 0xFF) || body.contains("é");
        byte[] bytes = body.getBytes(utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        try {
            TextParser.parse(bytes, bytes.length, NameRules.LEGACY);
            throw new AssertionError("accepted");
        } catch (MalformedPushException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
