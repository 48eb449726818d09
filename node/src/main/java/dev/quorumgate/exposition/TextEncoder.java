package dev.quorumgate.exposition;

import dev.quorumgate.model.MetricCursor;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.proto.client.Bucket;
import dev.quorumgate.proto.client.Exemplar;
import dev.quorumgate.proto.client.Histogram;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.Quantile;
import dev.quorumgate.proto.client.Summary;

/**
 * Writes the sample lines of one name in text. One thread.
 *
 * <p>Source: API reference of the original, "Text lines".
 */
public final class TextEncoder {
    private static final String BUCKET = "_bucket";
    private static final String SUM = "_sum";
    private static final String COUNT = "_count";
    private static final String NO_SUFFIX = "";

    private final ByteBuilder out;
    private final TextDialect dialect;
    private final SampleLines lines;
    private final boolean counterExemplars;
    private boolean dependsOnDialect;

    /** Lines of metrics of this name, to be appended to {@code out}. */
    public TextEncoder(ByteBuilder out, String name, TextDialect dialect) {
        this.out = out;
        this.dialect = dialect;
        this.lines = new SampleLines(out, name);
        this.counterExemplars = dialect.hasExemplars(name);
    }

    /** Writes the samples of a family of the name that this was made for. */
    public void append(MetricFamily family) {
        for (MetricCursor metric = family.cursor(); metric.nextMetric(); ) {
            switch (family.type()) {
                case COUNTER, GAUGE, UNTYPED -> appendPlain(family.type(), metric);
                case SUMMARY -> appendSummary(metric);
                case HISTOGRAM, GAUGE_HISTOGRAM -> appendHistogram(metric);
            }
        }
    }

    /** Whether a label name among those written is no legacy name. */
    public boolean hasQuotedLabels() {
        return lines.hasQuotedLabels();
    }

    /** Whether the other dialect may write these samples differently. */
    public boolean dependsOnDialect() {
        return dependsOnDialect;
    }

    private void appendPlain(MetricType type, MetricCursor metric) {
        if (StoredMetric.isPlain(type, metric)) {
            lines.append(metric, StoredMetric.plain(metric));
        } else {
            Metric decoded = StoredMetric.decode(metric);
            lines.append(metric, StoredMetric.number(type, decoded));
            if (type == MetricType.COUNTER && decoded.getCounter().hasExemplar()) {
                dependsOnDialect = true;
                appendExemplar(counterExemplars, decoded.getCounter().getExemplar());
            }
        }
        out.append('\n');
    }

    private void appendSummary(MetricCursor metric) {
        dependsOnDialect = true;
        Summary summary = StoredMetric.decode(metric).getSummary();
        byte[] labels = lines.labels(metric);
        for (Quantile quantile : summary.getQuantileList()) {
            appendBounded(NO_SUFFIX, labels, "quantile", quantile.getQuantile(), quantile.getValue());
            out.append('\n');
        }
        append(SUM, labels, summary.getSampleSum());
        append(COUNT, labels, StoredMetric.unsigned(summary.getSampleCount()));
    }

    private void appendHistogram(MetricCursor metric) {
        dependsOnDialect = true;
        Histogram histogram = StoredMetric.decode(metric).getHistogram();
        byte[] labels = lines.labels(metric);
        double count = StoredMetric.count(histogram);
        boolean infinityShown = false;
        for (Bucket bucket : histogram.getBucketList()) {
            appendBounded(BUCKET, labels, "le", bucket.getUpperBound(), StoredMetric.count(bucket));
            if (bucket.hasExemplar()) {
                appendExemplar(dialect == TextDialect.OPENMETRICS, bucket.getExemplar());
            }
            out.append('\n');
            infinityShown |= bucket.getUpperBound() == Double.POSITIVE_INFINITY;
        }
        if (!infinityShown) {
            appendBounded(BUCKET, labels, "le", Double.POSITIVE_INFINITY, count);
            out.append('\n');
        }
        append(SUM, labels, histogram.getSampleSum());
        append(COUNT, labels, count);
    }

    private void append(String suffix, byte[] labels, double value) {
        lines.append(suffix, labels, value);
        out.append('\n');
    }

    private void appendBounded(String suffix, byte[] labels, String label, double bound, double value) {
        lines.appendUpToBound(suffix, labels, label);
        dialect.appendBound(out, bound);
        lines.appendAfterBound(value);
    }

    private void appendExemplar(boolean isShown, Exemplar exemplar) {
        if (isShown) {
            TextDialect.appendExemplar(out, lines, exemplar);
        }
    }
}
