package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.history.PushLoad;
import dev.quorumgate.clustertests.history.Scenario;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: what was acknowledged is on disk, not only in somebody's memory.
 *
 * <p>Method: all three nodes end at once, by SIGKILL or SIGTERM, under a load; then all start again.
 */
@ClusterTest
class RestartAllTest {
    private static final int PUSHES = 150;

    @Test
    void everythingAcknowledgedIsThereAfterAllNodesWereKilled(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad load = scenario.recklessLoad(cluster.all());
        load.awaitMore(PUSHES);

        for (ClusterNode node : cluster.all()) {
            node.kill();
        }
        load.end();
        cluster.startAll();
        cluster.awaitAllReady();

        scenario.load(cluster.all()).awaitMore(PUSHES / 10);
        scenario.endAndCheck();
    }

    @Tag("long")
    @Test
    void everythingAcknowledgedIsThereAfterAllNodesWereStopped(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad load = scenario.recklessLoad(cluster.all());
        load.awaitMore(PUSHES);

        for (ClusterNode node : cluster.all()) {
            node.process().terminate();
        }
        for (ClusterNode node : cluster.all()) {
            assertThat(node.process().awaitExit()).as("exit code of %s", node).isZero();
        }
        load.end();
        cluster.startAll();
        cluster.awaitAllReady();

        scenario.load(cluster.all()).awaitMore(PUSHES / 10);
        scenario.endAndCheck();
    }
}
