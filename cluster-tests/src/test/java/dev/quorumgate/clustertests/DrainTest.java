package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.Answer;
import dev.quorumgate.clustertests.harness.Cli;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import dev.quorumgate.clustertests.history.PushLoad;
import dev.quorumgate.clustertests.history.Scenario;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: a node that is drained can be stopped without anybody noticing: nobody is sent to it, it does not lead, and it still
 * serves who comes. The last node to go to is not drained by mistake.
 *
 * <p>Method: {@code quorumgate drain} of the leader under load, and the next leader killed; then of all of them.
 */
@ClusterTest
class DrainTest {
    private static final int PUSHES = 60;

    private static final int NOT_FOUND = 3;
    private static final int REFUSED = 6;

    @Tag("long")
    @Test
    void whoIsDrainedLeadsNoMoreAndServesOn(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        ClusterNode drained = cluster.leader();
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad load = scenario.load(cluster.except(drained));
        load.awaitMore(PUSHES);

        Cli.Result drain = cluster.cli().run("drain", drained.name(), "-o", "json");

        assertThat(drain.exitCode()).as(drain.toString()).isZero();
        assertThat(drain.json().get("drained").getAsBoolean()).isTrue();
        assertThat(drain.json().get("was_drained").getAsBoolean()).isFalse();
        assertThat(drain.json().get("leader").getAsString()).isNotEqualTo(drained.name());
        Answer ready = drained.gateway().send("GET", "/-/ready", "");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.text()).contains("an operator has drained this node");
        assertThat(drained.gateway().push("/job/late", "m 1\n").status()).isEqualTo(200);
        assertThat(drained.gateway().scrapePushed().status()).isEqualTo(200);
        assertThat(cluster.cli().require("status").out()).contains("drained");
        assertThat(cluster.cli().run("leader", "transfer", drained.name()).exitCode())
                .isEqualTo(REFUSED);
        load.awaitMore(PUSHES);

        // It has to win an election, since it alone has the last push, but does not keep the office.
        ClusterNode leader = TestCluster.leaderAmong(cluster.except(drained));
        ClusterNode other = cluster.except(drained).stream()
                .filter(node -> !node.equals(leader))
                .findFirst()
                .orElseThrow();
        load.sendTo(List.of(other));
        load.pause();
        other.kill();
        assertThat(leader.gateway().push("/job/last", "m 1\n").status()).isEqualTo(200);
        leader.kill();
        other.start();
        Waiting.until(other + " leads", () -> other.gateway().isLeader());
        load.resume();
        load.awaitMore(PUSHES);
        leader.start();
        TestCluster.awaitReady(leader);

        Cli.Result undrain = cluster.cli().require("undrain", drained.name(), "-o", "json");
        assertThat(undrain.json().get("was_drained").getAsBoolean()).isTrue();
        TestCluster.awaitReady(drained);
        scenario.endAndCheck();
    }

    @Test
    void theLastReadyNodeIsNotDrainedByMistake(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        cluster.cli().require("drain", "n1");
        cluster.cli().require("drain", "n2");

        Cli.Result last = cluster.cli().run("drain", "n3");
        Cli.Result unknown = cluster.cli().run("drain", "n7");

        assertThat(last.exitCode()).as(last.toString()).isEqualTo(REFUSED);
        assertThat(last.err()).contains("n3 is the last ready member that is not drained", "--force=");
        assertThat(cluster.node("n3").gateway().isReady()).isTrue();
        assertThat(unknown.exitCode()).as(unknown.toString()).isEqualTo(NOT_FOUND);

        String clusterId = cluster.cli()
                .require("status", "-o", "json")
                .json()
                .get("cluster_id")
                .getAsString();
        cluster.cli().require("drain", "n3", "--force=" + clusterId);
        assertThat(cluster.node("n3").gateway().isReady()).isFalse();
        // Somebody has to lead.
        assertThat(cluster.node("n3").gateway().push("/job/all", "m 1\n").status())
                .isEqualTo(200);

        ClusterNode restarted = cluster.node("n1");
        assertThat(restarted.process().stop()).isZero();
        restarted.start();
        TestCluster.awaitReady(restarted);
    }
}
