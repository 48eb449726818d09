package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.history.PushLoad;
import dev.quorumgate.clustertests.history.Scenario;
import org.junit.jupiter.api.Test;

/**
 * Goal: SIGTERM ends a node in good order: leadership goes over to another one, nobody who talks to the others notices, and
 * the node that comes back catches up.
 *
 * <p>Method: SIGTERM to the leader under a load to the others; its log tells how it handed over.
 */
@ClusterTest
class StopTest {
    private static final int PUSHES_EACH_PHASE = 60;

    @Test
    void theLeaderHandsOverAndStops(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        ClusterNode leader = cluster.leader();
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad load = scenario.load(cluster.except(leader));
        load.awaitMore(PUSHES_EACH_PHASE);

        long begun = System.nanoTime();
        int exitCode = leader.process().stop();
        run.note("stopped in %d ms".formatted((System.nanoTime() - begun) / 1_000_000));
        load.awaitMore(PUSHES_EACH_PHASE);

        assertThat(exitCode).isZero();
        assertThat(leader.log().linesOfThisLife())
                .anyMatch(line -> line.matches(".*handing leadership to n\\d: done.*"))
                .last()
                .asString()
                .contains("msg=stopped");
        leader.start();
        TestCluster.awaitReady(leader);
        scenario.endAndCheck();
    }
}
