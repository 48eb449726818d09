package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.Browser;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: who looks at the cluster page while members die sees it, and what is left of a cluster says what it is worth. */
@ClusterTest
class ClusterPageTest {
    @Test
    void oneWatchesTheLeaderDieAndTheMajorityGo(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        Browser browser = Browser.open(run);
        ClusterNode leader = cluster.leader();
        ClusterNode watched = cluster.except(leader).get(0);
        ClusterNode other = cluster.except(leader).get(1);
        assertThat(leader.gateway().push("/job/kept", "m 1\n").status()).isEqualTo(200);
        browser.go(watched.gateway().url() + "/cluster");
        browser.awaitScript();
        browser.await("#leader", leader.name());
        browser.await("#answering", "3 of 3");
        for (ClusterNode node : cluster.all()) {
            browser.await(member(node), "ready");
            browser.await(member(node), "0.1.0");
        }

        leader.kill();
        browser.await(member(leader), "silent");
        browser.await(member(leader), "no answer from");
        Waiting.until(
                "another leader is shown",
                () -> List.of(watched.name(), other.name()).contains(browser.text("#leader")));
        browser.await("#answering", "2 of 3");
        Waiting.until("nothing is wrong any more", () -> browser.count("#notices .notice:not([hidden])") == 0);

        other.kill();
        browser.await("#notices", "No majority.");
        browser.go(watched.gateway().url() + "/");
        browser.await("#notices", "may be out of date");
        browser.await("#rows", "job=\"kept\"");

        leader.start();
        other.start();
        Waiting.until("all is well again", () -> browser.count("#notices .notice:not([hidden])") == 0);
        watched.kill();
        browser.await("#unreachable", "No answer from this node since");
    }

    private static String member(ClusterNode node) {
        return ".members tr[data-key=" + node.name() + "]";
    }
}
