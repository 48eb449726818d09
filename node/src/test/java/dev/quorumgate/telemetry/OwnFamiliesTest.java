package dev.quorumgate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.proto.client.Bucket;
import dev.quorumgate.proto.client.LabelPair;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.Quantile;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwnFamiliesTest {
    private final PrometheusRegistry registry = new PrometheusRegistry();

    @Test
    void namesCountersAndInfosAsTheyAreExposed() throws IOException {
        Counter.builder().name("pushes").help("Pushes.").register(registry).inc(3);
        Counter.builder().name("scrapes_total").register(registry).inc();
        Info.builder().name("build").labelNames("version").register(registry).addLabelValues("7");

        assertThat(shown(registry.scrape(), Optional.empty()))
                .containsExactlyInAnyOrder(
                        "COUNTER pushes_total \"Pushes.\" {} 3.0",
                        "COUNTER scrapes_total {} 1.0",
                        "GAUGE build_info {version=\"7\"} 1.0");
    }

    @Test
    void putsTheInstanceOnEachMetricInTheOrderOfNames() throws IOException {
        Gauge gauge = Gauge.builder().name("g").labelNames("a", "z").register(registry);
        gauge.labelValues("1", "2").set(5);

        assertThat(shown(registry.scrape(), Optional.of(new Label("instance", "n1"))))
                .containsExactly("GAUGE g {a=\"1\",instance=\"n1\",z=\"2\"} 5.0");
        assertThat(shown(List.of(new OwnFamilies(Optional.of(new Label("instance", "n1"))).gauge("s", "Stale.", 1))))
                .containsExactly("GAUGE s \"Stale.\" {instance=\"n1\"} 1.0");
    }

    @Test
    void addsUpTheBucketsOfHistograms() throws IOException {
        Histogram histogram = Histogram.builder()
                .name("h")
                .classicOnly()
                .classicUpperBounds(1, 2)
                .register(registry);
        histogram.observe(0.5);
        histogram.observe(1.5);
        histogram.observe(9);

        assertThat(shown(registry.scrape(), Optional.empty()))
                .containsExactly("HISTOGRAM h {} count=3 sum=11.0 1.0:1 2.0:2 Infinity:3");
    }

    @Test
    void keepsTheQuantilesOfSummaries() throws IOException {
        Summary summary = Summary.builder().name("s").quantile(0.5).register(registry);
        summary.observe(4);

        assertThat(shown(registry.scrape(), Optional.empty())).containsExactly("SUMMARY s {} count=1 sum=4.0 0.5=4.0");
    }

    @Test
    void takesUnknownMetricsForUntypedOnes() throws IOException {
        UnknownSnapshot unknown = UnknownSnapshot.builder()
                .name("u")
                .dataPoint(UnknownSnapshot.UnknownDataPointSnapshot.builder()
                        .value(2)
                        .build())
                .build();

        assertThat(shown(MetricSnapshots.of(unknown), Optional.empty())).containsExactly("UNTYPED u {} 2.0");
    }

    @Test
    void leavesOutWhatHasNoMetricsYet() throws IOException {
        Gauge.builder().name("g").labelNames("a").register(registry);

        assertThat(shown(registry.scrape(), Optional.empty())).isEmpty();
    }

    private static List<String> shown(MetricSnapshots snapshots, Optional<Label> instance) throws IOException {
        return shown(new OwnFamilies(instance).of(snapshots));
    }

    private static List<String> shown(List<MetricFamily> families) throws IOException {
        List<String> lines = new ArrayList<>();
        for (MetricFamily family : families) {
            String head = family.type() + " " + family.name()
                    + family.metadata().help().map(help -> " \"" + help + "\"").orElse("");
            for (Metric metric : metrics(family)) {
                lines.add(head + " " + labels(metric) + " " + value(metric));
            }
        }
        return lines;
    }

    /** They are kept as the repeated field of a family, in wire format. */
    private static List<Metric> metrics(MetricFamily family) throws IOException {
        return dev.quorumgate.proto.client.MetricFamily.parseFrom(CodedInputStream.newInstance(family.metrics()))
                .getMetricList();
    }

    private static String labels(Metric metric) {
        List<Label> labels = new ArrayList<>();
        for (LabelPair pair : metric.getLabelList()) {
            labels.add(new Label(pair.getName(), pair.getValue()));
        }
        return Label.format(labels);
    }

    private static String value(Metric metric) {
        if (metric.hasHistogram()) {
            StringBuilder text =
                    new StringBuilder("count=" + metric.getHistogram().getSampleCount() + " sum="
                            + metric.getHistogram().getSampleSum());
            for (Bucket bucket : metric.getHistogram().getBucketList()) {
                text.append(' ').append(bucket.getUpperBound()).append(':').append(bucket.getCumulativeCount());
            }
            return text.toString();
        }
        if (metric.hasSummary()) {
            StringBuilder text =
                    new StringBuilder("count=" + metric.getSummary().getSampleCount() + " sum="
                            + metric.getSummary().getSampleSum());
            for (Quantile quantile : metric.getSummary().getQuantileList()) {
                text.append(' ').append(quantile.getQuantile()).append('=').append(quantile.getValue());
            }
            return text.toString();
        }
        if (metric.hasCounter()) {
            return Double.toString(metric.getCounter().getValue());
        }
        return Double.toString(
                metric.hasGauge()
                        ? metric.getGauge().getValue()
                        : metric.getUntyped().getValue());
    }
}
