package dev.quorumgate.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import dev.quorumgate.exposition.ExpositionFormat;
import dev.quorumgate.groups.Batch;
import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.PushRules;
import dev.quorumgate.groups.TestPushes;
import dev.quorumgate.model.FamilyMetadata;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.model.PushedFamily;
import dev.quorumgate.model.PushedMetric;
import dev.quorumgate.proto.client.Bucket;
import dev.quorumgate.proto.client.Counter;
import dev.quorumgate.proto.client.Exemplar;
import dev.quorumgate.proto.client.Gauge;
import dev.quorumgate.proto.client.Histogram;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.Quantile;
import dev.quorumgate.proto.client.Summary;
import dev.quorumgate.proto.client.Untyped;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScrapeTest {
    private static final ExpositionFormat TEXT = ExpositionFormat.negotiate("");
    private static final ExpositionFormat OPENMETRICS = ExpositionFormat.negotiate("application/openmetrics-text");
    private static final ExpositionFormat PROTOBUF = ExpositionFormat.negotiate(
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited");

    private Groups groups = Groups.EMPTY;

    @Test
    void writesEveryTypeInTheOrderOfNames() throws IOException {
        push(
                TestPushes.key("a"),
                family(
                        "u",
                        MetricType.UNTYPED,
                        metric(Metric.newBuilder()
                                .setUntyped(Untyped.newBuilder().setValue(3.14)))),
                family(
                        "c",
                        MetricType.COUNTER,
                        metric(
                                Metric.newBuilder()
                                        .setCounter(Counter.newBuilder()
                                                .setValue(1e6)
                                                .setExemplar(
                                                        Exemplar.newBuilder().setValue(1))),
                                "x",
                                "a\\b\"c\nd")),
                family(
                        "s",
                        MetricType.SUMMARY,
                        metric(Metric.newBuilder()
                                .setSummary(Summary.newBuilder()
                                        .setSampleCount(3)
                                        .setSampleSum(4.5)
                                        .addQuantile(Quantile.newBuilder()
                                                .setQuantile(0.5)
                                                .setValue(Double.NaN))))),
                family(
                        "h",
                        MetricType.HISTOGRAM,
                        metric(Metric.newBuilder()
                                .setHistogram(Histogram.newBuilder()
                                        .setSampleCount(-1)
                                        .setSampleSum(2)
                                        .addBucket(Bucket.newBuilder()
                                                .setCumulativeCount(1)
                                                .setUpperBound(0.1))))));

        assertThat(text(List.of())).isEqualTo("""
                        # TYPE c counter
                        c{instance="",job="a",x="a\\\\b\\"c\\nd"} 1e+06
                        # TYPE h histogram
                        h_bucket{instance="",job="a",le="0.1"} 1
                        h_bucket{instance="",job="a",le="+Inf"} 1.8446744073709552e+19
                        h_sum{instance="",job="a"} 2
                        h_count{instance="",job="a"} 1.8446744073709552e+19
                        # HELP push_failure_time_seconds Last Unix time when changing this group in the Pushgateway failed.
                        # TYPE push_failure_time_seconds gauge
                        push_failure_time_seconds{instance="",job="a"} 0
                        # HELP push_time_seconds Last Unix time when changing this group in the Pushgateway succeeded.
                        # TYPE push_time_seconds gauge
                        push_time_seconds{instance="",job="a"} 1
                        # TYPE s summary
                        s{instance="",job="a",quantile="0.5"} NaN
                        s_sum{instance="",job="a"} 4.5
                        s_count{instance="",job="a"} 3
                        # TYPE u untyped
                        u{instance="",job="a"} 3.14
                        """);
    }

    @Test
    void prefersFloatCountsOfHistogramsAndShowsGaugeHistogramsAsHistograms() throws IOException {
        push(
                TestPushes.key("a"),
                family(
                        "g",
                        MetricType.GAUGE_HISTOGRAM,
                        metric(Metric.newBuilder()
                                .setHistogram(Histogram.newBuilder()
                                        .setSampleCount(9)
                                        .setSampleCountFloat(2.5)
                                        .addBucket(Bucket.newBuilder()
                                                .setCumulativeCountFloat(2.5)
                                                .setUpperBound(Double.POSITIVE_INFINITY))))));

        assertThat(text(List.of())).startsWith("""
                        # TYPE g histogram
                        g_bucket{instance="",job="a",le="+Inf"} 2.5
                        g_sum{instance="",job="a"} 0
                        g_count{instance="",job="a"} 2.5
                        """);
    }

    @Test
    void mergesTheNodesOwnFamiliesInByName() throws IOException {
        push(TestPushes.key("a"), gauge("b", 1), gauge("d", 2), described("e", "pushed", 3));

        String text = text(List.of(own("a", "1"), own("d", "2"), own("e", "3"), own("z", "4")));

        assertThat(linesWithout("push_", text))
                .containsExactly(
                        "# HELP a own",
                        "# TYPE a gauge",
                        "a{own=\"1\"} 7",
                        "# TYPE b gauge",
                        "b{instance=\"\",job=\"a\"} 1",
                        "# HELP d own",
                        "# TYPE d gauge",
                        "d{own=\"2\"} 7",
                        "d{instance=\"\",job=\"a\"} 2",
                        "# HELP e own",
                        "# TYPE e gauge",
                        "e{own=\"3\"} 7",
                        "e{instance=\"\",job=\"a\"} 3",
                        "# HELP z own",
                        "# TYPE z gauge",
                        "z{own=\"4\"} 7");
    }

    @Test
    void leavesOutAnOwnFamilyThatClashesWithAPushedOne() throws IOException {
        push(
                TestPushes.key("a"),
                family(
                        "d",
                        MetricType.COUNTER,
                        metric(Metric.newBuilder()
                                .setCounter(Counter.newBuilder().setValue(2)))));
        Scrape scrape = new Scrape(groups, List.of(own("d", "1"), own("f", "1")), TEXT);

        String text = utf8(written(scrape, Compression.IDENTITY));

        assertThat(linesWithout("push_", text))
                .containsExactly(
                        "# TYPE d counter",
                        "d{instance=\"\",job=\"a\"} 2",
                        "# HELP f own",
                        "# TYPE f gauge",
                        "f{own=\"1\"} 7");
        assertThat(scrape.hiddenFamilies()).isEqualTo(1);
    }

    @Test
    void escapesHelpTexts() throws IOException {
        push(TestPushes.key("a"), described("a", "back\\slash \"quoted\"\nnext", 1));

        assertThat(text(List.of())).startsWith("# HELP a back\\\\slash \"quoted\"\\nnext\n");
    }

    @Test
    void keepsWithheldFamiliesOut() throws IOException {
        push(TestPushes.key("a"), gauge("m", 1));
        pushUnchecked(TestPushes.key("a", "instance", ""), gauge("m", 2), gauge("n", 3));
        pushUnchecked(
                TestPushes.key("b"),
                family(
                        "m",
                        MetricType.COUNTER,
                        metric(Metric.newBuilder()
                                .setCounter(Counter.newBuilder().setValue(4)))));

        assertThat(linesWithout("push_", text(List.of())))
                .containsExactly(
                        "# TYPE m gauge",
                        "m{instance=\"\",job=\"a\"} 1",
                        "# TYPE n gauge",
                        "n{instance=\"\",job=\"a\"} 3");
    }

    static IntStream seeds() {
        return IntStream.range(0, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void saysTheSameInEveryFormAfterEveryWrite(int seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < 5; round++) {
            for (int i = random.nextInt(400); i > 0; i--) {
                push(
                        TestPushes.key("job" + random.nextInt(1000), "zone", "z" + random.nextInt(3)),
                        gauge("common", random.nextInt()),
                        gauge("family" + random.nextInt(30), random.nextInt()));
            }
            List<MetricFamily> own = List.of(own("family15", "x"), own("zzz", "y"));
            Groups renderedAnew = TestRestore.copy(groups);

            byte[] plain = written(new Scrape(groups, own, TEXT), Compression.IDENTITY);

            assertThat(gunzipped(written(new Scrape(groups, own, TEXT), Compression.GZIP)))
                    .isEqualTo(plain);
            assertThat(written(new Scrape(renderedAnew, own, TEXT), Compression.IDENTITY))
                    .isEqualTo(plain);
            for (ExpositionFormat format : List.of(TEXT, OPENMETRICS, PROTOBUF)) {
                assertThat(unzstd(written(new Scrape(groups, own, format), Compression.ZSTD)))
                        .isEqualTo(written(new Scrape(groups, own, format), Compression.IDENTITY));
            }
            // Gauges have the same lines in both.
            assertThat(linesWithout("#", utf8(written(new Scrape(groups, own, OPENMETRICS), Compression.IDENTITY))))
                    .isEqualTo(linesWithout("#", utf8(plain)));
            assertThat(gunzipped(written(new Scrape(groups, own, PROTOBUF), Compression.GZIP)))
                    .isEqualTo(written(new Scrape(groups, own, PROTOBUF), Compression.IDENTITY));
            assertThat(samplesIn(written(new Scrape(groups, own, PROTOBUF), Compression.IDENTITY)))
                    .isEqualTo(linesWithout("#", utf8(plain)).size());
        }
    }

    @Test
    void writesProtobufThatTheClientModelReads() throws IOException {
        push(TestPushes.key("a"), described("m", "help", 5), gauge("n", 1));
        push(TestPushes.key("b"), described("m", "help", 6));

        List<dev.quorumgate.proto.client.MetricFamily> families =
                families(written(new Scrape(groups, List.of(own("m", "1")), PROTOBUF), Compression.IDENTITY));

        dev.quorumgate.proto.client.MetricFamily m = families.get(0);
        assertThat(m.getName()).isEqualTo("m");
        assertThat(m.getHelp()).isEqualTo("own");
        assertThat(m.getType()).isEqualTo(dev.quorumgate.proto.client.MetricType.GAUGE);
        assertThat(m.getMetricList().stream().map(each -> each.getGauge().getValue()))
                .containsExactly(7.0, 5.0, 6.0);
        assertThat(families.stream().map(dev.quorumgate.proto.client.MetricFamily::getName))
                .containsExactly("m", "n", "push_failure_time_seconds", "push_time_seconds");
    }

    private void push(GroupingKey key, PushedFamily... families) {
        apply(TestPushes.post(key, families));
    }

    private void pushUnchecked(GroupingKey key, PushedFamily... families) {
        apply(TestPushes.command(key, Command.Scope.NAMED_FAMILIES, PushRules.UNCHECKED, "test", families));
    }

    private void apply(Command command) {
        groups = groups.apply(new Batch(groups.position().appliedIndex() + 1, 1_000_000_000, List.of(command)))
                .next();
    }

    private String text(List<MetricFamily> own) throws IOException {
        return utf8(written(new Scrape(groups, own, TEXT), Compression.IDENTITY));
    }

    private static byte[] written(Scrape scrape, Compression compression) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        scrape.write(compression, out);
        return out.toByteArray();
    }

    private static byte[] gunzipped(byte[] bytes) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }

    private static byte[] unzstd(byte[] bytes) throws IOException {
        try (InputStream in = new ZstdInputStream(new ByteArrayInputStream(bytes)).setContinuous(false)) {
            return in.readAllBytes();
        }
    }

    private static List<dev.quorumgate.proto.client.MetricFamily> families(byte[] bytes) throws IOException {
        List<dev.quorumgate.proto.client.MetricFamily> families = new ArrayList<>();
        InputStream in = new ByteArrayInputStream(bytes);
        while (true) {
            dev.quorumgate.proto.client.MetricFamily family =
                    dev.quorumgate.proto.client.MetricFamily.parseDelimitedFrom(in);
            if (family == null) {
                return families;
            }
            families.add(family);
        }
    }

    private static int samplesIn(byte[] protobuf) throws IOException {
        return families(protobuf).stream()
                .mapToInt(dev.quorumgate.proto.client.MetricFamily::getMetricCount)
                .sum();
    }

    private static List<String> linesWithout(String prefix, String text) {
        return text.lines()
                .filter(line -> !line.startsWith(prefix)
                        && !line.startsWith("# HELP " + prefix)
                        && !line.startsWith("# TYPE " + prefix))
                .toList();
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static PushedFamily gauge(String name, int value) {
        return family(
                name,
                MetricType.GAUGE,
                metric(Metric.newBuilder().setGauge(Gauge.newBuilder().setValue(value))));
    }

    private static PushedFamily described(String name, String help, int value) {
        return TestPushes.described(
                name,
                help,
                metric(Metric.newBuilder().setGauge(Gauge.newBuilder().setValue(value))));
    }

    private static PushedFamily family(String name, MetricType type, PushedMetric... metrics) {
        return TestPushes.family(name, type, metrics);
    }

    private static PushedMetric metric(Metric.Builder value, String... label) {
        List<Label> labels = label.length == 0 ? List.of() : List.of(new Label(label[0], label[1]));
        return new PushedMetric(labels, value.build().toByteArray(), Optional.empty(), true);
    }

    private static MetricFamily own(String name, String label) {
        byte[] value = Metric.newBuilder()
                .setGauge(Gauge.newBuilder().setValue(7))
                .build()
                .toByteArray();
        return new MetricFamily.Builder()
                .add(List.of(new Label("own", label)), value)
                .build(new FamilyMetadata(name, MetricType.GAUGE, Optional.of("own"), Optional.empty()));
    }
}
