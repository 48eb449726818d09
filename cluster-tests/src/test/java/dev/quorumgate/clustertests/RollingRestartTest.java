package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.LoadBalancer;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import dev.quorumgate.clustertests.history.PushLoad;
import dev.quorumgate.clustertests.history.Scenario;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: all nodes are restarted, one after the other, and clients notice nothing.
 *
 * <p>Method: what the README tells operators to do, under a load of clients that never try again and go through a load balancer
 * that asks {@code /-/ready}, while all nodes are scraped.
 */
@ClusterTest
class RollingRestartTest {
    private static final int PUSHES_EACH_PHASE = 80;

    @Tag("long")
    @Test
    void noPushFailsAndNoScrapeIsStale(TestRun run) throws Exception {
        // Without a delay: that nobody comes any more is to be the work of the drain.
        TestCluster cluster = run.cluster().flags("--shutdown.delay=0s").start();
        Scenario scenario = Scenario.begin(run, cluster);
        LoadBalancer balancer = LoadBalancer.checking(run, cluster.all());
        PushLoad load = scenario.load(balancer.gateway());
        load.awaitMore(PUSHES_EACH_PHASE);

        for (ClusterNode node : cluster.all()) {
            cluster.cli().require("drain", node.name());
            Waiting.until("the balancer leaves out " + node, () -> !balancer.prefers(node));
            assertThat(node.process().stop()).isZero();
            load.awaitMore(PUSHES_EACH_PHASE);
            node.start();
            cluster.cli().require("health", "--wait=60s");
            TestCluster.awaitReady(node);
            load.awaitMore(PUSHES_EACH_PHASE);
        }

        scenario.endAndCheck();
    }
}
