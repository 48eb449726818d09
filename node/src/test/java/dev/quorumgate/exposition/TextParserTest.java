package dev.quorumgate.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.quorumgate.model.PushedFamily;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: text is read as Pushgateway 1.11 reads it. Method: the rules of the API reference, section 4, a row or more each,
 * with answers measured on Pushgateway 1.11.2; rows that begin with "we" show where we differ on purpose.
 */
class TextParserTest {
    static Stream<Arguments> accepted() {
        return Stream.of(
                accepts("1: nothing", ""),
                accepts("1: an empty line", "\n"),
                accepts("1: blanks without a line end", "   "),
                accepts("1: blanks before a sample", " \t m 1\n", "untyped m{} 1"),
                accepts("3: CR in a comment", "# EOF\r\n"),
                accepts("3: CR in a help text", "# HELP m x\r\nm 1\n", "help m: x\r", "untyped m{} 1"),
                accepts("4: no blank before the keyword", "#TYPE m gauge\nm 1\n", "gauge m{} 1"),
                accepts("4: keywords are case-sensitive", "# type m gauge\nm 1\n", "untyped m{} 1"),
                accepts("4: a keyword alone", "# TYPE\n# HELP\nm 1\n", "untyped m{} 1"),
                accepts("4: free text, UNIT and EOF", "# free\n# UNIT m s\n#\n# EOF\nm 1\n", "untyped m{} 1"),
                accepts("7: a name alone", "# TYPE m\n# HELP m\nm 1\n", "untyped m{} 1"),
                accepts("7: a quoted name alone, whatever it is", "# HELP \"m n\"\n"),
                accepts(
                        "8: an empty help before a real one",
                        "# HELP m \n# HELP m x\nm 1\n",
                        "help m: x",
                        "untyped m{} 1"),
                accepts("8: an empty help makes the family", "# HELP m \nn 1\nm 2\n", "untyped m{} 2", "untyped n{} 1"),
                accepts(
                        "9: escapes in help",
                        "# HELP m a\\\\b\\nc\\\"d \nm 1\n",
                        "help m: a\\b\nc\"d ",
                        "untyped m{} 1"),
                accepts("9: help after samples", "m 1\n# HELP m late\n", "help m: late", "untyped m{} 1"),
                accepts("9: quotes in help", "# HELP m \"x\"\nm 1\n", "help m: \"x\"", "untyped m{} 1"),
                accepts("10: types in any case", "# TYPE m GAUGE\nm 1\n", "gauge m{} 1"),
                accepts("10: a backslash in a type", "# TYPE m gau\\ge\nm 1\n", "gauge m{} 1"),
                accepts("10: blanks before the type", "#\tTYPE\tm \tcounter\nm 1\n", "counter m{} 1"),
                accepts(
                        "12: help of a part is help of the base",
                        "# TYPE h histogram\n# HELP h_count x\nh_count 1\n",
                        "help h: x",
                        "histogram h{} count=1"),
                accepts(
                        "13: families interleaved",
                        "a 1\nb 2\na{x=\"1\"} 3\n",
                        "untyped a{} 1",
                        "untyped a{x=\"1\"} 3",
                        "untyped b{} 2"),
                accepts("13: a family without samples", "# TYPE m gauge\n# HELP m x\n"),
                accepts("14: colons in metric names", ":a:b 1\n", "untyped :a:b{} 1"),
                accepts("14: no blank before the value", "m{a=\"b\"}1\nn+1\n", "untyped m{a=\"b\"} 1", "untyped n{} 1"),
                accepts(
                        "16: blanks everywhere",
                        "m\t{ a\t= \"b\" , c=\t\"d\" , } \t1\n",
                        "untyped m{a=\"b\",c=\"d\"} 1"),
                accepts("17: empty braces", "m{} 1\nn{ } 1\n", "untyped m{} 1", "untyped n{} 1"),
                accepts("19: other names with underscores", "m{__x=\"y\"} 1\n", "untyped m{__x=\"y\"} 1"),
                accepts("20: escapes in values", "m{a=\"\\\\ \\\" \\n\"} 1\n", "untyped m{a=\"\\\\ \\\" \\n\"} 1"),
                accepts("20: tabs and NUL in values", "m{a=\"\t\0\"} 1\n", "untyped m{a=\"\t\0\"} 1"),
                accepts(
                        "20: UTF-8 in values",
                        "m{a=\"\u00E9\uD83D\uDE00\"} 1\n",
                        "untyped m{a=\"\u00E9\uD83D\uDE00\"} 1"),
                accepts("22: an empty value", "m{a=\"\"} 1\n", "untyped m{a=\"\"} 1"),
                accepts("23: the same sample twice", "m 1\nm 2\n", "untyped m{} 1", "untyped m{} 2"),
                accepts(
                        "24: numbers",
                        "m .5\nm 5.\nm 012\nm -INF\nm infinity\nm nAn\nm 1e-999\n",
                        "untyped m{} 0.5",
                        "untyped m{} 5",
                        "untyped m{} 12",
                        "untyped m{} -Inf",
                        "untyped m{} +Inf",
                        "untyped m{} NaN",
                        "untyped m{} 0"),
                accepts(
                        "26: timestamps",
                        "m 1 1234\nm 1 +1\nm 1\t-9223372036854775808\nm 1 0\nm 2\n",
                        "untyped m{} 1 timestamped",
                        "untyped m{} 1 timestamped",
                        "untyped m{} 1 timestamped",
                        "untyped m{} 1 timestamped",
                        "untyped m{} 2"),
                accepts(
                        "27: parts without a type", "h_bucket{le=\"1\"} 1\nh_count 1\n",
                        "untyped h_bucket{le=\"1\"} 1", "untyped h_count{} 1"),
                accepts(
                        "27: the type after the first bucket", "h_bucket{le=\"1\"} 1\n# TYPE h histogram\nh_count 1\n",
                        "untyped h_bucket{le=\"1\"} 1", "histogram h{} count=1"),
                accepts(
                        "28: s_bucket is no part of a summary", "# TYPE s summary\ns_bucket 1\ns_sum 2\n",
                        "summary s{} sum=2", "untyped s_bucket{} 1"),
                accepts(
                        "28: an exact name goes first", "# TYPE h_sum gauge\n# TYPE h histogram\nh_sum 1\nh_count 2\n",
                        "gauge h_sum{} 1", "histogram h{} count=2"),
                accepts(
                        "28: a part of a part is none", "# TYPE h histogram\nh_sum 1\nh_sum_count 2\n",
                        "histogram h{} sum=1", "untyped h_sum_count{} 2"),
                accepts(
                        "28: a suffix alone is a name", "_sum 1\n# TYPE _count summary\n_count_sum 1\n",
                        "untyped _sum{} 1", "summary _count{} sum=1"),
                accepts(
                        "29: labels in any order make one metric",
                        "# TYPE h histogram\nh_bucket{b=\"1\",a=\"2\",le=\"3\"} 1\nh_count{a=\"2\",b=\"1\"} 5\n",
                        "histogram h{b=\"1\",a=\"2\"} count=5 3:1"),
                accepts(
                        "29: metrics interleaved",
                        "# TYPE s summary\ns_sum{a=\"1\"} 1\ns_sum{a=\"2\"} 2\ns_count{a=\"1\"} 3\ns_sum 4\n",
                        "summary s{a=\"1\"} count=3 sum=1",
                        "summary s{a=\"2\"} sum=2",
                        "summary s{} sum=4"),
                accepts(
                        "29: le and quantile are ordinary elsewhere",
                        "m{le=\"x\",quantile=\"y\"} 1\n",
                        "untyped m{le=\"x\",quantile=\"y\"} 1"),
                accepts("29: le on a sum is dropped", "# TYPE h histogram\nh_sum{le=\"1\"} 2\n", "histogram h{} sum=2"),
                accepts(
                        "30: a summary",
                        "# TYPE s summary\ns{quantile=\"0.9\"} 1\ns{quantile=\"0.5\"} NaN\ns_sum -4\ns_count 3.7\n",
                        "summary s{} count=3 sum=-4 0.9:1 0.5:NaN"),
                accepts("30: a summary of nothing", "# TYPE s summary\ns 1\n", "summary s{}"),
                accepts(
                        "31: a histogram",
                        "# TYPE h histogram\nh_bucket{le=\"+Inf\"} 3\nh_bucket{le=\"1.0\"} 1\nh_count 3\nh_sum 1.5\n",
                        "histogram h{} count=3 sum=1.5 +Inf:3 1:1"),
                accepts("31: a histogram of nothing", "# TYPE h histogram\nh 1\nh_bucket -1\n", "histogram h{}"),
                accepts("31: a bucket under the bare name", "# TYPE h histogram\nh{le=\"1\"} 2\n", "histogram h{} 1:2"),
                accepts(
                        "32: sum and count twice",
                        "# TYPE h histogram\nh_sum 1\nh_sum 2\nh_count 3.5\nh_count 4\n",
                        "histogram h{} count=4 sum=2"),
                accepts(
                        "33: a histogram of floats",
                        "# TYPE h histogram\nh_count 3\nh_bucket{le=\"1\"} 2.5\n",
                        "histogram h{} floatCount=3 1:float 2.5"),
                accepts(
                        "33: a histogram of floats without a count",
                        "# TYPE h histogram\nh_bucket{le=\"1\"} 2.5\n",
                        "histogram h{} floatCount=0 1:float 2.5"),
                accepts(
                        "33: a count of -0 is 0",
                        "# TYPE h histogram\nh_bucket{le=\"1\"} -0\nh_bucket{le=\"2\"} 0.5\nh_count -0\n",
                        "histogram h{} floatCount=0 1:float 0 2:float 0.5"),
                accepts(
                        "33: counts beyond 64 bits are floats",
                        "# TYPE h histogram\nh_count 18446744073709551616\n",
                        "histogram h{} floatCount=1.8446744073709552e+19"),
                accepts(
                        "33: counts of 64 bits",
                        "# TYPE h histogram\nh_count 9223372036854775808\n",
                        "histogram h{} count=9223372036854775808"),
                accepts("33: negative zero is a count", "# TYPE h histogram\nh_count -0\n", "histogram h{} count=0"),
                accepts(
                        "34: gauge histograms",
                                "# TYPE h gauge_histogram\nh_count 1\n# TYPE i GaugeHistogram\ni_bucket{le=\"1\"} 1\n",
                        "gauge_histogram h{} count=1", "gauge_histogram i{} 1:1"),
                accepts("35: a negative counter", "# TYPE m counter\nm -1\n", "counter m{} -1"),
                accepts(
                        "36: a quoted name",
                        "\"m\" 1\n\"n\"2\n\"o\"{a=\"b\"} 3\n",
                        "untyped m{} 1",
                        "untyped n{} 2",
                        "untyped o{a=\"b\"} 3"),
                accepts(
                        "36: the name inside the braces",
                        "{\"m\",a=\"b\"} 1\n{a=\"c\",\"m\"} 2\n{ \"m\" , } 3\n{m} 4\n",
                        "untyped m{a=\"b\"} 1",
                        "untyped m{a=\"c\"} 2",
                        "untyped m{} 3",
                        "untyped m{} 4"),
                accepts("36: a quoted label name", "m{\"a\"=\"b\"} 1\n", "untyped m{a=\"b\"} 1"),
                accepts(
                        "36: le on either side of the name inside the braces",
                        "# TYPE h histogram\n{\"h_bucket\",le=\"1\"} 1\n{le=\"2\",a=\"b\",\"h_bucket\"} 2\n",
                        "histogram h{} 1:1",
                        "histogram h{a=\"b\"} 2:2"),
                accepts(
                        "38: quoted names in comments",
                        "# TYPE \"m\" gauge\n# HELP \"m\" x\nm 1\n",
                        "help m: x",
                        "gauge m{} 1"),
                accepts(
                        "OpenMetrics: no suffix is taken off",
                        "# TYPE m counter\nm_total 1\n# EOF\n",
                        "untyped m_total{} 1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void acceptsWhatTheOriginalAccepts(String rule, String body, List<String> expected) throws Exception {
        assertThat(Shown.lines(parse(body, NameRules.LEGACY))).isEqualTo(expected);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refuses("2: a sample without line end", "m 1", 1, "unexpected end of input stream"),
                refuses("2: a comment without line end", "m 1\n#", 2, "unexpected end of input stream"),
                refuses("2: EOF without line end", "# EOF", 1, "unexpected end of input stream"),
                refuses("2: half a label", "m{a=\"b", 1, "unexpected end of input stream"),
                refuses("2: half an escape", "m{a=\"\\", 1, "unexpected end of input stream"),
                refuses("3: CR behind a value", "m 1\r\n", 1, "expected float as value, got \"1\\r\""),
                refuses("3: CR behind a type", "# TYPE m gauge\r\n", 1, "unknown metric type \"gauge\\r\""),
                refuses("3: CR behind a timestamp", "m 1 2\r\n", 1, "expected integer as timestamp, got \"2\\r\""),
                refuses("3: CR alone", "m 1\n\r\n", 2, "invalid metric name"),
                refuses("3: CR not at the end", "m 1\r 2\n", 1, "expected float as value, got \"1\\r\""),
                refuses("5: a comment behind a sample", "m 1 # c\n", 1, "expected integer as timestamp, got \"#\""),
                refuses("6: a byte order mark", "\uFEFFm 1\n", 1, "invalid metric name"),
                refuses("7: a dash in a name", "# HELP m-x y\n", 1, "invalid metric name in comment"),
                refuses("7: a digit first", "# TYPE 1m gauge\n", 1, "invalid metric name in comment"),
                refuses("7: no blank behind a quoted name", "# TYPE \"m\"gauge\n", 1, "invalid metric name in comment"),
                refuses("9: help twice", "# HELP m x\n# HELP m x\n", 2, "second HELP line for metric name \"m\""),
                refuses("9: another escape in help", "# HELP m a\\tb\n", 1, "invalid escape sequence '\\t'"),
                refuses("9: a line end escaped in help", "# HELP m a\\\nm 1\n", 1, "invalid escape sequence '\\\n'"),
                refuses("10: a type of OpenMetrics", "# TYPE m info\n", 1, "unknown metric type \"info\""),
                refuses("10: a blank behind the type", "# TYPE m gauge \n", 1, "unknown metric type \"gauge \""),
                refuses(
                        "11: TYPE after samples",
                        "m 1\n# TYPE m gauge\n",
                        2,
                        "second TYPE line for metric name \"m\", or TYPE reported after samples"),
                refuses(
                        "11: TYPE twice",
                        "# TYPE m gauge\n# TYPE m gauge\n",
                        2,
                        "second TYPE line for metric name \"m\", or TYPE reported after samples"),
                refuses(
                        "12: TYPE of a part",
                        "# TYPE h histogram\n# TYPE h_count gauge\n",
                        2,
                        "second TYPE line for metric name \"h\", or TYPE reported after samples"),
                refuses(
                        "12: help of a part after that of the base",
                        "# TYPE s summary\n# HELP s x\n# HELP s_sum y\n",
                        3,
                        "second HELP line for metric name \"s\""),
                refuses("14: a digit first", "1m 1\n", 1, "invalid metric name"),
                refuses("14: a dash in a name", "m-n 1\n", 1, "expected float as value, got \"-n\""),
                refuses("14: a dot in a name", "m.n 1\n", 1, "expected float as value, got \".n\""),
                refuses("17: a comma alone", "m{,} 1\n", 1, "invalid label name for metric \"m\""),
                refuses("17: two commas", "m{a=\"b\",,} 1\n", 1, "invalid label name for metric \"m\""),
                refuses("18: a colon first", "m{:a=\"b\"} 1\n", 1, "invalid label name for metric \"m\""),
                refuses(
                        "18: a dash in a label name",
                        "m{a-b=\"c\"} 1\n",
                        1,
                        "expected '=' after label name, found '-'"),
                refuses("18: two words", "m{a b=\"c\"} 1\n", 1, "expected '=' after label name, found 'b'"),
                refuses("18: a quote", "m{a'=\"c\"} 1\n", 1, "expected '=' after label name, found '\\''"),
                refuses("18: no label", "m{\"n\"} 1\n", 1, "expected '=' after label name, found '}'"),
                refuses("18: a line end", "m{a\n", 1, "expected '=' after label name, found '\\n'"),
                refuses("19: __name__", "m{__name__=\"x\"} 1\n", 1, "label name \"__name__\" is reserved"),
                refuses("20: single quotes", "m{a='b'} 1\n", 1, "expected '\"' at start of label value, found '\\''"),
                refuses("20: another escape", "m{a=\"\\t\"} 1\n", 1, "invalid escape sequence '\\t'"),
                refuses("20: a line end", "m{a=\"b\n\"} 1\n", 1, "label value \"b\" contains unescaped new-line"),
                refuses("20: more behind the quote", "m{a=\"b\"c=\"d\"} 1\n", 1, "unexpected end of label value \"b\""),
                refuses("21: a label twice", "m{a=\"b\",a=\"b\"} 1\n", 1, "duplicate label names for metric \"m\""),
                refuses("25: no value", "m\n", 1, "expected float as value, got \"\""),
                refuses("25: no value behind braces", "m{a=\"b\"} \n", 1, "expected float as value, got \"\""),
                refuses("25: hexadecimal", "m 0x1F\n", 1, "expected float as value, got \"0x1F\""),
                refuses("25: underscores", "m 1_000\n", 1, "expected float as value, got \"1_000\""),
                refuses("25: overflow", "m 1e999\n", 1, "expected float as value, got \"1e999\""),
                refuses("25: NaN with a sign", "m +NaN\n", 1, "expected float as value, got \"+NaN\""),
                refuses("26: a blank behind the value", "m 1 \n", 1, "expected integer as timestamp, got \"\""),
                refuses("26: a fraction", "m 1 1.5\n", 1, "expected integer as timestamp, got \"1.5\""),
                refuses(
                        "26: beyond 64 bits",
                        "m 1 9223372036854775808\n",
                        1,
                        "expected integer as timestamp, got \"9223372036854775808\""),
                refuses("26: more behind the timestamp", "m 1 1 x\\y\n", 1, "spurious string after timestamp: \" xy\""),
                refuses(
                        "29: le of a sum is no float",
                        "# TYPE h histogram\nh_sum{le=\"x\"} 1\n",
                        2,
                        "expected float as value for 'le' label, got \"x\""),
                refuses(
                        "30: quantile is no float",
                        "# TYPE s summary\ns{quantile=\"x\"} 1\n",
                        2,
                        "expected float as value for 'quantile' label, got \"x\""),
                refuses(
                        "31: le is no float",
                        "# TYPE h histogram\nh_bucket{le=\"\"} 1\n",
                        2,
                        "expected float as value for 'le' label, got \"\""),
                refuses(
                        "31: le before the name is no float",
                        "# TYPE h histogram\n{le=\"x\",\"h\"} 1\n",
                        2,
                        "expected float as value for 'le' label, got \"x\""),
                refuses(
                        "33: a negative count",
                        "# TYPE h histogram\nh_count -0.5\n",
                        2,
                        "negative count for histogram \"h\""),
                refuses(
                        "33: a negative bucket",
                        "# TYPE h gauge_histogram\nh_bucket{le=\"1\"} -1\n",
                        2,
                        "negative bucket population for histogram \"h\""),
                refuses("37: a dot in a quoted name", "\"m.n\" 1\n", 1, "invalid metric name \"m.n\""),
                refuses("37: a dot in a name inside braces", "{\"m.n\"} 1\n", 1, "invalid metric name \"m.n\""),
                refuses("37: a dash in a quoted label name", "m{\"a-b\"=\"c\"} 1\n", 1, "invalid label name \"a-b\""),
                refuses(
                        "37: escapes in a quoted name",
                        "\"m\\\\\\\"\\n\" 1\n",
                        1,
                        "invalid metric name \"m\\\\\\\"\\n\""),
                refuses("37: another escape in a quoted name", "\"m\\t\" 1\n", 1, "invalid escape sequence '\\t'"),
                refuses(
                        "37: a line end in a metric name",
                        "\"m\n\" 1\n",
                        1,
                        "metric name \"m\" contains unescaped new-line"),
                refuses("37: a line end in a label name", "m{\"a\n", 1, "label name \"a\" contains unescaped new-line"),
                refuses("37: an empty metric name", "\"\" 1\n", 1, "invalid metric name"),
                refuses("37: an empty metric name in a comment", "# HELP \"\" x\n", 1, "invalid metric name \"\""),
                refuses("37: an empty label name", "m{\"\"=\"b\"} 1\n", 1, "invalid label name for metric \"m\""),
                refuses("38: a dot in a comment", "# TYPE \"m.n\" gauge\n", 1, "invalid metric name \"m.n\""),
                refuses("39: two names", "{\"m\",\"n\"} 1\n", 1, "multiple metric names for metric \"m\""),
                refuses("39: more behind the name", "{\"m\" x} 1\n", 1, "unexpected end of metric name 'x'"),
                refuses("39: labels without name", "{a=\"b\"} 1\n", 1, "invalid metric name"),
                refuses(
                        "we: 9: help that is not UTF-8",
                        "# HELP m x\u00FF\n",
                        1,
                        "help text of metric \"m\" is not UTF-8: \"x\\xff\""),
                refuses("20: a value that is not UTF-8", "m{a=\"\u00FF\"} 1\n", 1, "invalid label value \"\\xff\""),
                refuses(
                        "we: 21: le twice",
                        "# TYPE h histogram\nh{le=\"1\",le=\"2\"} 1\n",
                        2,
                        "duplicate label names for metric \"h\""),
                refuses(
                        "we: 32: a bucket twice",
                        "# TYPE h histogram\nh_bucket{a=\"b\",le=\"1\"} 1\nh_bucket{a=\"b\",le=\"1.0\"} 1\n",
                        3,
                        "second sample with 'le' label \"1\" for histogram \"h\" {a=\"b\"}"),
                refuses(
                        "we: 32: an earlier bucket twice",
                        "# TYPE h histogram\nh{le=\"0\"} 1\nh{le=\"2\"} 1\nh{le=\"1\"} 1\nh{le=\"-0\"} 1\n",
                        5,
                        "second sample with 'le' label \"0\" for histogram \"h\" {}"),
                refuses(
                        "we: 32: a quantile twice",
                        "# TYPE s summary\ns{quantile=\"1\"} 1\ns{quantile=\"1\"} 1\n",
                        3,
                        "second sample with 'quantile' label \"1\" for summary \"s\" {}"),
                refuses(
                        "we: 33: a count that is no number",
                        "# TYPE h histogram\nh_count NaN\n",
                        2,
                        "count for histogram \"h\" is not a number"),
                refuses(
                        "we: 33: a bucket that is no number",
                        "# TYPE h histogram\nh{le=\"1\"} NaN\n",
                        2,
                        "bucket population for histogram \"h\" is not a number"),
                refuses(
                        "we: 33: a negative count of a summary",
                        "# TYPE s summary\ns_count -1\n",
                        2,
                        "negative count for summary \"s\""),
                refuses(
                        "we: 33: a count of a summary that is no number",
                        "# TYPE s summary\ns_count NaN\n",
                        2,
                        "count for summary \"s\" is not a number"),
                refuses(
                        "we: 33: a count of a summary beyond 64 bits",
                        "# TYPE s summary\ns_count +Inf\n",
                        2,
                        "count beyond 64 bits for summary \"s\""),
                refuses("we: 36: a quote inside a name", "m\"n\" 1\n", 1, "expected float as value, got \"\\\"n\\\"\""),
                refuses("we: 39: empty braces without name", "{} 1\n", 1, "invalid metric name"),
                refuses("we: 39: labels without name after a sample", "m 1\n{a=\"b\"} 1\n", 2, "invalid metric name"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusesWithTheOriginalsText(String rule, String body, int line, String message) {
        assertThatThrownBy(() -> parse(body, NameRules.LEGACY))
                .isInstanceOf(MalformedPushException.class)
                .message()
                .startsWith(
                        "text format parsing error in line " + line + ": " + message + "\nline " + line + ", column ");
    }

    static Stream<Arguments> acceptedInUtf8() {
        return Stream.of(
                accepts("a dot in a name", "{\"m.n\",\"a-b\"=\"c\"} 1\n", "untyped m.n{a-b=\"c\"} 1"),
                accepts("blanks in a name", "# HELP \"m n\" x\n\"m n\" 1\n", "help m n: x", "untyped m n{} 1"),
                accepts("escapes in a name", "\"\\\\\\\"\\n\" 1\n", "untyped \\\"\n{} 1"),
                accepts("characters beyond ASCII", "{\"\u00E9\"} 1\n", "untyped \u00E9{} 1"),
                accepts(
                        "parts",
                        "# TYPE \"h x\" histogram\n{\"h x_bucket\",le=\"1\"} 1\n{\"h x_count\"} 2\n",
                        "histogram h x{} count=2 1:1"),
                accepts("plain names", "m{a=\"b\"} 1\n", "untyped m{a=\"b\"} 1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("acceptedInUtf8")
    void takesAnyNameInUtf8(String name, String body, List<String> expected) throws Exception {
        assertThat(Shown.lines(parse(body, NameRules.UTF8))).isEqualTo(expected);
    }

    static Stream<Arguments> refusedInUtf8() {
        return Stream.of(
                refuses("a name that is not UTF-8", "\"m\u00FF\" 1\n", 1, "invalid metric name \"m\\xff\""),
                refuses("a label name that is not UTF-8", "m{\"\u00FF\"=\"b\"} 1\n", 1, "invalid label name \"\\xff\""),
                refuses("an empty name", "\"\" 1\n", 1, "invalid metric name"),
                refuses("a dot without quotes", "m.n 1\n", 1, "expected float as value, got \".n\""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedInUtf8")
    void refusesWhatIsNoNameInUtf8(String name, String body, int line, String message) {
        assertThatThrownBy(() -> parse(body, NameRules.UTF8))
                .message()
                .startsWith(
                        "text format parsing error in line " + line + ": " + message + "\nline " + line + ", column ");
    }

    @Test
    void readsNoFurtherThanTheLengthSays() throws Exception {
        byte[] body = "m 1\nn 2\n".getBytes(StandardCharsets.US_ASCII);

        assertThat(Shown.lines(TextParser.parse(body, 4, NameRules.LEGACY))).containsExactly("untyped m{} 1");
        assertThatThrownBy(() -> TextParser.parse(body, 3, NameRules.LEGACY)).hasMessageContaining("unexpected end");
    }

    private static Arguments accepts(String name, String body, String... expected) {
        return arguments(name, body, List.of(expected));
    }

    private static Arguments refuses(String name, String body, int line, String message) {
        return arguments(name, body, line, message);
    }

    /** Parses a body in UTF-8 in which U+00FF stands for a byte that UTF-8 does not have. */
    private static List<PushedFamily> parse(String body, NameRules rules) throws MalformedPushException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.codePoints().forEach(c -> {
            if (c == 0xFF) {
                bytes.write(c);
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        });
        return TextParser.parse(bytes.toByteArray(), bytes.size(), rules);
    }
}
