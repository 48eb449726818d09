package dev.quorumgate.exposition;

import dev.quorumgate.model.MetricCursor;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.proto.client.Bucket;
import dev.quorumgate.proto.client.Histogram;
import dev.quorumgate.proto.client.Quantile;
import dev.quorumgate.proto.client.Summary;
import java.util.Map;
import java.util.Set;

/**
 * What OpenMetrics forbids and the text format does not. A scrape in which something is of this kind cannot be told in
 * OpenMetrics without leaving series out.
 *
 * <p>Source: OpenMetrics 1.0, "Data model" and "Metric types".
 */
public final class OpenMetricsRules {
    private static final String TOTAL = "_total";
    private static final String CREATED = "_created";
    private static final String BUCKET = "_bucket";
    private static final Set<String> SUMS = Set.of("_sum", "_count");

    private OpenMetricsRules() {}

    /** Whether all values of a family may be told. */
    public static boolean allowValues(MetricFamily family) {
        MetricType type = family.type();
        if (type == MetricType.GAUGE
                || type == MetricType.UNTYPED
                || (type == MetricType.COUNTER
                        && TextDialect.family(family.name(), type).equals(family.name()))) {
            return true;
        }
        for (MetricCursor metric = family.cursor(); metric.nextMetric(); ) {
            if (!allowValue(type, metric)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether a name may stand beside the others: no two families may claim one name, be it only by a suffix.
     *
     * @param types of all names, this one among them
     */
    public static boolean allowName(String name, Map<String, MetricType> types) {
        MetricType type = types.getOrDefault(name, MetricType.UNTYPED);
        if (type.hasSumAndCount()) {
            return !types.containsKey(name + CREATED);
        }
        String family = TextDialect.family(name, type);
        return family.equals(name)
                || (!types.containsKey(family) && !types.containsKey(family + CREATED) && !isClaimed(family, types));
    }

    /** Whether another family has this name for one of its samples. */
    private static boolean isClaimed(String name, Map<String, MetricType> types) {
        int underscore = name.lastIndexOf('_');
        if (underscore <= 0) {
            return false;
        }
        String suffix = name.substring(underscore);
        String before = name.substring(0, underscore);
        MetricType owner = types.getOrDefault(before, MetricType.UNTYPED);
        return (SUMS.contains(suffix) && owner.hasSumAndCount())
                || (suffix.equals(BUCKET) && owner.hasBuckets())
                || (suffix.equals(CREATED)
                        && (owner.hasSumAndCount() || types.get(before + TOTAL) == MetricType.COUNTER));
    }

    private static boolean allowValue(MetricType type, MetricCursor metric) {
        return switch (type) {
            case COUNTER ->
                StoredMetric.isPlain(type, metric)
                        ? StoredMetric.plain(metric) >= 0
                        : StoredMetric.number(type, StoredMetric.decode(metric)) >= 0;
            case SUMMARY -> allowSummary(StoredMetric.decode(metric).getSummary());
            default -> allowHistogram(StoredMetric.decode(metric).getHistogram());
        };
    }

    private static boolean allowSummary(Summary summary) {
        for (Quantile quantile : summary.getQuantileList()) {
            double at = quantile.getQuantile();
            if (!(at >= 0 && at <= 1) || quantile.getValue() < 0) {
                return false;
            }
        }
        return summary.getSampleSum() >= 0;
    }

    /** Buckets in the order of their bounds, whole counts that never fall and end in that of the histogram. */
    private static boolean allowHistogram(Histogram histogram) {
        double count = StoredMetric.count(histogram);
        double bound = Double.NEGATIVE_INFINITY;
        double before = 0;
        for (Bucket bucket : histogram.getBucketList()) {
            double cumulative = StoredMetric.count(bucket);
            if (!(bucket.getUpperBound() > bound) || !(cumulative >= before) || !Counts.isInteger(cumulative)) {
                return false;
            }
            // With such a bucket no sum may be told.
            if (bucket.getUpperBound() < 0) {
                return false;
            }
            bound = bucket.getUpperBound();
            before = cumulative;
        }
        boolean fits = bound == Double.POSITIVE_INFINITY ? before == count : before <= count;
        return fits && Counts.isInteger(count) && histogram.getSampleSum() >= 0;
    }
}
