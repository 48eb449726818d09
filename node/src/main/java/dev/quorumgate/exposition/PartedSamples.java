package dev.quorumgate.exposition;

import dev.quorumgate.model.Label;
import dev.quorumgate.model.PushedMetric;
import dev.quorumgate.proto.client.Exemplar;
import dev.quorumgate.proto.client.Metric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The samples of a summary or histogram: those with the same labels make one metric.
 *
 * <p>Source: API reference of the original, "Text format", rules 29 to 34. The original lets a bucket or quantile occur
 * twice, and counts be no numbers; scrapers then fail on what it exposes, so such a push is refused.
 */
abstract sealed class PartedSamples implements FamilySamples permits SummarySamples, HistogramSamples {
    private final String separator;
    private final String type;
    private final String name;
    private final TextScanner where;
    private final MetricsByLabels<OpenMetric> metrics = new MetricsByLabels<>(OpenMetric::new);

    PartedSamples(String separator, String type, String name, TextScanner where) {
        this.separator = separator;
        this.type = type;
        this.name = name;
        this.where = where;
    }

    /** Checks a total count. */
    abstract void checkCount(double count) throws MalformedPushException;

    /** Checks the value of a bucket or quantile. */
    abstract void checkValue(double value) throws MalformedPushException;

    /** The metric without its labels. */
    abstract Metric toMessage(OpenMetric metric);

    @Override
    public final String separator() {
        return separator;
    }

    @Override
    public final void add(SamplePart part, List<Label> labels, double bound, double value)
            throws MalformedPushException {
        OpenMetric metric = metrics.of(labels);
        switch (part) {
            case CREATED -> metric.setCreated(value);
            case SUM -> metric.setSum(value);
            case COUNT -> {
                checkCount(value);
                metric.setCount(value);
            }
            case VALUE -> {
                // A sample without separator says nothing; like the original we still let it make a metric.
                if (!Double.isNaN(bound)) {
                    checkValue(value);
                    addValue(metric, bound, value);
                }
            }
        }
    }

    private void addValue(OpenMetric metric, double bound, double value) throws MalformedPushException {
        if (!metric.addValue(bound, value)) {
            throw where.error("second sample with '" + separator + "' label \"" + Decimals.format(bound) + "\" for "
                    + family() + " " + Label.format(metric.labels()));
        }
    }

    /** Checks what must be a number from zero up. */
    final void checkPopulation(String what, double population) throws MalformedPushException {
        if (population < 0) {
            throw error("negative " + what);
        }
        if (Double.isNaN(population)) {
            throw where.error(what + " for " + family() + " is not a number");
        }
    }

    final MalformedPushException error(String what) {
        return where.error(what + " for " + family());
    }

    private String family() {
        return type + " " + GoQuote.quote(name);
    }

    @Override
    public final void setTimestamp(String timestamp) {
        metrics.last().setTimestamp(timestamp);
    }

    @Override
    public final void attach(Exemplar exemplar) {
        metrics.last().attach(exemplar);
    }

    @Override
    public final List<PushedMetric> metrics() {
        List<PushedMetric> closed = new ArrayList<>(metrics.all().size());
        for (OpenMetric metric : metrics.all()) {
            byte[] value = toMessage(metric).toByteArray();
            closed.add(new PushedMetric(metric.labels(), value, metric.timestamp(), true));
        }
        return Collections.unmodifiableList(closed);
    }
}
