package dev.quorumgate.telemetry;

import dev.quorumgate.model.FamilyMetadata;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.proto.client.Bucket;
import dev.quorumgate.proto.client.Counter;
import dev.quorumgate.proto.client.Gauge;
import dev.quorumgate.proto.client.Histogram;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.Quantile;
import dev.quorumgate.proto.client.Summary;
import dev.quorumgate.proto.client.Untyped;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Snapshots of the metrics library as families of ours, so that one encoder writes them all. */
final class OwnFamilies {
    private final Optional<Label> instance;

    OwnFamilies(Optional<Label> instance) {
        this.instance = instance;
    }

    /** Those that have metrics, in no particular order. */
    List<MetricFamily> of(MetricSnapshots snapshots) {
        List<MetricFamily> families = new ArrayList<>();
        for (MetricSnapshot snapshot : snapshots) {
            if (!snapshot.getDataPoints().isEmpty()) {
                families.add(family(snapshot));
            }
        }
        return families;
    }

    /** A gauge without labels of its own. */
    MetricFamily gauge(String name, String help, double value) {
        byte[] encoded = gauge(value).build().toByteArray();
        return new MetricFamily.Builder()
                .add(instance.map(List::of).orElse(List.of()), encoded)
                .build(new FamilyMetadata(name, MetricType.GAUGE, Optional.of(help), Optional.empty()));
    }

    private MetricFamily family(MetricSnapshot snapshot) {
        if (snapshot instanceof CounterSnapshot counter) {
            return family(snapshot, "_total", MetricType.COUNTER, counter.getDataPoints(), OwnFamilies::counter);
        } else if (snapshot instanceof GaugeSnapshot gauge) {
            return family(snapshot, "", MetricType.GAUGE, gauge.getDataPoints(), point -> gauge(point.getValue()));
        } else if (snapshot instanceof InfoSnapshot info) {
            return family(snapshot, "_info", MetricType.GAUGE, info.getDataPoints(), point -> gauge(1));
        } else if (snapshot instanceof SummarySnapshot summary) {
            return family(snapshot, "", MetricType.SUMMARY, summary.getDataPoints(), OwnFamilies::summary);
        } else if (snapshot instanceof HistogramSnapshot histogram) {
            return family(snapshot, "", MetricType.HISTOGRAM, histogram.getDataPoints(), OwnFamilies::histogram);
        } else if (snapshot instanceof UnknownSnapshot unknown) {
            return family(snapshot, "", MetricType.UNTYPED, unknown.getDataPoints(), OwnFamilies::untyped);
        }
        throw new IllegalArgumentException("no node metric is a " + snapshot.getClass());
    }

    private <P extends DataPointSnapshot> MetricFamily family(
            MetricSnapshot snapshot,
            String suffix,
            MetricType type,
            List<P> points,
            Function<P, Metric.Builder> value) {
        MetricFamily.Builder family = new MetricFamily.Builder();
        for (P point : points) {
            List<Label> labels = new ArrayList<>();
            point.getLabels().forEach(label -> labels.add(new Label(label.getName(), label.getValue())));
            instance.ifPresent(labels::add);
            labels.sort(Label.BY_NAME);
            family.add(labels, value.apply(point).build().toByteArray());
        }
        return family.build(new FamilyMetadata(
                snapshot.getMetadata().getPrometheusName() + suffix,
                type,
                Optional.ofNullable(snapshot.getMetadata().getHelp()),
                Optional.empty()));
    }

    private static Metric.Builder counter(CounterSnapshot.CounterDataPointSnapshot point) {
        return Metric.newBuilder().setCounter(Counter.newBuilder().setValue(point.getValue()));
    }

    private static Metric.Builder gauge(double value) {
        return Metric.newBuilder().setGauge(Gauge.newBuilder().setValue(value));
    }

    private static Metric.Builder untyped(UnknownSnapshot.UnknownDataPointSnapshot point) {
        return Metric.newBuilder().setUntyped(Untyped.newBuilder().setValue(point.getValue()));
    }

    private static Metric.Builder summary(SummarySnapshot.SummaryDataPointSnapshot point) {
        Summary.Builder summary =
                Summary.newBuilder().setSampleCount(point.getCount()).setSampleSum(point.getSum());
        point.getQuantiles()
                .forEach(quantile -> summary.addQuantile(Quantile.newBuilder()
                        .setQuantile(quantile.getQuantile())
                        .setValue(quantile.getValue())));
        return Metric.newBuilder().setSummary(summary);
    }

    private static Metric.Builder histogram(HistogramSnapshot.HistogramDataPointSnapshot point) {
        Histogram.Builder histogram =
                Histogram.newBuilder().setSampleCount(point.getCount()).setSampleSum(point.getSum());
        ClassicHistogramBuckets buckets = point.getClassicBuckets();
        long cumulative = 0;
        for (int i = 0; i < buckets.size(); i++) {
            cumulative += buckets.getCount(i);
            histogram.addBucket(
                    Bucket.newBuilder().setCumulativeCount(cumulative).setUpperBound(buckets.getUpperBound(i)));
        }
        return Metric.newBuilder().setHistogram(histogram);
    }
}
