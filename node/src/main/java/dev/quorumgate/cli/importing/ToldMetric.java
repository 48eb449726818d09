package dev.quorumgate.cli.importing;

import dev.quorumgate.model.Label;
import dev.quorumgate.proto.client.Bucket;
import dev.quorumgate.proto.client.Counter;
import dev.quorumgate.proto.client.Gauge;
import dev.quorumgate.proto.client.Histogram;
import dev.quorumgate.proto.client.LabelPair;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.MetricType;
import dev.quorumgate.proto.client.Quantile;
import dev.quorumgate.proto.client.Summary;
import dev.quorumgate.proto.client.Untyped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One metric as the query API tells it. Its numbers are texts, the shortest ones that read back as the same number, so that
 * nothing is lost.
 */
record ToldMetric(MetricType type, List<Label> labels, Map<?, ?> told) {
    private static final String BUCKETS = "buckets";

    /** Labels sorted by name. */
    static ToldMetric of(MetricType type, Map<?, ?> told) throws SourceException {
        return new ToldMetric(type, labels(JsonTrees.map(told, "labels")), told);
    }

    static List<Label> labels(Map<?, ?> told) throws SourceException {
        List<Label> labels = new ArrayList<>(told.size());
        for (Map.Entry<?, ?> each : told.entrySet()) {
            labels.add(new Label(String.valueOf(each.getKey()), JsonTrees.text(each.getValue(), "labels")));
        }
        labels.sort(Label.BY_NAME);
        return List.copyOf(labels);
    }

    /** As it was pushed; empty where the API does not tell enough, which is so for native histograms. */
    Optional<Metric> metric() throws SourceException {
        Metric.Builder metric = Metric.newBuilder();
        for (Label label : labels) {
            metric.addLabel(LabelPair.newBuilder().setName(label.name()).setValue(label.value()));
        }
        switch (type) {
            case COUNTER -> metric.setCounter(Counter.newBuilder().setValue(number("value")));
            case GAUGE -> metric.setGauge(Gauge.newBuilder().setValue(number("value")));
            case UNTYPED -> metric.setUntyped(Untyped.newBuilder().setValue(number("value")));
            case SUMMARY -> metric.setSummary(summary());
            case HISTOGRAM, GAUGE_HISTOGRAM -> {
                if (!(told.get(BUCKETS) instanceof Map<?, ?> buckets)) {
                    return Optional.empty();
                }
                metric.setHistogram(histogram(buckets));
            }
        }
        return Optional.of(metric.build());
    }

    /** Whether this is the same state of the metric, as far as can be told by what changes with each observation. */
    boolean isSameStateAs(Metric scraped) throws SourceException {
        return switch (type) {
            case COUNTER -> isSame("value", scraped.getCounter().getValue());
            case GAUGE -> isSame("value", scraped.getGauge().getValue());
            case UNTYPED -> isSame("value", scraped.getUntyped().getValue());
            case SUMMARY ->
                isSameCount(scraped.getSummary().getSampleCount(), 0)
                        && isSame("sum", scraped.getSummary().getSampleSum());
            case HISTOGRAM -> isSameHistogram(scraped.getHistogram());
            // The original tells nothing of them.
            case GAUGE_HISTOGRAM -> !told.containsKey("count") || isSameHistogram(scraped.getHistogram());
        };
    }

    private boolean isSameHistogram(Histogram scraped) throws SourceException {
        return isSameCount(scraped.getSampleCount(), scraped.getSampleCountFloat())
                && isSame("sum", scraped.getSampleSum());
    }

    /** @param fraction overrides {@code whole} if above 0 */
    private boolean isSameCount(long whole, double fraction) throws SourceException {
        return fraction > 0
                ? isSame("count", fraction)
                : asWhole(JsonTrees.string(told, "count")).equals(Optional.of(whole));
    }

    private boolean isSame(String what, double scraped) throws SourceException {
        return Double.compare(number(what), scraped) == 0;
    }

    private Summary.Builder summary() throws SourceException {
        Summary.Builder summary =
                Summary.newBuilder().setSampleCount(whole("count")).setSampleSum(number("sum"));
        List<Quantile> quantiles = new ArrayList<>();
        for (Map.Entry<?, ?> each : JsonTrees.map(told, "quantiles").entrySet()) {
            quantiles.add(Quantile.newBuilder()
                    .setQuantile(parse(each.getKey(), "quantiles"))
                    .setValue(parse(each.getValue(), "quantiles"))
                    .build());
        }
        quantiles.sort(Comparator.comparingDouble(Quantile::getQuantile));
        return summary.addAllQuantile(quantiles);
    }

    private Histogram.Builder histogram(Map<?, ?> told) throws SourceException {
        Histogram.Builder histogram = Histogram.newBuilder().setSampleSum(number("sum"));
        Optional<Long> count = asWhole(JsonTrees.string(this.told, "count"));
        if (count.isPresent()) {
            histogram.setSampleCount(count.get());
        } else {
            histogram.setSampleCountFloat(number("count"));
        }
        List<Bucket> buckets = new ArrayList<>();
        for (Map.Entry<?, ?> each : told.entrySet()) {
            Bucket.Builder bucket = Bucket.newBuilder().setUpperBound(parse(each.getKey(), BUCKETS));
            Optional<Long> inBucket = asWhole(JsonTrees.text(each.getValue(), BUCKETS));
            if (inBucket.isPresent()) {
                bucket.setCumulativeCount(inBucket.get());
            } else {
                bucket.setCumulativeCountFloat(parse(each.getValue(), BUCKETS));
            }
            buckets.add(bucket.build());
        }
        buckets.sort(Comparator.comparingDouble(Bucket::getUpperBound));
        return histogram.addAllBucket(buckets);
    }

    private long whole(String key) throws SourceException {
        String text = JsonTrees.string(told, key);
        return asWhole(text)
                .orElseThrow(() ->
                        new SourceException("its query API tells the " + key + " \"" + text + "\", which is no count"));
    }

    private double number(String key) throws SourceException {
        return parse(JsonTrees.string(told, key), key);
    }

    /** A count of whole observations. Fractions are written with a point or an exponent. */
    private static Optional<Long> asWhole(String text) {
        try {
            return Optional.of(Long.parseUnsignedLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static double parse(Object text, String what) throws SourceException {
        String number = JsonTrees.text(text, what);
        try {
            return switch (number) {
                case "+Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(number);
            };
        } catch (NumberFormatException e) {
            throw new SourceException("its query API tells \"" + number + "\" where a number of " + what
                    + " should be; a Pushgateway does not");
        }
    }
}
