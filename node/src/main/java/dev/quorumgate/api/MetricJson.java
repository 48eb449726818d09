package dev.quorumgate.api;

import dev.quorumgate.exposition.StoredMetric;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricCursor;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.proto.client.Bucket;
import dev.quorumgate.proto.client.Histogram;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.Quantile;
import dev.quorumgate.proto.client.Summary;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/**
 * Metrics with their values, as objects whose keys are sorted.
 *
 * <p>Source: API reference of the original, "Query API". A gauge histogram is shown like any other one, where the original
 * shows no more than {@code "value":"0"}.
 */
final class MetricJson {
    private MetricJson() {}

    /** Writes the metrics of a family as an array. */
    static void writeAll(JsonGenerator json, MetricFamily family) {
        json.writeStartArray();
        for (MetricCursor metric = family.cursor(); metric.nextMetric(); ) {
            json.writeStartObject();
            write(json, family.type(), metric.labels(), StoredMetric.decode(metric));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Writes labels, sorted by name, as a property. */
    static void writeLabels(JsonGenerator json, List<Label> labels) {
        json.writeName("labels").writeStartObject();
        for (Label label : labels) {
            json.writeStringProperty(label.name(), label.value());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, MetricType type, List<Label> labels, Metric metric) {
        switch (type) {
            case COUNTER -> writePlain(json, labels, metric.getCounter().getValue());
            case GAUGE -> writePlain(json, labels, metric.getGauge().getValue());
            case UNTYPED -> writePlain(json, labels, metric.getUntyped().getValue());
            case SUMMARY -> writeSummary(json, labels, metric.getSummary());
            case HISTOGRAM, GAUGE_HISTOGRAM -> writeHistogram(json, labels, metric.getHistogram());
        }
    }

    private static void writePlain(JsonGenerator json, List<Label> labels, double value) {
        writeLabels(json, labels);
        json.writeStringProperty("value", Numbers.format(value));
    }

    private static void writeSummary(JsonGenerator json, List<Label> labels, Summary summary) {
        json.writeStringProperty("count", Long.toUnsignedString(summary.getSampleCount()));
        writeLabels(json, labels);
        SortedMap<String, String> quantiles = new TreeMap<>();
        for (Quantile quantile : summary.getQuantileList()) {
            quantiles.put(Numbers.format(quantile.getQuantile()), Numbers.format(quantile.getValue()));
        }
        writeMap(json, "quantiles", quantiles);
        json.writeStringProperty("sum", Numbers.format(summary.getSampleSum()));
    }

    private static void writeHistogram(JsonGenerator json, List<Label> labels, Histogram histogram) {
        if (NativeBucketRows.isNative(histogram)) {
            writeRows(json, NativeBucketRows.of(histogram));
        } else {
            SortedMap<String, String> buckets = new TreeMap<>();
            for (Bucket bucket : histogram.getBucketList()) {
                buckets.put(
                        Numbers.format(bucket.getUpperBound()),
                        Numbers.formatCount(bucket.getCumulativeCountFloat(), bucket.getCumulativeCount()));
            }
            writeMap(json, "buckets", buckets);
        }
        json.writeStringProperty(
                "count", Numbers.formatCount(histogram.getSampleCountFloat(), histogram.getSampleCount()));
        writeLabels(json, labels);
        json.writeStringProperty("sum", Numbers.format(histogram.getSampleSum()));
    }

    private static void writeRows(JsonGenerator json, List<NativeBucketRows.Row> rows) {
        json.writeName("buckets").writeStartArray();
        for (NativeBucketRows.Row row : rows) {
            json.writeStartArray();
            json.writeNumber(row.rule());
            json.writeString(Numbers.format(row.lower()));
            json.writeString(Numbers.format(row.upper()));
            json.writeString(row.count());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    private static void writeMap(JsonGenerator json, String name, SortedMap<String, String> entries) {
        json.writeName(name).writeStartObject();
        entries.forEach(json::writeStringProperty);
        json.writeEndObject();
    }
}
