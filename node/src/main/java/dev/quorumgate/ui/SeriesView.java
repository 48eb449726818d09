package dev.quorumgate.ui;

import dev.quorumgate.api.Numbers;
import dev.quorumgate.exposition.StoredMetric;
import dev.quorumgate.model.Hash64;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricCursor;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.proto.client.Metric;
import java.util.List;
import java.util.Optional;

/**
 * One series.
 *
 * @param labels beyond those of the group
 * @param number of a counter, gauge or untyped metric; NaN for others
 * @param value that number as text, or a distribution in a few words
 * @param exact the number as the API tells it
 * @param distribution of a summary or histogram
 */
public record SeriesView(
        List<Label> labels, double number, String value, String exact, Optional<Distribution> distribution) {
    static SeriesView of(MetricType type, List<Label> labels, MetricCursor metric) {
        Metric decoded = StoredMetric.decode(metric);
        return switch (type) {
            case COUNTER -> plain(labels, decoded.getCounter().getValue());
            case GAUGE -> plain(labels, decoded.getGauge().getValue());
            case UNTYPED -> plain(labels, decoded.getUntyped().getValue());
            case SUMMARY -> distributed(labels, Distribution.of(decoded.getSummary()));
            case HISTOGRAM, GAUGE_HISTOGRAM -> distributed(labels, Distribution.of(decoded.getHistogram()));
        };
    }

    private static SeriesView plain(List<Label> labels, double value) {
        return new SeriesView(labels, value, Format.value(value), Numbers.format(value), Optional.empty());
    }

    private static SeriesView distributed(List<Label> labels, Distribution distribution) {
        String value = distribution.count() + " observed"
                + (distribution.mean().isEmpty() ? "" : ", " + distribution.mean() + " on average");
        return new SeriesView(labels, Double.NaN, value, "", Optional.of(distribution));
    }

    /** What tells it from its neighbours, however long that is in its labels. */
    public String key() {
        long hash = labels.size();
        for (Label label : labels) {
            hash = Hash64.mix(Hash64.mix(hash, Hash64.of(label.name())), Hash64.of(label.value()));
        }
        return Long.toHexString(hash);
    }

    /** How much of a page it takes: a line, and one for each quantile or bucket. */
    int lines() {
        return 1 + distribution.map(it -> it.rows().size()).orElse(0);
    }
}
