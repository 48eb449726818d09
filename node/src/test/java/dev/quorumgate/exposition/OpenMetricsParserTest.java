package dev.quorumgate.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.quorumgate.model.PushedFamily;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: OpenMetrics is read as its specification has it, and a body that is none is still what it is without us: text. Method:
 * a row for each rule; bodies are given without the line {@code # EOF}.
 */
class OpenMetricsParserTest {
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    static Stream<Arguments> accepted() {
        return Stream.of(
                accepts("nothing", ""),
                accepts("a counter", "# TYPE x counter\nx_total 1\n", "counter x_total{} 1"),
                accepts(
                        "all of a counter",
                        """
                        # TYPE x_seconds counter
                        # UNIT x_seconds seconds
                        # HELP x_seconds Time \\"spent\\" \\\\ in\\nall.
                        x_seconds_total{a="b"} 1.5 # {id="4"} 0.5 1520879607.789
                        x_seconds_created{a="b"} 1520872607.123
                        x_seconds_total{a="c"} 2 # {} 1
                        """,
                        "help x_seconds_total: Time \"spent\" \\ in\nall.",
                        "unit x_seconds_total: seconds",
                        "counter x_seconds_total{a=\"b\"} 1.5 created=1520872607.123000000 # {id=\"4\"} 0.5"
                                + " 1520879607.789000000",
                        "counter x_seconds_total{a=\"c\"} 2 # {} 1"),
                accepts(
                        "created before the total",
                        "# TYPE x counter\nx_created 1e9\nx_total 0\n",
                        "counter x_total{} 0 created=1000000000.000000000"),
                accepts("a gauge", "# TYPE x gauge\nx{a=\"b\"} -1\nx NaN\n", "gauge x{a=\"b\"} -1", "gauge x{} NaN"),
                accepts("no type", "x 1\nx_total 2\n", "untyped x{} 1", "untyped x_total{} 2"),
                accepts("unknown", "# TYPE x unknown\nx 1\n", "untyped x{} 1"),
                accepts(
                        "a histogram",
                        """
                        # TYPE x histogram
                        x_bucket{le="0.1"} 8 # {id="4"} 0.05
                        x_bucket{le="1.0"} 10
                        x_bucket{le="+Inf"} 11 # {id="5",b="6"} 9.8 1520879607.789
                        x_count 11
                        x_sum 3.5
                        x_created 1520872607.123
                        """,
                        "histogram x{} count=11 sum=3.5 created=1520872607.123000000 0.1:8 # {id=\"4\"} 0.05 1:10"
                                + " +Inf:11 # {id=\"5\",b=\"6\"} 9.8 1520879607.789000000"),
                accepts(
                        "a histogram without sum and count",
                        "# TYPE x histogram\nx_bucket{le=\"1\"} 2\nx_bucket{le=\"+Inf\"} 3\n",
                        "histogram x{} count=3 1:2 +Inf:3"),
                accepts(
                        "a gauge histogram",
                        "# TYPE x gaugehistogram\nx_bucket{le=\"+Inf\"} 4 # {} 2\nx_gcount 4\nx_gsum -1\n",
                        "gauge_histogram x{} count=4 sum=-1 +Inf:4 # {} 2"),
                accepts(
                        "a summary",
                        "# TYPE x summary\nx{quantile=\"0.5\"} 2\nx_count 3\nx_sum 4\nx_created 5.25\n",
                        "summary x{} count=3 sum=4 created=5.250000000 0.5:2"),
                accepts("info", "# TYPE x info\nx_info{version=\"1\"} 1\n", "gauge x_info{version=\"1\"} 1"),
                accepts(
                        "a stateset",
                        "# TYPE x stateset\nx{x=\"on\"} 1\nx{x=\"off\"} 0\n",
                        "gauge x{x=\"on\"} 1",
                        "gauge x{x=\"off\"} 0"),
                accepts("an empty unit", "# TYPE x gauge\n# UNIT x \nx 1\n", "gauge x{} 1"),
                accepts("a family without samples", "# TYPE x gauge\n# TYPE y gauge\ny 1\n", "gauge y{} 1"),
                accepts(
                        "timestamps",
                        "# TYPE x counter\nx_total 1 123.5 # {} 1\n# TYPE y gauge\ny 2 3\n",
                        "counter x_total{} 1 # {} 1 timestamped",
                        "gauge y{} 2 timestamped"),
                accepts(
                        "a quoted name",
                        "# TYPE \"x\" counter\n{\"x_total\",a=\"b\"} 1\n",
                        "counter x_total{a=\"b\"} 1"),
                accepts(
                        "metrics of a family interleaved",
                        "# TYPE x counter\nx_total{a=\"1\"} 1\nx_total{a=\"2\"} 2\nx_created{a=\"1\"} 3\n",
                        "counter x_total{a=\"1\"} 1 created=3.000000000",
                        "counter x_total{a=\"2\"} 2"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void readsOpenMetrics(String rule, String body, List<String> expected) throws Exception {
        assertThat(Shown.lines(parse(body + "# EOF\n"))).isEqualTo(expected);
        assertThat(Shown.lines(parse(body + "# EOF"))).isEqualTo(expected);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refuses(
                        "a comment",
                        "# x\n",
                        1,
                        "expected TYPE, HELP or UNIT behind '#', or EOF in the last line, got \"x\""),
                refuses(
                        "two ends",
                        "# EOF\n",
                        1,
                        "expected TYPE, HELP or UNIT behind '#', or EOF in the last line, got \"EOF\""),
                refuses("an empty line", "x 1\n\n", 2, "invalid metric name"),
                refuses("a line end of Windows", "x 1\r\n", 1, "expected float as value, got \"1\\r\""),
                refuses("a type of text", "# TYPE x untyped\n", 1, "unknown metric type \"untyped\""),
                refuses("a type in capitals", "# TYPE x COUNTER\n", 1, "unknown metric type \"COUNTER\""),
                refuses("no type", "# TYPE x\n", 1, "unknown metric type \"\""),
                refuses("a bad name", "# TYPE x-y gauge\n", 1, "invalid metric name in comment"),
                refuses("two types", "# TYPE x gauge\n# TYPE x gauge\n", 2, "second TYPE line for metric name \"x\""),
                refuses("two helps", "# HELP x a\n# HELP x a\n", 2, "second HELP line for metric name \"x\""),
                refuses(
                        "a type behind samples",
                        "x 1\n# TYPE x gauge\n",
                        2,
                        "TYPE, HELP and UNIT of metric \"x\" must stand before its samples"),
                refuses(
                        "another unit",
                        "# UNIT x_seconds bytes\n",
                        1,
                        "unit \"bytes\" is not the end of metric name \"x_seconds\""),
                refuses(
                        "a unit of a stateset",
                        "# TYPE x_s stateset\n# UNIT x_s s\nx_s{x_s=\"1\"} 1\n",
                        4,
                        "stateset \"x_s\" must not have a unit"),
                refuses(
                        "families interleaved",
                        "x 1\ny 1\nx{a=\"b\"} 1\n",
                        3,
                        "metric \"x\" occurs twice; all lines of a metric must stand together"),
                refuses(
                        "a name that another family is kept under",
                        "# TYPE x counter\nx_total 1\n# TYPE x_total gauge\nx_total 1\n",
                        3,
                        "metric \"x_total\" occurs twice; all lines of a metric must stand together"),
                refuses(
                        "a counter without suffix",
                        "# TYPE x counter\nx 1\n",
                        2,
                        "samples of counter \"x\" are named \"x_created\" or \"x_total\", got \"x\""),
                refuses(
                        "a bucket under the bare name",
                        "# TYPE x histogram\nx{le=\"1\"} 1\n",
                        2,
                        "samples of histogram \"x\" are named \"x_bucket\" or \"x_count\" or \"x_created\" or \"x_sum\","
                                + " got \"x\""),
                refuses(
                        "a negative counter",
                        "# TYPE x counter\nx_total -1\n",
                        2,
                        "counter \"x\" needs a number from 0 up, got -1"),
                refuses(
                        "no counter",
                        "# TYPE x counter\nx_total NaN\n",
                        2,
                        "counter \"x\" needs a number from 0 up, got NaN"),
                refuses(
                        "a counter twice",
                        "# TYPE x counter\nx_total 1\nx_total 1\n",
                        3,
                        "second sample for counter \"x\" {}"),
                refuses(
                        "no total",
                        "# TYPE x counter\nx_created 1\n",
                        3,
                        "counter \"x\" {} has a \"_created\" sample and no \"_total\""),
                refuses(
                        "created at no time",
                        "# TYPE x counter\nx_created NaN\n",
                        2,
                        "counter \"x\" needs a time in Unix seconds as \"_created\", got NaN"),
                refuses("info of another value", "# TYPE x info\nx_info 2\n", 2, "info \"x\" needs the value 1, got 2"),
                refuses(
                        "half a state",
                        "# TYPE x stateset\nx{x=\"a\"} 0.5\n",
                        2,
                        "stateset \"x\" needs the value 0 or 1, got 0.5"),
                refuses(
                        "no state",
                        "# TYPE x stateset\nx{y=\"a\"} 1\n",
                        2,
                        "stateset \"x\" needs a label \"x\" that names the state"),
                refuses(
                        "no bound",
                        "# TYPE x histogram\nx_bucket 1\n",
                        2,
                        "histogram \"x\" needs a number in label \"le\""),
                refuses(
                        "no quantile",
                        "# TYPE x summary\nx 1\n",
                        2,
                        "summary \"x\" needs a number in label \"quantile\""),
                refuses(
                        "a negative bucket",
                        "# TYPE x histogram\nx_bucket{le=\"1\"} -1\n",
                        2,
                        "negative bucket population for histogram \"x\""),
                refuses("no number", "x y\n", 1, "expected float as value, got \"y\""),
                refuses("no timestamp", "x 1 y\n", 1, "expected float as timestamp, got \"y\""),
                refuses("infinite timestamp", "x 1 +Inf\n", 1, "expected Unix seconds as timestamp, got +Inf"),
                refuses("more behind", "x 1 2 3\n", 1, "spurious string behind the sample: \"3\""),
                refuses(
                        "an exemplar of a gauge",
                        "# TYPE x gauge\nx 1 # {} 1\n",
                        2,
                        "only totals of counters and buckets have exemplars, metric \"x\" is of type gauge"),
                refuses(
                        "an exemplar of a sum",
                        "# TYPE x histogram\nx_sum 1 # {} 1\n",
                        2,
                        "only totals of counters and buckets have exemplars, metric \"x\" is of type histogram"),
                refuses("an exemplar without labels", exemplar("1"), 2, "expected '{' at start of exemplar, found '1'"),
                refuses(
                        "an exemplar without value",
                        exemplar("{}"),
                        2,
                        "expected float as value of the exemplar, got \"\""),
                refuses("an exemplar with more", exemplar("{} 1 2 3"), 2, "spurious string behind the sample: \"3\""),
                refuses(
                        "labels of an exemplar twice",
                        exemplar("{a=\"1\",a=\"2\"} 1"),
                        2,
                        "duplicate label names for the exemplar"),
                refuses(
                        "long labels of an exemplar",
                        exemplar("{a=\"" + "v".repeat(128) + "\"} 1"),
                        2,
                        "labels of the exemplar have more than 128 characters"),
                refuses("no label of an exemplar", exemplar("{,} 1"), 2, "invalid label name for the exemplar"),
                refuses("no equals sign", exemplar("{a} 1"), 2, "expected '=' after label name, found '}'"),
                refuses("no comma", exemplar("{a=\"1\"b=\"2\"} 1"), 2, "unexpected end of label value \"1\""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusesWhatIsNoOpenMetrics(String rule, String body, int line, String message) {
        assertThatThrownBy(() -> parse(body + "# EOF\n"))
                .isInstanceOf(MalformedPushException.class)
                .message()
                .startsWith("text format parsing error in line " + line + ": " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x 1\n", "x 1\n# EOF\n\n", "x 1\n# EOF ", "x 1\n# EOF\r\n", "x 1 # EOF\n", "x 1\n#EOF\n"})
    void wantsAnEnd(String body) {
        assertThatThrownBy(() -> parse(body)).isInstanceOf(MalformedPushException.class);
    }

    /** Bodies, and whether they are taken for OpenMetrics. */
    static Stream<Arguments> readAsText() {
        return Stream.of(
                arguments(OPEN_METRICS, "# TYPE x counter\nx_total 1\n# EOF\n", "counter x_total{} 1"),
                arguments(
                        "application/openmetrics-text;version=0.0.1",
                        "# TYPE x info\nx_info 1\n# EOF",
                        "gauge x_info{} 1"),
                arguments(
                        "Application/OpenMetrics-Text; Version=\"1.0.0\"",
                        "# TYPE x unknown\nx 1\n# EOF\n",
                        "untyped x{} 1"),
                arguments(
                        "application/openmetrics-text", "# TYPE x counter\nx_total 1\n# EOF\n", "untyped x_total{} 1"),
                arguments("application/openmetrics-text; version=2.0.0", "x_total 1\n# EOF\n", "untyped x_total{} 1"),
                arguments("text/plain; version=1.0.0", "# TYPE x counter\nx_total 1\n# EOF\n", "untyped x_total{} 1"),
                arguments(OPEN_METRICS, "# TYPE x counter\nx_total 1\n", "untyped x_total{} 1"),
                arguments(OPEN_METRICS, "# TYPE x counter\nx 1\n# EOF\n", "counter x{} 1"),
                arguments(OPEN_METRICS, "# a comment\n\n# TYPE x untyped\nx 1\n# EOF\n", "untyped x{} 1"));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("readAsText")
    void takesForTextWhatTheOriginalTakesForText(String contentType, String body, String expected) throws Exception {
        assertThat(Shown.lines(pushed(body, contentType))).containsExactly(expected);
    }

    @Test
    void explainsWhatIsNeither() {
        assertThatThrownBy(() -> pushed("# TYPE x counter\nx_total 1 # {} y\n# EOF\n", OPEN_METRICS))
                .message()
                .startsWith("text format parsing error in line 2: expected float as value of the exemplar, got \"y\"");
        assertThatThrownBy(() -> pushed("# TYPE x info\n", OPEN_METRICS))
                .message()
                .startsWith("text format parsing error in line 1: unknown metric type \"info\"");
    }

    private static String exemplar(String exemplar) {
        return "# TYPE x counter\nx_total 1 # " + exemplar + "\n";
    }

    private static Arguments accepts(String name, String body, String... expected) {
        return arguments(name, body, List.of(expected));
    }

    private static Arguments refuses(String name, String body, int line, String message) {
        return arguments(name, body, line, message);
    }

    private static List<PushedFamily> parse(String body) throws MalformedPushException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return OpenMetricsParser.parse(bytes, bytes.length, NameRules.LEGACY);
    }

    private static List<PushedFamily> pushed(String body, String contentType) throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return PushBody.read(new ByteArrayInputStream(bytes), "", bytes.length, any -> {})
                .parse(contentType, NameRules.LEGACY);
    }
}
