package dev.quorumgate.clustertests;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.Answer;
import dev.quorumgate.clustertests.harness.ClientTools;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.LoadBalancer;
import dev.quorumgate.clustertests.harness.Prometheus;
import dev.quorumgate.clustertests.harness.Prometheus.Sample;
import dev.quorumgate.clustertests.harness.Prometheus.Series;
import dev.quorumgate.clustertests.harness.Shell;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import dev.quorumgate.proto.client.BucketSpan;
import dev.quorumgate.proto.client.Histogram;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.MetricFamily;
import dev.quorumgate.proto.client.MetricType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: a Prometheus that is set up for the Pushgateway sees one gateway that never fails: it may scrape one node now and
 * another one next, and its series have neither gap nor reset.
 *
 * <p>Method: a real Prometheus 3 scrapes an address that leads to one node after the other, while counters rise and the node
 * that it scrapes is killed. What it has stored is compared with what was acknowledged at the time.
 */
@ClusterTest
class PrometheusTest {
    private static final String COUNTER = "work_done_total";
    private static final String PUSHED_ONLY = "pushed";
    private static final String ALL = "";
    private static final int SCRAPES_EACH_PHASE = 3;

    /** A killed node may take one scrape with it; while the next leader is elected another one may last too long. */
    private static final int SCRAPES_LOST_PER_KILL = 2;

    /** Prometheus files a scrape under the planned time when it began up to this much later, to save space. */
    private static final long TIMESTAMP_TOLERANCE_MILLIS = 2;

    private static final String ALL_TYPES = """
            # HELP batch_last_success_timestamp_seconds When it last succeeded.
            # TYPE batch_last_success_timestamp_seconds gauge
            batch_last_success_timestamp_seconds 1.5e9
            # HELP batch_records_total Records read, by kind.
            # TYPE batch_records_total counter
            batch_records_total{kind="a\\"b\\\\c\\nd"} 3
            batch_records_total{kind="Zürich"} +Inf
            # HELP batch_duration_seconds How long it took.
            # TYPE batch_duration_seconds histogram
            batch_duration_seconds_bucket{le="1"} 10
            batch_duration_seconds_bucket{le="2"} 30
            batch_duration_seconds_bucket{le="+Inf"} 40
            batch_duration_seconds_sum 70
            batch_duration_seconds_count 40
            # HELP batch_size_bytes Sizes of files.
            # TYPE batch_size_bytes summary
            batch_size_bytes{quantile="0.5"} 7
            batch_size_bytes_sum 21
            batch_size_bytes_count 3
            # HELP batch_temperature_celsius Of unknown type.
            batch_temperature_celsius NaN
            """;

    @Tag("long")
    @Test
    void seesNeitherGapNorResetWhileItScrapesOneNodeAfterTheOther(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        LoadBalancer balancer = LoadBalancer.start(run, cluster.all());
        CounterPushes pushes = CounterPushes.start(run, cluster.all());
        Prometheus prometheus = Prometheus.start(run, balancer.address(), PUSHED_ONLY);

        for (ClusterNode node : cluster.all()) {
            scrapeFrom(node, balancer, prometheus);
        }
        List<ClusterNode> victims = List.of(cluster.followers().get(0), cluster.leader());
        for (ClusterNode victim : victims) {
            pushes.sendTo(cluster.except(victim));
            scrapeFrom(victim, balancer, prometheus);
            victim.kill();
            prometheus.awaitScrapes(SCRAPES_EACH_PHASE);
            Waiting.until("another node answers", () -> !balancer.lastToAnswer().equals(victim.name()));
            victim.start();
            TestCluster.awaitReady(victim);
        }
        pushes.end();
        prometheus.awaitScrapes(2);

        assertThat(prometheus.value(COUNTER)).isEqualTo((double) pushes.acknowledged());
        assertThat(prometheus.value("resets(" + COUNTER + "[1h])")).isZero();
        assertThat(prometheus.value("resets(push_time_seconds[1h])")).isZero();
        assertThat(prometheus.value("changes(" + COUNTER + "[1h])")).isGreaterThan(victims.size() * SCRAPES_EACH_PHASE);
        List<Sample> ups = prometheus.history("up").get(0).samples();
        long lost = ups.stream().filter(up -> up.value() == 0).count();
        run.note(
                "%d scrapes, %d of them failed while %d nodes were killed".formatted(ups.size(), lost, victims.size()));
        assertThat(lost).as("scrapes that failed").isLessThanOrEqualTo((long) victims.size() * SCRAPES_LOST_PER_KILL);
        Series counter = prometheus.history(COUNTER).get(0);
        assertThat(counter.labels()).isEqualTo(Map.of("__name__", COUNTER, "job", "batch"));
        assertThat(counter.samples().stream().map(Sample::millis))
                .as("times of samples: those of all scrapes that succeeded")
                .containsExactlyElementsOf(ups.stream()
                        .filter(up -> up.value() == 1)
                        .map(Sample::millis)
                        .toList());
        assertThat(counter.samples())
                .allSatisfy(sample -> assertThat(sample.value())
                        .as("at %d", sample.millis())
                        .isBetween(
                                (double) pushes.acknowledgedBefore(sample.millis() - TIMESTAMP_TOLERANCE_MILLIS),
                                (double) pushes.acknowledged()));
    }

    @Test
    void storesAllTypesWithTheLabelsThatWerePushed(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().nodes(1).start();
        Gateway gateway = cluster.leader().gateway();
        assertThat(gateway.push("/job/types/instance/host", ALL_TYPES).status()).isEqualTo(200);
        assertThat(gateway.push(
                                "/job/native",
                                "application/vnd.google.protobuf; "
                                        + "proto=io.prometheus.client.MetricFamily; encoding=delimited",
                                nativeHistogram())
                        .status())
                .isEqualTo(200);

        Prometheus prometheus =
                Prometheus.start(run, cluster.leader().address().http(), ALL, "--enable-feature=native-histograms");
        prometheus.awaitGoodScrapes();

        assertThat(prometheus.value("batch_last_success_timestamp_seconds{job=\"types\",instance=\"host\"}"))
                .isEqualTo(1.5e9);
        assertThat(prometheus.query("batch_records_total").stream()
                        .collect(toMap(
                                each -> each.labels().get("kind"),
                                each -> each.samples().get(0).value())))
                .isEqualTo(Map.of("a\"b\\c\nd", 3.0, "Zürich", Double.POSITIVE_INFINITY));
        assertThat(prometheus.value("histogram_quantile(0.5, batch_duration_seconds_bucket)"))
                .isEqualTo(1.5);
        assertThat(prometheus.value("batch_size_bytes{quantile=\"0.5\"}")).isEqualTo(7);
        assertThat(prometheus.value("batch_temperature_celsius")).isNaN();
        assertThat(prometheus.value("histogram_count(work_seconds)")).isEqualTo(5);
        assertThat(prometheus.value("histogram_sum(work_seconds)")).isEqualTo(9.5);
        assertThat(prometheus.query("work_seconds").get(0).labels())
                .isEqualTo(Map.of("__name__", "work_seconds", "job", "native"));
        // The node's own series stand beside them, and tell by their instance whose they are.
        assertThat(prometheus.query("quorumgate_raft_term").get(0).labels()).containsEntry("job", "gateway");
        for (String name : List.of(
                "pushgateway_http_push_duration_seconds_count",
                "quorumgate_raft_commit_seconds_count",
                "quorumgate_raft_elections_total",
                "quorumgate_raft_log_syncs_total",
                "quorumgate_raft_log_sync_p99_seconds",
                "quorumgate_scrapes_total",
                "quorumgate_store_withheld_families",
                "quorumgate_store_bytes")) {
            assertThat(prometheus.query(name)).as(name).isNotEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("halves")
    void servesWhatPromtoolFindsNothingWrongWith(String half, String family, TestRun run) throws Exception {
        String promtool = ClientTools.peer("promtool").toString();
        TestCluster cluster = run.cluster().nodes(1).start();
        Gateway gateway = cluster.leader().gateway();
        assertThat(gateway.push("/job/types", ALL_TYPES).status()).isEqualTo(200);
        assertThat(gateway.push("/job/failed", "m 1 1234\n").status()).isEqualTo(400);

        Answer scrape = gateway.get("/metrics?collect%5B%5D=" + half);

        assertThat(scrape.text()).contains("# TYPE " + family + " ");
        Shell.Result check = Shell.run(List.of(promtool, "check", "metrics"), Map.of(), scrape.text());
        assertThat(check.output()).isEmpty();
        assertThat(check.exitCode()).isZero();
    }

    static Stream<Arguments> halves() {
        return Stream.of(
                Arguments.of("pushed", "batch_duration_seconds"), Arguments.of("node", "pushgateway_build_info"));
    }

    private static void scrapeFrom(ClusterNode node, LoadBalancer balancer, Prometheus prometheus) {
        balancer.prefer(node);
        Waiting.until(node + " is scraped", () -> balancer.lastToAnswer().equals(node.name()));
        prometheus.awaitScrapes(SCRAPES_EACH_PHASE);
    }

    private static byte[] nativeHistogram() throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        MetricFamily.newBuilder()
                .setName("work_seconds")
                .setType(MetricType.HISTOGRAM)
                .addMetric(Metric.newBuilder()
                        .setHistogram(Histogram.newBuilder()
                                .setSampleCount(5)
                                .setSampleSum(9.5)
                                .setSchema(0)
                                .setZeroThreshold(0.001)
                                .setZeroCount(1)
                                .addPositiveSpan(
                                        BucketSpan.newBuilder().setOffset(0).setLength(2))
                                .addPositiveDelta(3)
                                .addPositiveDelta(-2)))
                .build()
                .writeDelimitedTo(body);
        return body.toByteArray();
    }

    /** One client that pushes a rising counter, one push after the other, and knows when each was acknowledged. */
    private static final class CounterPushes {
        private final TreeMap<Long, Long> acknowledged = new TreeMap<>();
        private volatile List<ClusterNode> targets;
        private volatile boolean ending;
        private final Thread thread = new Thread(this::run, "counter");

        private CounterPushes(List<ClusterNode> targets) {
            this.targets = targets;
        }

        /** Returns when the first push is acknowledged. */
        static CounterPushes start(TestRun run, List<ClusterNode> targets) {
            CounterPushes pushes = new CounterPushes(targets);
            pushes.thread.start();
            run.atEnd(pushes::end);
            Waiting.until("a push is acknowledged", () -> pushes.acknowledged() > 0);
            return pushes;
        }

        /** Returns when no push is under way to any other node. */
        void sendTo(List<ClusterNode> nodes) {
            targets = nodes;
            long begun = acknowledged();
            Waiting.until("two more pushes are acknowledged", () -> acknowledged() >= begun + 2);
        }

        void end() throws InterruptedException {
            ending = true;
            thread.join();
        }

        synchronized long acknowledged() {
            return acknowledged.isEmpty() ? 0 : acknowledged.lastEntry().getValue();
        }

        /** What a scrape that begins at that time must show. */
        synchronized long acknowledgedBefore(long millis) {
            Map.Entry<Long, Long> last = acknowledged.lowerEntry(millis);
            return last == null ? 0 : last.getValue();
        }

        private void run() {
            try {
                for (long value = 1; !ending; value++) {
                    List<ClusterNode> nodes = targets;
                    ClusterNode node = nodes.get((int) (value % nodes.size()));
                    String body = "# HELP " + COUNTER + " Work done.\n# TYPE " + COUNTER + " counter\n" + COUNTER + " "
                            + value + "\n";
                    Answer answer = node.gateway().push("/job/batch", body);
                    // Nothing more is acknowledged after a failure, and the waiting of the test ends in one.
                    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
                    synchronized (this) {
                        acknowledged.put(System.currentTimeMillis(), value);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
