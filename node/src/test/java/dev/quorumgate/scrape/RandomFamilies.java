package dev.quorumgate.scrape;

import com.google.protobuf.Timestamp;
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
import java.util.Random;

/** Families of all types with all that a client may say, made from a seed. */
final class RandomFamilies {
    private static final List<String> VALUES = List.of("", "a", "\\", "\"\n", "é😀", "{x=\"1\"}", "\r\t\0");
    private static final List<String> NAMES = List.of("a", "b_c", "Z9", "_x", "a.b", "é", "x:y", "1", "q\"\\\n");
    private static final double[] NUMBERS = {
        0, 1, -1, 0.1, 1e6, 123456.789, 1e21, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN, Double.POSITIVE_INFINITY
    };

    private final Random random;

    RandomFamilies(long seed) {
        random = new Random(seed);
    }

    /** A few families with different names, in the order of their names. */
    List<MetricFamily> next() {
        List<MetricFamily> families = new ArrayList<>();
        for (MetricType type : MetricType.values()) {
            String name = "family" + type.getNumber() + (random.nextBoolean() ? "." : "_");
            MetricFamily.Builder family =
                    MetricFamily.newBuilder().setName(name).setType(type);
            if (random.nextBoolean()) {
                family.setHelp("Help \\ \"of\"\n" + random.nextInt(9));
            }
            if (random.nextBoolean()) {
                family.setUnit("seconds");
            }
            for (int metrics = 1 + random.nextInt(3); metrics > 0; metrics--) {
                family.addMetric(metric(type, family.getMetricCount()));
            }
            families.add(family.build());
        }
        return families;
    }

    private Metric metric(MetricType type, int number) {
        Metric.Builder metric = Metric.newBuilder().addLabel(label("number", Integer.toString(number)));
        for (String name : NAMES) {
            if (random.nextInt(5) == 0) {
                metric.addLabel(label(name, VALUES.get(random.nextInt(VALUES.size()))));
            }
        }
        return switch (type) {
            case COUNTER -> metric.setCounter(counter()).build();
            case GAUGE -> metric.setGauge(Gauge.newBuilder().setValue(number())).build();
            case UNTYPED ->
                metric.setUntyped(Untyped.newBuilder().setValue(number())).build();
            case SUMMARY -> metric.setSummary(summary()).build();
            case HISTOGRAM, GAUGE_HISTOGRAM ->
                metric.setHistogram(random.nextBoolean() ? classic() : nativeOne())
                        .build();
        };
    }

    private Counter.Builder counter() {
        Counter.Builder counter = Counter.newBuilder().setValue(number());
        if (random.nextBoolean()) {
            counter.setExemplar(exemplar());
        }
        return random.nextBoolean() ? counter.setCreatedTimestamp(time()) : counter;
    }

    private Summary.Builder summary() {
        Summary.Builder summary =
                Summary.newBuilder().setSampleCount(random.nextInt(1000)).setSampleSum(number());
        for (double at : new double[] {0, 0.5, 0.99, 1}) {
            if (random.nextBoolean()) {
                summary.addQuantile(Quantile.newBuilder().setQuantile(at).setValue(number()));
            }
        }
        return random.nextBoolean() ? summary.setCreatedTimestamp(time()) : summary;
    }

    private Histogram.Builder classic() {
        Histogram.Builder histogram = Histogram.newBuilder().setSampleSum(number());
        long count = 0;
        for (double bound : new double[] {-1, 0, 0.1, 1, 2.5, 1e6, Double.POSITIVE_INFINITY}) {
            count += random.nextInt(5);
            if (random.nextBoolean()) {
                Bucket.Builder bucket =
                        Bucket.newBuilder().setCumulativeCount(count).setUpperBound(bound);
                histogram.addBucket(random.nextBoolean() ? bucket : bucket.setExemplar(exemplar()));
            }
        }
        histogram.setSampleCount(count);
        return random.nextBoolean() ? histogram.setCreatedTimestamp(time()) : histogram;
    }

    private Histogram.Builder nativeOne() {
        int first = random.nextInt(9);
        int second = random.nextInt(9);
        Histogram.Builder histogram = Histogram.newBuilder()
                .setSampleSum(number())
                .setSchema(random.nextInt(13) - 4)
                .setZeroThreshold(0.001)
                .addPositiveSpan(BucketSpan.newBuilder().setOffset(-3).setLength(1))
                .addPositiveSpan(BucketSpan.newBuilder().setOffset(4).setLength(1))
                .addExemplars(exemplar());
        if (random.nextBoolean()) {
            return histogram
                    .setSampleCountFloat(first + second + 0.5)
                    .setZeroCountFloat(0.5)
                    .addPositiveCount(first)
                    .addPositiveCount(second);
        }
        return histogram
                .setSampleCount(first + second + 1L)
                .setZeroCount(1)
                .addPositiveDelta(first)
                .addPositiveDelta(second - first);
    }

    private Exemplar.Builder exemplar() {
        Exemplar.Builder exemplar = Exemplar.newBuilder().setValue(random.nextInt(9));
        if (random.nextBoolean()) {
            exemplar.addLabel(label("trace_id", VALUES.get(random.nextInt(VALUES.size()))));
        }
        return random.nextBoolean() ? exemplar.setTimestamp(time()) : exemplar;
    }

    private Timestamp.Builder time() {
        return Timestamp.newBuilder()
                .setSeconds(1_600_000_000L + random.nextInt(1000))
                .setNanos(random.nextInt(1000) * 1_000_000);
    }

    private double number() {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private static LabelPair.Builder label(String name, String value) {
        return LabelPair.newBuilder().setName(name).setValue(value);
    }
}
