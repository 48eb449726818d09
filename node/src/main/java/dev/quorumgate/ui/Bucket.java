package dev.quorumgate.ui;

import dev.quorumgate.api.NativeBucketRows;
import dev.quorumgate.api.Numbers;
import dev.quorumgate.proto.client.Histogram;
import java.util.ArrayList;
import java.util.List;

/**
 * A bucket of a histogram and how many observations are in it alone.
 *
 * @param upper bound; the lower one is the upper one of the bucket before, or stands in a native histogram
 */
record Bucket(double lower, double upper, double count) {
    /** The buckets of a histogram of either kind, in ascending order. */
    static List<Bucket> of(Histogram histogram) {
        return NativeBucketRows.isNative(histogram)
                ? NativeBucketRows.of(histogram).stream()
                        .map(row -> new Bucket(row.lower(), row.upper(), Double.parseDouble(row.count())))
                        .toList()
                : classic(histogram);
    }

    /** Classic ones count all observations up to their bound. */
    private static List<Bucket> classic(Histogram histogram) {
        List<Bucket> buckets = new ArrayList<>();
        double lower = Double.NEGATIVE_INFINITY;
        double below = 0;
        for (dev.quorumgate.proto.client.Bucket bucket : histogram.getBucketList()) {
            double upTo = count(bucket.getCumulativeCountFloat(), bucket.getCumulativeCount());
            buckets.add(new Bucket(lower, bucket.getUpperBound(), Math.max(0, upTo - below)));
            lower = bucket.getUpperBound();
            below = upTo;
        }
        double all = count(histogram.getSampleCountFloat(), histogram.getSampleCount());
        if (lower != Double.POSITIVE_INFINITY) {
            buckets.add(new Bucket(lower, Double.POSITIVE_INFINITY, Math.max(0, all - below)));
        }
        return buckets;
    }

    /** As the API tells it, as a number. */
    static double count(double floatCount, long count) {
        return Double.parseDouble(Numbers.formatCount(floatCount, count));
    }

    String bounds() {
        if (lower == Double.NEGATIVE_INFINITY && upper == Double.POSITIVE_INFINITY) {
            return "any value";
        }
        if (lower == Double.NEGATIVE_INFINITY) {
            return "≤ " + Format.rounded(upper);
        }
        return upper == Double.POSITIVE_INFINITY
                ? "> " + Format.rounded(lower)
                : Format.rounded(lower) + " to " + Format.rounded(upper);
    }

    /** At most so many, each of as many neighbours. */
    static List<Bucket> merged(List<Bucket> buckets, int most) {
        int together = (buckets.size() + most - 1) / most;
        if (together <= 1) {
            return buckets;
        }
        List<Bucket> merged = new ArrayList<>();
        for (int i = 0; i < buckets.size(); i += together) {
            List<Bucket> part = buckets.subList(i, Math.min(buckets.size(), i + together));
            merged.add(new Bucket(
                    part.get(0).lower,
                    part.get(part.size() - 1).upper,
                    part.stream().mapToDouble(Bucket::count).sum()));
        }
        return merged;
    }
}
