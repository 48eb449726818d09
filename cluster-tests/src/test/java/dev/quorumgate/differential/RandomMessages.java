package dev.quorumgate.differential;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnknownFieldSet;
import dev.quorumgate.proto.client.Bucket;
import dev.quorumgate.proto.client.BucketSpan;
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
import java.util.ArrayList;
import java.util.List;

/** Bodies in delimited protobuf: all types, native histograms, and now and then something that does not fit. */
final class RandomMessages {
    private static final int FAMILIES_MAX = 3;
    private static final int UNKNOWN_FIELD = 99;
    private static final List<String> NAMES = List.of("m", "n", "h", "s", "h", "h_count", "nat", "nat", "c_total", "g");
    private static final List<String> ODD_NAMES = List.of("", "1 x", "m.n", "caf\u00e9", "a b", "m\n1");
    private static final List<Double> VALUES = List.of(
            0.0,
            -0.0,
            1.0,
            2.5,
            -1.0,
            1e6,
            1e300,
            Double.MIN_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY);
    private static final List<String> LABEL_VALUES = List.of("1", "2", "", "\u00fc", "a\"b\\c\nd", "\ud83d\ude00");

    private final Chance chance;

    RandomMessages(Chance chance) {
        this.chance = chance;
    }

    ByteString body() {
        List<MetricFamily> families = new ArrayList<>();
        int count = chance.oneIn(20) ? 0 : 1 + chance.below(FAMILIES_MAX);
        for (int i = 0; i < count; i++) {
            families.add(family());
        }
        return PushedMessages.write(families);
    }

    private MetricFamily family() {
        String name = chance.oneIn(25) ? chance.of(ODD_NAMES) : chance.of(NAMES);
        MetricFamily.Builder family = MetricFamily.newBuilder().setName(name);
        MetricType type = type(name);
        if (!chance.oneIn(30)) {
            family.setType(type);
        }
        if (chance.oneIn(3)) {
            family.setHelp(chance.of("Some help.", "Other help", "", "a\\b\nc"));
        }
        if (chance.oneIn(15)) {
            family.setUnit("seconds");
        }
        int metrics = chance.oneIn(25) ? 0 : 1 + chance.below(3);
        for (int i = 0; i < metrics; i++) {
            family.addMetric(metric(chance.oneIn(40) ? chance.of(List.of(MetricType.values())) : type, name, i));
        }
        if (chance.oneIn(40)) {
            family.setUnknownFields(unknown());
        }
        return family.build();
    }

    private MetricType type(String name) {
        if (chance.oneIn(12)) {
            return chance.of(List.of(MetricType.values()));
        }
        return switch (name) {
            case "h", "nat" -> chance.oneIn(6) ? MetricType.GAUGE_HISTOGRAM : MetricType.HISTOGRAM;
            case "s" -> MetricType.SUMMARY;
            case "c_total" -> MetricType.COUNTER;
            case "g" -> MetricType.GAUGE;
            default -> chance.of(List.of(MetricType.UNTYPED, MetricType.GAUGE));
        };
    }

    private Metric metric(MetricType type, String name, int number) {
        Metric.Builder metric = Metric.newBuilder();
        if (number > 0) {
            metric.addLabel(label("n", Integer.toString(number)));
        }
        if (chance.oneIn(3)) {
            metric.addLabel(label(chance.of("x", "y", "instance", "job"), chance.of(LABEL_VALUES)));
        }
        if (chance.oneIn(40)) {
            metric.addLabel(label(chance.of("", "a-b", "__x", "le", "quantile", "n", "caf\u00e9"), "1"));
        }
        if (chance.oneIn(60)) {
            metric.setTimestampMs(chance.below(2));
        }
        switch (type) {
            case COUNTER -> metric.setCounter(counter());
            case GAUGE -> metric.setGauge(Gauge.newBuilder().setValue(value()));
            case SUMMARY -> metric.setSummary(summary());
            case UNTYPED -> metric.setUntyped(Untyped.newBuilder().setValue(value()));
            default -> metric.setHistogram(name.equals("nat") ? nativeHistogram() : classicHistogram());
        }
        if (chance.oneIn(50)) {
            metric.setGauge(Gauge.newBuilder().setValue(7));
        }
        if (chance.oneIn(50)) {
            metric.setUnknownFields(unknown());
        }
        return metric.build();
    }

    private Counter counter() {
        Counter.Builder counter = Counter.newBuilder().setValue(value());
        if (chance.oneIn(4)) {
            counter.setExemplar(exemplar());
        }
        if (chance.oneIn(4)) {
            counter.setCreatedTimestamp(time());
        }
        return counter.build();
    }

    private Summary summary() {
        Summary.Builder summary = Summary.newBuilder();
        int quantiles = chance.below(3);
        for (int i = 0; i < quantiles; i++) {
            double quantile = chance.oneIn(25) ? chance.of(VALUES) : i / 4.0;
            summary.addQuantile(Quantile.newBuilder().setQuantile(quantile).setValue(value()));
        }
        if (!chance.oneIn(5)) {
            summary.setSampleCount(chance.below(100)).setSampleSum(value());
        }
        if (chance.oneIn(4)) {
            summary.setCreatedTimestamp(time());
        }
        return summary.build();
    }

    private Histogram classicHistogram() {
        Histogram.Builder histogram = Histogram.newBuilder();
        boolean floats = chance.oneIn(5);
        int buckets = chance.below(4);
        for (int i = 0; i < buckets; i++) {
            Bucket.Builder bucket = Bucket.newBuilder();
            bucket.setUpperBound(chance.oneIn(25) ? chance.of(VALUES) : i == 3 ? Double.POSITIVE_INFINITY : i);
            if (floats) {
                bucket.setCumulativeCountFloat(i + 0.5);
            } else {
                bucket.setCumulativeCount(i);
            }
            if (chance.oneIn(5)) {
                bucket.setExemplar(exemplar());
            }
            histogram.addBucket(bucket);
        }
        if (floats) {
            histogram.setSampleCountFloat(buckets + 0.5);
        } else if (!chance.oneIn(8)) {
            histogram.setSampleCount(buckets + chance.below(2));
        }
        if (!chance.oneIn(5)) {
            histogram.setSampleSum(value());
        }
        if (chance.oneIn(5)) {
            histogram.setCreatedTimestamp(time());
        }
        return histogram.build();
    }

    /** One that is right in most cases: what the original takes unseen, ours checks. */
    private Histogram nativeHistogram() {
        boolean wrong = chance.oneIn(10);
        Histogram.Builder histogram = Histogram.newBuilder().setSchema(chance.below(12) - 3 - (wrong ? 4 : 0));
        int length = 1 + chance.below(4);
        int zeros = chance.below(3);
        histogram.setZeroThreshold(0.001).setSampleSum(value());
        histogram.addPositiveSpan(span(chance.below(5) - 2, length + (wrong && chance.oneIn(2) ? 1 : 0)));
        if (chance.oneIn(4)) {
            double total = zeros;
            for (int i = 0; i < length; i++) {
                histogram.addPositiveCount(i + 0.5);
                total += i + 0.5;
            }
            histogram.setZeroCountFloat(zeros).setSampleCountFloat(total);
        } else {
            long total = zeros;
            for (int i = 0; i < length; i++) {
                histogram.addPositiveDelta(i == 0 ? 1 : wrong ? -2 : i);
                total += 1 + i * (i + 1) / 2;
            }
            if (chance.oneIn(3)) {
                histogram.addNegativeSpan(span(0, 1)).addNegativeDelta(2);
                total += 2;
            }
            histogram.setZeroCount(zeros).setSampleCount(total);
        }
        if (chance.oneIn(4)) {
            histogram.addExemplars(exemplar());
        }
        if (chance.oneIn(4)) {
            histogram.addBucket(Bucket.newBuilder().setUpperBound(1).setCumulativeCount(1));
        }
        return histogram.build();
    }

    private static BucketSpan span(int offset, int length) {
        return BucketSpan.newBuilder().setOffset(offset).setLength(length).build();
    }

    private Exemplar exemplar() {
        Exemplar.Builder exemplar =
                Exemplar.newBuilder().addLabel(label("trace_id", "abc")).setValue(0.5);
        return chance.oneIn(2) ? exemplar.setTimestamp(time()).build() : exemplar.build();
    }

    private static Timestamp time() {
        return Timestamp.newBuilder().setSeconds(1_700_000_000).setNanos(5).build();
    }

    private double value() {
        return chance.of(VALUES);
    }

    private static LabelPair label(String name, String value) {
        return LabelPair.newBuilder().setName(name).setValue(value).build();
    }

    private static UnknownFieldSet unknown() {
        return UnknownFieldSet.newBuilder()
                .addField(
                        UNKNOWN_FIELD,
                        UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
    }
}
