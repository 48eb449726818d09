package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.ComposedCluster;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.Prometheus;
import dev.quorumgate.clustertests.harness.Prometheus.Sample;
import dev.quorumgate.clustertests.harness.Prometheus.Series;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.history.PushLoad;
import dev.quorumgate.clustertests.history.Scenario;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: what {@code docker/compose.yaml} starts is one gateway that never fails: nodes are killed, drained and stopped behind its
 * balancer, and neither who pushes nor Prometheus notices. {@link WholeLifeTest} goes on from there.
 *
 * <p>Method: its services, told what it says, with the real HAProxy, nginx and Prometheus on the files that are shipped, under a load
 * of clients that never try again.
 */
@ClusterTest
class ComposeTest {
    private static final int PUSHES_EACH_PHASE = 80;
    private static final int SCRAPES_EACH_PHASE = 4;
    private static final String PUSHED = "load_value";

    @Test
    void neitherPushersNorPrometheusNoticeLossesBehindHaProxy(TestRun run) throws Exception {
        ComposedCluster compose = ComposedCluster.start(run);
        TestCluster cluster = compose.cluster();
        Gateway balancer = compose.startHaProxy();
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad load = scenario.load(balancer);
        load.awaitMore(PUSHES_EACH_PHASE);
        Prometheus prometheus = compose.startPrometheus();
        prometheus.awaitScrapes(SCRAPES_EACH_PHASE);

        killAndRestart(cluster.followers().get(0), load);
        killAndRestart(cluster.leader(), load);
        drainStopAndRestart(cluster, cluster.leader(), load);
        prometheus.awaitScrapes(SCRAPES_EACH_PHASE);

        scenario.endAndCheck();
        assertThat(prometheus.value("count(up{job=\"quorumgate\"})")).isEqualTo(3);
        assertThat(prometheus.query("quorumgate_raft_has_leader"))
                .extracting(series -> series.labels().get("instance"))
                .containsExactlyInAnyOrder("n1", "n2", "n3");
        assertNoGapAndNoReset(run, prometheus);
        // Nodes that know no majority for a moment were asked by others than their balancer and Prometheus, too.
        assertThat(prometheus.firedSince(0))
                .allSatisfy(alert -> assertThat(alert).startsWith("QuorumgateScrapesFail{"));
    }

    @Test
    @Tag("long")
    void noRequestFailsBehindNginx(TestRun run) throws Exception {
        ComposedCluster compose = ComposedCluster.start(run);
        TestCluster cluster = compose.cluster();
        Scenario scenario = Scenario.begin(run, cluster);
        Gateway balancer = compose.startNginx();
        PushLoad load = scenario.load(balancer);
        load.awaitMore(PUSHES_EACH_PHASE);

        ClusterNode killed = cluster.leader();
        killed.kill();
        load.awaitMore(PUSHES_EACH_PHASE);
        for (int i = 0; i < 2 * cluster.all().size(); i++) {
            assertThat(balancer.get("/api/v1/metrics").status()).isEqualTo(200);
        }
        startAndAwait(killed, load);
        drainStopAndRestart(cluster, cluster.leader(), load);

        scenario.endAndCheck();
    }

    private static void killAndRestart(ClusterNode node, PushLoad load) throws Exception {
        node.kill();
        load.awaitMore(PUSHES_EACH_PHASE);
        startAndAwait(node, load);
    }

    private static void drainStopAndRestart(TestCluster cluster, ClusterNode node, PushLoad load) throws Exception {
        cluster.cli().require("drain", node.name());
        assertThat(node.process().stop()).isZero();
        load.awaitMore(PUSHES_EACH_PHASE);
        startAndAwait(node, load);
    }

    private static void startAndAwait(ClusterNode node, PushLoad load) throws Exception {
        node.start();
        TestCluster.awaitReady(node);
        load.awaitMore(PUSHES_EACH_PHASE);
    }

    private static void assertNoGapAndNoReset(TestRun run, Prometheus prometheus) {
        List<Sample> scrapes = prometheus.history("up{job=\"pushed\"}").get(0).samples();
        run.note(scrapes.size() + " scrapes through HAProxy");
        assertThat(scrapes).allSatisfy(scrape -> assertThat(scrape.value()).isEqualTo(1));
        assertThat(prometheus.value("sum(resets(" + PUSHED + "[1h]))")).isZero();
        List<Long> times = scrapes.stream().map(Sample::millis).toList();
        long last = times.get(times.size() - 1);
        for (Series series : prometheus.history(PUSHED)) {
            // Without those of a scrape that came between the two questions.
            assertThat(series.samples().stream().map(Sample::millis).filter(time -> time <= last))
                    .as("%s: a sample of each scrape", series.labels())
                    .containsExactlyElementsOf(times);
        }
    }
}
