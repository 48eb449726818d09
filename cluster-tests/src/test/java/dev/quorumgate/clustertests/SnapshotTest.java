package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Folders;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import dev.quorumgate.clustertests.history.PushLoad;
import dev.quorumgate.clustertests.history.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: a node that was away for longer than the log of the others reaches back gets their state as a snapshot, and is then
 * equal to them.
 *
 * <p>Method: snapshots after few entries and small log segments, so that the others have deleted the log that the node would
 * need; its own log line proves that it was a snapshot that brought it up.
 */
@ClusterTest
class SnapshotTest {
    private static final String[] SMALL_SNAPSHOTS = {"--raft.snapshot-entries=50", "--raft.snapshot-log-size=256KiB"};
    private static final int BODY_BYTES = 4 << 10;
    private static final int PUSHES_BEFORE = 20;
    private static final String INSTALLED = "installed a snapshot from the leader";

    @Test
    void bringsUpAFollowerThatWasAwayForLongerThanTheLogReachesBack(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().flags(SMALL_SNAPSHOTS).start();
        ClusterNode away = cluster.followers().get(0);
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad load = scenario.load(cluster.except(away), BODY_BYTES);
        load.awaitMore(PUSHES_BEFORE);
        long lastIndexOfIts = appliedIndex(away);
        away.kill();

        awaitLogBegins(cluster.except(away), lastIndexOfIts + 2);
        away.start();
        TestCluster.awaitReady(away);

        away.log().awaitSaying(INSTALLED);
        scenario.endAndCheck();
        assertRestartsAsItIs(away, cluster);
    }

    @Tag("long")
    @Test
    void bringsUpAMemberThatStartsForTheFirstTime(TestRun run) throws Exception {
        // Of four members three may begin without the last one; of three it takes all.
        TestCluster cluster = run.cluster().nodes(4).flags(SMALL_SNAPSHOTS).build();
        ClusterNode late = cluster.node("n4");
        for (ClusterNode node : cluster.except(late)) {
            node.start();
        }
        cluster.except(late).forEach(TestCluster::awaitReady);
        Scenario scenario = Scenario.begin(run, cluster);
        scenario.load(cluster.except(late), BODY_BYTES).awaitMore(PUSHES_BEFORE);

        awaitLogBegins(cluster.except(late), 2);
        late.start();
        TestCluster.awaitReady(late);

        late.log().awaitSaying(INSTALLED);
        scenario.endAndCheck();
        assertRestartsAsItIs(late, cluster);
    }

    /** What was installed must also be what a restart begins with. */
    private static void assertRestartsAsItIs(ClusterNode node, TestCluster cluster) throws Exception {
        node.kill();
        node.start();
        TestCluster.awaitReady(node);

        cluster.awaitEqualStates();
        assertThat(node.log().says(INSTALLED)).as("needs another snapshot").isFalse();
    }

    private static long appliedIndex(ClusterNode node) throws Exception {
        return (long) node.gateway().nodeMetrics().valueOf("quorumgate_raft_applied_index");
    }

    /** Waits until none of the nodes has the log before {@code index} any more. */
    private static void awaitLogBegins(List<ClusterNode> nodes, long index) {
        for (ClusterNode node : nodes) {
            Waiting.until(node + " has deleted its log up to " + index, () -> firstLogIndex(node.storage()) > index);
        }
    }

    /** From the names of Ratis's segment files, {@code log_FIRST-LAST} and {@code log_inprogress_FIRST}. */
    private static long firstLogIndex(Path storage) throws IOException {
        return Folders.filesBelow(storage.resolve("raft")).stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> name.matches("log_(inprogress_)?\\d+.*"))
                .mapToLong(name -> Long.parseLong(name.replaceAll("log_(?:inprogress_)?(\\d+).*", "$1")))
                .min()
                .orElse(0);
    }
}
