package dev.quorumgate.exposition;

import dev.quorumgate.proto.client.Bucket;
import dev.quorumgate.proto.client.Exemplar;
import dev.quorumgate.proto.client.Histogram;
import dev.quorumgate.proto.client.Metric;

/** The samples of a histogram or gauge histogram. */
final class HistogramSamples extends PartedSamples {
    HistogramSamples(String name, TextScanner where) {
        super("le", "histogram", name, where);
    }

    @Override
    void checkCount(double count) throws MalformedPushException {
        checkPopulation("count", count);
    }

    @Override
    void checkValue(double value) throws MalformedPushException {
        checkPopulation("bucket population", value);
    }

    @Override
    Metric toMessage(OpenMetric metric) {
        Histogram.Builder histogram = Histogram.newBuilder();
        if (metric.hasSum()) {
            histogram.setSampleSum(metric.sum());
        }
        if (metric.created() != null) {
            histogram.setCreatedTimestamp(metric.created());
        }
        if (countsAreIntegers(metric)) {
            addIntegerCounts(metric, histogram);
        } else {
            addFloatCounts(metric, histogram);
        }
        return Metric.newBuilder().setHistogram(histogram).build();
    }

    private static boolean countsAreIntegers(OpenMetric metric) {
        boolean integers = Counts.isInteger(metric.count());
        for (int i = 0; i < metric.size(); i++) {
            integers &= Counts.isInteger(metric.value(i));
        }
        return integers;
    }

    private static void addIntegerCounts(OpenMetric metric, Histogram.Builder histogram) {
        if (metric.hasCount()) {
            histogram.setSampleCount(Counts.toUnsigned(metric.count()));
        }
        for (int i = 0; i < metric.size(); i++) {
            histogram.addBucket(bucket(metric, i).setCumulativeCount(Counts.toUnsigned(metric.value(i))));
        }
    }

    private static void addFloatCounts(OpenMetric metric, Histogram.Builder histogram) {
        // A missing one becomes zero with the others, as in the original.
        histogram.setSampleCountFloat(withoutSign(metric.count()));
        for (int i = 0; i < metric.size(); i++) {
            histogram.addBucket(bucket(metric, i).setCumulativeCountFloat(withoutSign(metric.value(i))));
        }
    }

    /** A count, zero or more; of -0, which is 0 among integers, 0. */
    private static double withoutSign(double count) {
        return Math.abs(count);
    }

    private static Bucket.Builder bucket(OpenMetric metric, int index) {
        Bucket.Builder bucket = Bucket.newBuilder().setUpperBound(metric.bound(index));
        Exemplar exemplar = metric.exemplar(index);
        return exemplar == null ? bucket : bucket.setExemplar(exemplar);
    }
}
