package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Folders;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.history.PushLoad;
import dev.quorumgate.clustertests.history.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: losing one node of three at any moment fails no push, loses nothing acknowledged and makes no scrape wrong.
 *
 * <p>Method: kill -9 of one node while clients that never try again push to the other two and all are scraped; pushes go on
 * without it, then it comes back; then everything is compared.
 */
@ClusterTest
class KillTest {
    private static final int PUSHES_EACH_PHASE = 100;

    @Test
    void noPushFailsWhenTheLeaderIsKilled(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();

        killAndRestart(run, cluster, cluster.leader());
    }

    @Tag("long")
    @Test
    void noPushFailsWhenAFollowerIsKilled(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();

        killAndRestart(run, cluster, cluster.followers().get(0));
    }

    /** RocksDB's native part has 17 MB; a node that is killed often must not fill the disk with copies of it. */
    @Test
    void aNodeThatIsKilledLeavesNoLibraryBehind(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().nodes(1).start();
        ClusterNode node = cluster.node("n1");

        node.kill();

        assertThat(libraries(run.folder("n1.tmp"))).isEmpty();
        assertThat(libraries(node.storage())).isEmpty();
    }

    private static List<Path> libraries(Path folder) throws IOException {
        return Folders.filesBelow(folder).stream()
                .filter(each -> each.toString().endsWith(".so"))
                .toList();
    }

    private static void killAndRestart(TestRun run, TestCluster cluster, ClusterNode victim) throws Exception {
        List<ClusterNode> others = cluster.except(victim);
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad load = scenario.load(others);
        load.awaitMore(PUSHES_EACH_PHASE);

        victim.kill();
        load.awaitMore(PUSHES_EACH_PHASE);
        victim.start();
        TestCluster.awaitReady(victim);
        load.awaitMore(PUSHES_EACH_PHASE);

        scenario.endAndCheck();
        assertThat(scenario.watch().answered(victim)).isPositive();
    }
}
