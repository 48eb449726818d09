package dev.quorumgate.exposition;

import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.Quantile;
import dev.quorumgate.proto.client.Summary;

/** The samples of a summary. */
final class SummarySamples extends PartedSamples {
    SummarySamples(String name, TextScanner where) {
        super("quantile", "summary", name, where);
    }

    @Override
    void checkCount(double count) throws MalformedPushException {
        checkPopulation("count", count);
        if (!Counts.fits(count)) {
            throw error("count beyond 64 bits");
        }
    }

    @Override
    void checkValue(double value) {
        // A quantile may have any value.
    }

    @Override
    Metric toMessage(OpenMetric metric) {
        Summary.Builder summary = Summary.newBuilder();
        if (metric.hasCount()) {
            summary.setSampleCount(Counts.toUnsigned(metric.count()));
        }
        if (metric.hasSum()) {
            summary.setSampleSum(metric.sum());
        }
        if (metric.created() != null) {
            summary.setCreatedTimestamp(metric.created());
        }
        for (int i = 0; i < metric.size(); i++) {
            summary.addQuantile(
                    Quantile.newBuilder().setQuantile(metric.bound(i)).setValue(metric.value(i)));
        }
        return Metric.newBuilder().setSummary(summary).build();
    }
}
