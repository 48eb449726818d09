package dev.quorumgate.api;

import dev.quorumgate.proto.client.BucketSpan;
import dev.quorumgate.proto.client.Histogram;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The buckets of a native histogram as rows of boundary rule, lower bound, upper bound and count: negative ones from the
 * lowest on, the zero bucket, positive ones. Empty buckets are left out.
 *
 * <p>Source: API reference of the original, "Query API".
 */
public final class NativeBucketRows {
    private static final int LOWER_EXCLUSIVE = 0;
    private static final int UPPER_EXCLUSIVE = 1;
    private static final int INCLUSIVE = 3;

    private NativeBucketRows() {}

    /**
     * A bucket that is not empty.
     *
     * @param rule which of the bounds belong to it, as a number of the original's
     * @param count a whole number or, in a histogram of floats, any
     */
    public record Row(int rule, double lower, double upper, String count) {}

    /** Whether the original shows native buckets rather than classic ones. */
    public static boolean isNative(Histogram histogram) {
        return histogram.getPositiveSpanCount() > 0 || histogram.getNegativeSpanCount() > 0;
    }

    /** The rows of a native histogram. */
    public static List<Row> of(Histogram histogram) {
        boolean floats = histogram.getSampleCountFloat() > 0 || histogram.getZeroCountFloat() > 0;
        int schema = histogram.getSchema();

        List<Row> rows = new ArrayList<>();
        List<String> negative =
                floats ? absolute(histogram.getNegativeCountList()) : summedUp(histogram.getNegativeDeltaList());
        forEachBucket(
                histogram.getNegativeSpanList(),
                negative,
                (index, count) -> rows.add(new Row(
                        UPPER_EXCLUSIVE,
                        -NativeBounds.upper(index, schema),
                        -NativeBounds.upper(index - 1, schema),
                        count)));
        Collections.reverse(rows);
        double threshold = histogram.getZeroThreshold();
        String zeros = floats
                ? Numbers.format(histogram.getZeroCountFloat())
                : Long.toUnsignedString(histogram.getZeroCount());
        if (!zeros.equals("0")) {
            rows.add(new Row(INCLUSIVE, -threshold, threshold, zeros));
        }
        List<String> positive =
                floats ? absolute(histogram.getPositiveCountList()) : summedUp(histogram.getPositiveDeltaList());
        forEachBucket(
                histogram.getPositiveSpanList(),
                positive,
                (index, count) -> rows.add(new Row(
                        LOWER_EXCLUSIVE,
                        NativeBounds.upper(index - 1, schema),
                        NativeBounds.upper(index, schema),
                        count)));

        return rows;
    }

    /** Takes a bucket that is not empty. */
    private interface Bucket {
        void at(int index, String count);
    }

    private static void forEachBucket(List<BucketSpan> spans, List<String> counts, Bucket action) {
        int index = 0;
        int next = 0;
        for (BucketSpan span : spans) {
            index += span.getOffset();
            // Pushes with more or fewer counts than buckets are refused; this only keeps within what is there.
            for (int i = 0; i < span.getLength() && next < counts.size(); i++) {
                String count = counts.get(next++);
                if (!count.equals("0")) {
                    action.at(index, count);
                }
                index++;
            }
        }
    }

    private static List<String> absolute(List<Double> counts) {
        return counts.stream().map(Numbers::format).toList();
    }

    /** Whole counts, each given as its difference to the one before. */
    private static List<String> summedUp(List<Long> deltas) {
        List<String> counts = new ArrayList<>(deltas.size());
        long count = 0;
        for (long delta : deltas) {
            count += delta;
            counts.add(Long.toString(count));
        }
        return counts;
    }
}
