package dev.quorumgate.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import dev.quorumgate.model.PushedFamily;
import dev.quorumgate.proto.client.Bucket;
import dev.quorumgate.proto.client.Counter;
import dev.quorumgate.proto.client.Exemplar;
import dev.quorumgate.proto.client.Gauge;
import dev.quorumgate.proto.client.Histogram;
import dev.quorumgate.proto.client.LabelPair;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.MetricFamily;
import dev.quorumgate.proto.client.MetricType;
import dev.quorumgate.proto.client.Quantile;
import dev.quorumgate.proto.client.Summary;
import dev.quorumgate.proto.client.Untyped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Source of the rules: API reference of the original, section 5, with what it wants of us. */
class ProtobufParserTest {
    private static final String MALFORMED = "proto: cannot parse invalid wire-format data";
    private static final ByteString NOT_UTF8 = ByteString.copyFrom(new byte[] {'x', (byte) 0xFF});

    static Stream<Arguments> accepted() {
        return Stream.of(
                arguments("nothing", List.of(), List.of()),
                arguments("a counter", List.of(family("c", MetricType.COUNTER, counter(5))), List.of("counter c{} 5")),
                arguments(
                        "a family without type is a counter",
                        List.of(family("c", MetricType.COUNTER, counter(5)).toBuilder()
                                .clearType()
                                .build()),
                        List.of("counter c{} 5")),
                arguments(
                        "labels in their order, names that occur twice too",
                        List.of(family("g", MetricType.GAUGE, gauge(1, "b", "2", "a", "", "b", "é"))),
                        List.of("gauge g{b=\"2\",a=\"\",b=\"é\"} 1")),
                arguments(
                        "the last of two families of one name, in the place of the first",
                        List.of(
                                family("c", MetricType.COUNTER, counter(5)),
                                family("d", MetricType.COUNTER, counter(6)),
                                family("c", MetricType.GAUGE, gauge(7))),
                        List.of("gauge c{} 7", "counter d{} 6")),
                arguments(
                        "help and unit",
                        List.of(family("g", MetricType.GAUGE).toBuilder()
                                .setHelp("é\n")
                                .setUnit("")
                                .build()),
                        List.of("help g: é\n", "unit g: ")),
                arguments(
                        "an untyped value without number",
                        List.of(family(
                                "u",
                                MetricType.UNTYPED,
                                Metric.newBuilder()
                                        .setUntyped(Untyped.getDefaultInstance())
                                        .build())),
                        List.of("untyped u{} 0")),
                arguments(
                        "a summary",
                        List.of(family("s", MetricType.SUMMARY, summary(0.9, 0.5))),
                        List.of("summary s{} count=3 sum=4 0.9:0 0.5:0")),
                arguments(
                        "a histogram",
                        List.of(family(
                                "h",
                                MetricType.HISTOGRAM,
                                histogram(Histogram.newBuilder()
                                        .setSampleCount(3)
                                        .addBucket(bucket(2))
                                        .addBucket(bucket(1))))),
                        List.of("histogram h{} count=3 2:0 1:0")),
                arguments(
                        "a gauge histogram",
                        List.of(family(
                                "h",
                                MetricType.GAUGE_HISTOGRAM,
                                histogram(Histogram.newBuilder().setSampleCount(3)))),
                        List.of("gauge_histogram h{} count=3")),
                arguments(
                        "a timestamp of zero",
                        List.of(family(
                                "g",
                                MetricType.GAUGE,
                                gauge(1).toBuilder().setTimestampMs(0).build())),
                        List.of("gauge g{} 1 timestamped")),
                arguments(
                        "a value of another type",
                        List.of(
                                family("g", MetricType.GAUGE, counter(1)),
                                family("h", MetricType.GAUGE_HISTOGRAM, gauge(2))),
                        List.of("gauge g{} 1 unfit", "gauge_histogram h{} 2 unfit")),
                arguments(
                        "a metric that holds nothing",
                        List.of(family("g", MetricType.GAUGE, Metric.getDefaultInstance())),
                        List.of("gauge g{} unfit")),
                arguments(
                        "two values of which one fits",
                        List.of(family(
                                "g",
                                MetricType.GAUGE,
                                gauge(1).toBuilder().mergeFrom(counter(1)).build())),
                        List.of("gauge g{} 1 1")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void acceptsWhatClientsPush(String name, List<MetricFamily> families, List<String> expected) throws Exception {
        assertThat(Shown.lines(parse(delimited(families)))).isEqualTo(expected);
    }

    static Stream<Arguments> kept() {
        Exemplar exemplar = Exemplar.newBuilder()
                .addLabel(pair("trace", "é"))
                .setValue(1)
                .setTimestamp(Timestamp.newBuilder().setSeconds(5))
                .build();
        return Stream.of(
                arguments(
                        "an exemplar and a creation time",
                        Metric.newBuilder()
                                .setCounter(Counter.newBuilder()
                                        .setExemplar(exemplar)
                                        .setCreatedTimestamp(
                                                Timestamp.newBuilder().setNanos(7)))),
                arguments(
                        "exemplars of buckets",
                        Metric.newBuilder()
                                .setHistogram(Histogram.newBuilder()
                                        .addBucket(bucket(1).setExemplar(exemplar))
                                        .addExemplars(exemplar))),
                arguments(
                        "fields that nobody knows",
                        gauge(1).toBuilder()
                                .setUnknownFields(unknown())
                                .setGauge(Gauge.newBuilder().setValue(1).setUnknownFields(unknown()))),
                arguments("native buckets", Metric.newBuilder().setHistogram(NativeHistogramTest.consistent())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kept")
    void keepsEverythingInAMetricButItsLabels(String name, Metric.Builder metric) throws Exception {
        Metric labelled =
                metric.clone().addLabel(pair("a", "1")).addLabel(pair("b", "2")).build();
        // A label may stand anywhere: here one is behind the value as well.
        ByteString scattered = labelled.toByteString()
                .concat(Metric.newBuilder().addLabel(pair("c", "3")).build().toByteString());
        ByteString family = family("m", MetricType.COUNTER)
                .toByteString()
                .concat(field(MetricFamily.METRIC_FIELD_NUMBER, scattered));

        List<PushedFamily> families = parse(delimited(family));

        assertThat(Metric.parseFrom(families.get(0).metrics().get(0).value())).isEqualTo(metric.build());
        assertThat(families.get(0).metrics().get(0).labels())
                .extracting(label -> label.name() + label.value())
                .containsExactly("a1", "b2", "c3");
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refuses("a blank in a metric name", family("1 x", MetricType.GAUGE), "invalid metric name \"1 x\""),
                refuses("an empty metric name", family("", MetricType.GAUGE), "invalid metric name \"\""),
                refuses("no metric name", MetricFamily.getDefaultInstance(), "invalid metric name \"\""),
                refuses(
                        "a metric name that is not UTF-8",
                        family("m", MetricType.GAUGE).toBuilder()
                                .setNameBytes(NOT_UTF8)
                                .build(),
                        "invalid metric name \"x\\xff\""),
                refuses(
                        "help that is not UTF-8",
                        family("m", MetricType.GAUGE).toBuilder()
                                .setHelpBytes(NOT_UTF8)
                                .build(),
                        "help text of metric \"m\" is not UTF-8: \"x\\xff\""),
                refuses(
                        "a unit that is not UTF-8",
                        family("m", MetricType.GAUGE).toBuilder()
                                .setUnitBytes(NOT_UTF8)
                                .build(),
                        "unit of metric \"m\" is not UTF-8: \"x\\xff\""),
                refuses(
                        "a dash in a label name",
                        family("m", MetricType.GAUGE, gauge(1, "a-b", "")),
                        "invalid label name \"a-b\" of metric \"m\""),
                refuses(
                        "an empty label name",
                        family("m", MetricType.GAUGE, gauge(1, "", "x")),
                        "invalid label name \"\" of metric \"m\""),
                refuses(
                        "a label without name and value",
                        family(
                                "m",
                                MetricType.GAUGE,
                                Metric.newBuilder()
                                        .addLabel(LabelPair.getDefaultInstance())
                                        .build()),
                        "invalid label name \"\" of metric \"m\""),
                refuses(
                        "a label name that is not UTF-8",
                        family(
                                "m",
                                MetricType.GAUGE,
                                Metric.newBuilder()
                                        .addLabel(LabelPair.newBuilder().setNameBytes(NOT_UTF8))
                                        .build()),
                        "invalid label name \"x\\xff\" of metric \"m\""),
                refuses(
                        "a label value that is not UTF-8",
                        family(
                                "m",
                                MetricType.GAUGE,
                                Metric.newBuilder()
                                        .addLabel(pair("a", "").toBuilder().setValueBytes(NOT_UTF8))
                                        .build()),
                        "invalid label value \"x\\xff\" of metric \"m\""),
                refuses(
                        "an exemplar that is not UTF-8",
                        family(
                                "m",
                                MetricType.COUNTER,
                                Metric.newBuilder()
                                        .setCounter(Counter.newBuilder()
                                                .setExemplar(Exemplar.newBuilder()
                                                        .addLabel(pair("a", "").toBuilder()
                                                                .setValueBytes(NOT_UTF8))))
                                        .build()),
                        "invalid label value \"x\\xff\" of metric \"m\""),
                refuses(
                        "a quantile twice",
                        family(
                                "s",
                                MetricType.SUMMARY,
                                summary(0.5, 1, 0.5).toBuilder()
                                        .addLabel(pair("a", "b"))
                                        .build()),
                        "metric \"s\" {a=\"b\"}: second quantile 0.5"),
                refuses(
                        "a bucket twice",
                        family(
                                "h",
                                MetricType.HISTOGRAM,
                                histogram(Histogram.newBuilder()
                                        .addBucket(bucket(1))
                                        .addBucket(bucket(1)))),
                        "metric \"h\" {}: second bucket with upper bound 1"),
                refuses(
                        "a negative count of a bucket",
                        family(
                                "h",
                                MetricType.HISTOGRAM,
                                histogram(Histogram.newBuilder()
                                        .addBucket(bucket(1).setCumulativeCountFloat(-1)))),
                        "metric \"h\" {}: cumulative_count_float must be a number from 0 up, got -1"),
                refuses(
                        "a count that is no number",
                        family(
                                "h",
                                MetricType.HISTOGRAM,
                                histogram(Histogram.newBuilder().setSampleCountFloat(Double.NaN))),
                        "metric \"h\" {}: sample_count_float must be a number from 0 up, got NaN"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusesWhatScrapersCouldNotRead(String name, MetricFamily family, String message) {
        assertThatThrownBy(() -> parse(delimited(List.of(family))))
                .isInstanceOf(MalformedPushException.class)
                .message()
                .startsWith(message + "\n");
    }

    @Test
    void refusesATypeThatNobodyKnows() {
        ByteString family =
                family("m", MetricType.GAUGE).toByteString().concat(ByteString.copyFrom(new byte[] {0x18, 17}));

        assertThatThrownBy(() -> parse(delimited(family)))
                .hasMessage("unknown metric type 17 of metric \"m\"\nmessage 1, before byte 8 of the decoded body");
    }

    @Test
    void refusesAValueInTwoPieces() {
        ByteString twice = gauge(1, "a", "b").toByteString().concat(gauge(2).toByteString());
        ByteString family =
                family("m", MetricType.GAUGE).toByteString().concat(field(MetricFamily.METRIC_FIELD_NUMBER, twice));

        assertThatThrownBy(() -> parse(delimited(family)))
                .message()
                .startsWith(
                        "metric \"m\" {a=\"b\"}: field gauge occurs twice\nmessage 1 (\"m\"), metric 1, before byte ");
    }

    @Test
    void takesAnyNameInUtf8() throws Exception {
        byte[] body = delimited(List.of(family("m.n", MetricType.GAUGE, gauge(1, "a-b", "c"))));

        assertThat(Shown.lines(ProtobufParser.parse(body, body.length, NameRules.UTF8)))
                .containsExactly("gauge m.n{a-b=\"c\"} 1");
    }

    @Test
    void keepsFamiliesWithoutMetrics() throws Exception {
        assertThat(parse(delimited(List.of(family("m", MetricType.GAUGE)))))
                .extracting(PushedFamily::name)
                .containsExactly("m");
    }

    @Test
    void takesFieldsInAnyOrder() throws Exception {
        ByteString family = field(MetricFamily.METRIC_FIELD_NUMBER, gauge(1).toByteString())
                .concat(family("m", MetricType.GAUGE).toByteString());

        assertThat(Shown.lines(parse(delimited(family)))).containsExactly("gauge m{} 1");
    }

    static Stream<Arguments> garbage() {
        return Stream.of(
                arguments("a length beyond the end", "05 0A016D", "unexpected EOF"),
                arguments("half a length", "80", "unexpected EOF"),
                arguments("a length of 64 bits", "FFFFFFFFFFFFFFFFFF01", "unexpected EOF"),
                arguments("a length of more bits", "FFFFFFFFFFFFFFFFFFFF01", "unexpected EOF"),
                arguments("a string beyond its message", "03 0A056D", MALFORMED),
                arguments("a length whose upper bits are set", "0A 0A816080808080808000 6D", MALFORMED),
                arguments("a field number of zero", "02 0001", MALFORMED),
                arguments("a tag of more than 32 bits", "0B 0A016D 8080808010 00 1800", MALFORMED),
                arguments("a group", "05 0A016D 0B0C", MALFORMED),
                arguments("the end of a group", "04 0A016D 0C", MALFORMED),
                arguments("wire type 6", "05 0A016D 1E00", MALFORMED),
                arguments("half a number", "0B 0A016D 22 06 12 04 09000000", MALFORMED),
                arguments(
                        "garbage in a time stamp of an exemplar",
                        "11 0A016D 220C 1A0A 1208 1A069B540102030405",
                        MALFORMED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("garbage")
    void refusesWhatIsNoProtobuf(String name, String hex, String message) {
        byte[] body = HexFormat.of().parseHex(hex.replace(" ", ""));

        assertThatThrownBy(() -> ProtobufParser.parse(body, body.length, NameRules.LEGACY))
                .message()
                .startsWith(message + "\n");
    }

    private static Arguments refuses(String name, MetricFamily family, String message) {
        return arguments(name, family, message);
    }

    static MetricFamily family(String name, MetricType type, Metric... metrics) {
        return MetricFamily.newBuilder()
                .setName(name)
                .setType(type)
                .addAllMetric(List.of(metrics))
                .build();
    }

    static Metric gauge(double value, String... labels) {
        Metric.Builder metric = Metric.newBuilder().setGauge(Gauge.newBuilder().setValue(value));
        for (int i = 0; i < labels.length; i += 2) {
            metric.addLabel(pair(labels[i], labels[i + 1]));
        }
        return metric.build();
    }

    static Metric histogram(Histogram.Builder histogram) {
        return Metric.newBuilder().setHistogram(histogram).build();
    }

    private static Metric counter(double value) {
        return Metric.newBuilder()
                .setCounter(Counter.newBuilder().setValue(value))
                .build();
    }

    private static Metric summary(double... quantiles) {
        Summary.Builder summary = Summary.newBuilder().setSampleCount(3).setSampleSum(4);
        for (double quantile : quantiles) {
            summary.addQuantile(Quantile.newBuilder().setQuantile(quantile).setValue(0));
        }
        return Metric.newBuilder().setSummary(summary).build();
    }

    private static Bucket.Builder bucket(double bound) {
        return Bucket.newBuilder().setUpperBound(bound);
    }

    private static LabelPair pair(String name, String value) {
        return LabelPair.newBuilder().setName(name).setValue(value).build();
    }

    private static UnknownFieldSet unknown() {
        return UnknownFieldSet.newBuilder()
                .addField(
                        100,
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(7)
                                .addFixed32(8)
                                .addFixed64(9)
                                .addLengthDelimited(NOT_UTF8)
                                .build())
                .build();
    }

    private static ByteString field(int number, ByteString message) {
        ByteString.Output out = ByteString.newOutput();
        CodedOutputStream coded = CodedOutputStream.newInstance(out);
        try {
            coded.writeBytes(number, message);
            coded.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteString();
    }

    private static byte[] delimited(ByteString message) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        CodedOutputStream coded = CodedOutputStream.newInstance(body);
        try {
            coded.writeBytesNoTag(message);
            coded.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return body.toByteArray();
    }

    static byte[] delimited(List<MetricFamily> families) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (MetricFamily family : families) {
            body.writeBytes(delimited(family.toByteString()));
        }
        return body.toByteArray();
    }

    static List<PushedFamily> parse(byte[] body) throws MalformedPushException {
        return ProtobufParser.parse(body, body.length, NameRules.LEGACY);
    }
}
