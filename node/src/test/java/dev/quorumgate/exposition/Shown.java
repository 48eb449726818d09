package dev.quorumgate.exposition;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.PushedFamily;
import dev.quorumgate.model.PushedMetric;
import dev.quorumgate.proto.client.Bucket;
import dev.quorumgate.proto.client.Exemplar;
import dev.quorumgate.proto.client.Histogram;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.Quantile;
import dev.quorumgate.proto.client.Summary;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Parsed families as short lines that tests compare: {@code gauge m{a="b"} 1}, {@code histogram h{} count=3 1:2}. */
final class Shown {
    private Shown() {}

    static List<String> lines(List<PushedFamily> families) {
        List<String> lines = new ArrayList<>();
        for (PushedFamily family : families) {
            family.metadata().help().ifPresent(help -> lines.add("help " + family.name() + ": " + help));
            family.metadata().unit().ifPresent(unit -> lines.add("unit " + family.name() + ": " + unit));
            for (PushedMetric metric : family.metrics()) {
                lines.add(family.type().word() + " " + family.name() + Label.format(metric.labels()) + value(metric)
                        + (metric.timestamp().isPresent() ? " timestamped" : "") + (metric.fitsType() ? "" : " unfit"));
            }
        }
        return lines;
    }

    private static String value(PushedMetric pushed) {
        try {
            Metric metric = Metric.parseFrom(pushed.value());
            StringBuilder text = new StringBuilder();
            if (metric.hasGauge()) {
                text.append(number(metric.getGauge().getValue()));
            }
            if (metric.hasCounter()) {
                text.append(number(metric.getCounter().getValue()));
                text.append(created(
                        metric.getCounter().hasCreatedTimestamp(),
                        metric.getCounter().getCreatedTimestamp()));
                if (metric.getCounter().hasExemplar()) {
                    text.append(exemplar(metric.getCounter().getExemplar()));
                }
            }
            if (metric.hasUntyped()) {
                text.append(number(metric.getUntyped().getValue()));
            }
            if (metric.hasSummary()) {
                appendSummary(text, metric.getSummary());
            }
            if (metric.hasHistogram()) {
                appendHistogram(text, metric.getHistogram());
            }
            return text.toString();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("not the fields of a metric", e);
        }
    }

    private static void appendSummary(StringBuilder text, Summary summary) {
        if (summary.hasSampleCount()) {
            text.append(" count=").append(Long.toUnsignedString(summary.getSampleCount()));
        }
        if (summary.hasSampleSum()) {
            text.append(" sum=").append(Decimals.format(summary.getSampleSum()));
        }
        text.append(created(summary.hasCreatedTimestamp(), summary.getCreatedTimestamp()));
        for (Quantile quantile : summary.getQuantileList()) {
            text.append(number(quantile.getQuantile())).append(':').append(Decimals.format(quantile.getValue()));
        }
    }

    private static void appendHistogram(StringBuilder text, Histogram histogram) {
        if (histogram.hasSampleCount()) {
            text.append(" count=").append(Long.toUnsignedString(histogram.getSampleCount()));
        }
        if (histogram.hasSampleCountFloat()) {
            text.append(" floatCount=").append(Decimals.format(histogram.getSampleCountFloat()));
        }
        if (histogram.hasSampleSum()) {
            text.append(" sum=").append(Decimals.format(histogram.getSampleSum()));
        }
        text.append(created(histogram.hasCreatedTimestamp(), histogram.getCreatedTimestamp()));
        for (Bucket bucket : histogram.getBucketList()) {
            text.append(number(bucket.getUpperBound())).append(':');
            if (bucket.hasCumulativeCountFloat()) {
                text.append("float ").append(Decimals.format(bucket.getCumulativeCountFloat()));
            } else {
                text.append(Long.toUnsignedString(bucket.getCumulativeCount()));
            }
            if (bucket.hasExemplar()) {
                text.append(exemplar(bucket.getExemplar()));
            }
        }
    }

    private static String created(boolean known, Timestamp time) {
        return known ? " created=" + time(time) : "";
    }

    private static String exemplar(Exemplar exemplar) {
        List<Label> labels = exemplar.getLabelList().stream()
                .map(pair -> new Label(pair.getName(), pair.getValue()))
                .toList();
        return " # " + Label.format(labels) + number(exemplar.getValue())
                + (exemplar.hasTimestamp() ? " " + time(exemplar.getTimestamp()) : "");
    }

    /** Seconds and nine digits behind the point. */
    private static String time(Timestamp time) {
        return BigDecimal.valueOf(time.getSeconds())
                .add(BigDecimal.valueOf(time.getNanos(), 9))
                .toPlainString();
    }

    private static String number(double value) {
        return " " + Decimals.format(value);
    }
}
