package dev.quorumgate.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.quorumgate.proto.client.BucketSpan;
import dev.quorumgate.proto.client.Histogram;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.MetricType;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: native histograms are taken if and only if Prometheus takes them at the scrape. Method: one deviation a row. */
class NativeHistogramTest {
    /** A histogram of integers: 1 and 3 below zero, 2 around it, 4, 4 and 1 above. */
    static Histogram.Builder consistent() {
        return Histogram.newBuilder()
                .setSampleCount(15)
                .setSampleSum(1.5)
                .setSchema(3)
                .setZeroThreshold(1e-128)
                .setZeroCount(2)
                .addNegativeSpan(span(-5, 2))
                .addNegativeDelta(1)
                .addNegativeDelta(2)
                .addPositiveSpan(span(0, 2))
                .addPositiveSpan(span(7, 0))
                .addPositiveSpan(span(1, 1))
                .addPositiveDelta(4)
                .addPositiveDelta(0)
                .addPositiveDelta(-3);
    }

    /** A histogram of floats with the same spans, whose counts do not add up, as those of floats need not. */
    private static Histogram.Builder consistentFloats() {
        return consistent()
                .clearSampleCount()
                .clearZeroCount()
                .clearNegativeDelta()
                .clearPositiveDelta()
                .setSampleCountFloat(1)
                .setZeroCountFloat(0.5)
                .addAllNegativeCount(List.of(1.0, 0.0))
                .addAllPositiveCount(List.of(4.5, 0.5, 1.0));
    }

    static Stream<Arguments> accepted() {
        return Stream.of(
                row("integers", histogram -> histogram),
                row(
                        "no buckets, marked as native by an empty span",
                        histogram -> histogram.clear().addPositiveSpan(span(0, 0))),
                row(
                        "a zero bucket alone",
                        histogram -> histogram
                                .clear()
                                .setZeroThreshold(1)
                                .setZeroCount(3)
                                .setSampleCount(3)),
                row(
                        "observations of NaN, which are in no bucket",
                        histogram -> histogram.setSampleSum(Double.NaN).setSampleCount(16)),
                row("the lowest schema", histogram -> histogram.setSchema(-4)),
                row("the highest schema", histogram -> histogram.setSchema(8)),
                row("a threshold of zero", histogram -> histogram.setZeroThreshold(0)),
                row(
                        "counts near 2^64",
                        histogram -> histogram
                                .clear()
                                .setZeroCount(-2)
                                .addPositiveSpan(span(0, 1))
                                .addPositiveDelta(1)
                                .setSampleCount(-1)),
                row("floats", histogram -> consistentFloats()),
                row(
                        "floats, with deltas that Prometheus does not look at",
                        histogram -> consistentFloats().addPositiveDelta(-1)),
                row(
                        "a schema that belongs to no native bucket",
                        histogram -> histogram.clear().setSchema(100).setSampleCount(3)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void acceptsWhatIsConsistent(String name, UnaryOperator<Histogram.Builder> deviation) throws Exception {
        Metric metric = ProtobufParserTest.histogram(deviation.apply(consistent()));

        assertThat(ProtobufParserTest.parse(body(metric))
                        .get(0)
                        .metrics()
                        .get(0)
                        .value())
                .isEqualTo(metric.toByteArray());
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                row("a schema too low", histogram -> histogram.setSchema(-5), "schema must be from -4 to 8, got -5"),
                row("a schema too high", histogram -> histogram.setSchema(9), "schema must be from -4 to 8, got 9"),
                row("custom buckets", histogram -> histogram.setSchema(-53), "schema must be from -4 to 8, got -53"),
                row(
                        "a negative threshold",
                        histogram -> histogram.setZeroThreshold(-1),
                        "zero_threshold must be a finite number from 0 up, got -1"),
                row(
                        "an infinite threshold",
                        histogram -> histogram.setZeroThreshold(Double.POSITIVE_INFINITY),
                        "zero_threshold must be a finite number from 0 up, got +Inf"),
                row(
                        "a threshold that is no number",
                        histogram -> histogram.setZeroThreshold(Double.NaN),
                        "zero_threshold must be a finite number from 0 up, got NaN"),
                row(
                        "too few buckets",
                        histogram -> histogram.clearNegativeDelta(),
                        "negative side: spans need 2 buckets, have 0 buckets"),
                row(
                        "too many buckets",
                        histogram -> histogram.addPositiveDelta(0),
                        "positive side: spans need 3 buckets, have 4 buckets"),
                row(
                        "buckets without spans",
                        histogram -> histogram.clear().addPositiveDelta(0),
                        "positive side: spans need 0 buckets, have 1 buckets"),
                row(
                        "a span that claims all it can",
                        histogram -> histogram.addPositiveSpan(span(0, -1)),
                        "positive side: spans need 4294967298 buckets, have 3 buckets"),
                row(
                        "a gap that is negative",
                        histogram -> histogram.setPositiveSpan(2, span(-1, 1)),
                        "positive side: span number 3 has offset -1, which must not be negative"),
                row(
                        "a bucket that is negative",
                        histogram -> histogram.setPositiveDelta(2, -5),
                        "positive side: bucket number 3 has observation count of -1"),
                row(
                        "a bucket beyond 63 bits",
                        histogram -> histogram.setPositiveDelta(1, Long.MAX_VALUE),
                        "positive side: bucket number 2 has observation count of -9223372036854775805"),
                row(
                        "a count too high",
                        histogram -> histogram.setSampleCount(16),
                        "15 observations found in buckets, but the sample count is 16"),
                row(
                        "a count too low",
                        histogram -> histogram.setSampleCount(14),
                        "15 observations found in buckets, but the sample count is 14"),
                row(
                        "a count too low with observations of NaN",
                        histogram -> histogram.setSampleCount(14).setSampleSum(Double.NaN),
                        "15 observations found in buckets, but the sample count is 14"),
                row(
                        "buckets beyond 64 bits",
                        histogram -> histogram.setZeroCount(-1),
                        "18446744073709551615 observations found in buckets, but the sample count is 15"),
                row(
                        "a bucket of floats that is negative",
                        histogram -> consistentFloats().setPositiveCount(1, -0.5),
                        "positive side: bucket number 2 has observation count of -0.5"),
                row(
                        "a bucket of floats that is no number",
                        histogram -> consistentFloats().setNegativeCount(0, Double.NaN),
                        "negative side: bucket number 1 has observation count of NaN"),
                row(
                        "too few buckets of floats",
                        histogram -> consistentFloats().clearPositiveCount(),
                        "positive side: spans need 3 buckets, have 0 buckets"),
                row(
                        "a negative zero bucket",
                        histogram -> consistentFloats().setZeroCountFloat(-1),
                        "zero_count_float must be a number from 0 up, got -1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void refusesWhatIsNot(String name, UnaryOperator<Histogram.Builder> deviation, String message) {
        Metric metric = ProtobufParserTest.histogram(deviation.apply(consistent()));

        assertThatThrownBy(() -> ProtobufParserTest.parse(body(metric)))
                .message()
                .startsWith("metric \"h\" {}: " + message + "\n");
    }

    private static byte[] body(Metric metric) {
        return ProtobufParserTest.delimited(List.of(ProtobufParserTest.family("h", MetricType.HISTOGRAM, metric)));
    }

    private static Arguments row(String name, UnaryOperator<Histogram.Builder> deviation) {
        return arguments(name, deviation);
    }

    private static Arguments row(String name, UnaryOperator<Histogram.Builder> deviation, String message) {
        return arguments(name, deviation, message);
    }

    private static BucketSpan span(int offset, int length) {
        return BucketSpan.newBuilder().setOffset(offset).setLength(length).build();
    }
}
