package dev.quorumgate.ui;

import dev.quorumgate.api.NativeBucketRows;
import dev.quorumgate.api.Numbers;
import dev.quorumgate.proto.client.Histogram;
import dev.quorumgate.proto.client.Quantile;
import dev.quorumgate.proto.client.Summary;
import java.util.List;
import java.util.Optional;

/**
 * How observations are distributed, as a summary or a histogram tells it.
 *
 * @param kind in a word or two
 * @param mean empty where there are none, or they have no number as their sum
 * @param rows quantiles, or buckets with what is in each alone
 * @param chart of the buckets; empty for quantiles, and without buckets
 * @param more rows that are left out
 */
public record Distribution(
        String kind, String count, String sum, String mean, List<Row> rows, Optional<BarChart> chart, int more) {
    private static final int ROWS_MAX = 200;

    /** A line of a table, and the length of its bar in percent of the longest one. */
    public record Row(String name, String value, String percent) {}

    static Distribution of(Summary summary) {
        double most = summary.getQuantileList().stream()
                .mapToDouble(Quantile::getValue)
                .map(Math::abs)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        List<Row> rows = summary.getQuantileList().stream()
                .limit(ROWS_MAX)
                .map(quantile -> new Row(
                        Numbers.format(quantile.getQuantile()),
                        Format.value(quantile.getValue()),
                        BarChart.percent(quantile.getValue(), most)))
                .toList();
        return new Distribution(
                "summary",
                Long.toUnsignedString(summary.getSampleCount()),
                Format.value(summary.getSampleSum()),
                mean(summary.getSampleSum(), Bucket.count(0, summary.getSampleCount())),
                rows,
                Optional.empty(),
                summary.getQuantileCount() - rows.size());
    }

    static Distribution of(Histogram histogram) {
        List<Bucket> buckets = Bucket.of(histogram);
        double most = buckets.stream().mapToDouble(Bucket::count).max().orElse(0);
        List<Row> rows = buckets.stream()
                .limit(ROWS_MAX)
                .map(bucket ->
                        new Row(bucket.bounds(), Format.value(bucket.count()), BarChart.percent(bucket.count(), most)))
                .toList();
        boolean isNative = NativeBucketRows.isNative(histogram);
        return new Distribution(
                isNative ? "native histogram, resolution " + histogram.getSchema() : "histogram",
                Numbers.formatCount(histogram.getSampleCountFloat(), histogram.getSampleCount()),
                Format.value(histogram.getSampleSum()),
                mean(
                        histogram.getSampleSum(),
                        Bucket.count(histogram.getSampleCountFloat(), histogram.getSampleCount())),
                rows,
                buckets.isEmpty() ? Optional.empty() : Optional.of(BarChart.of(buckets)),
                buckets.size() - rows.size());
    }

    private static String mean(double sum, double count) {
        return count > 0 && Double.isFinite(sum) ? Format.rounded(sum / count) : "";
    }

    public boolean isSummary() {
        return kind.equals("summary");
    }
}
