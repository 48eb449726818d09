package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.Answer;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Exposition;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Goal: a node without a majority says so, within its time-outs and by name, keeps alive, never serves a guess that nobody
 * asked for, and needs no restart when the others come back.
 *
 * <p>Method: kill -9 of two nodes of three, questions to the third, then the two start again.
 */
@ClusterTest
class MajorityLossTest {
    private static final String[] SHORT_TIMEOUTS = {"--push.timeout=3s", "--scrape.timeout=2s"};
    private static final Duration PUSH_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration SCRAPE_TIMEOUT = Duration.ofSeconds(2);
    /** A busy machine answers late. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private static final String GROUP = "/job/backup";
    private static final String SERIES = "last_success{instance=\"\",job=\"backup\"}";

    @Test
    void aFollowerLeftAloneRefusesPushesThatAreSafeToRepeat(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().flags(SHORT_TIMEOUTS).start();
        ClusterNode survivor = cluster.followers().get(0);
        assertThat(survivor.gateway().push(GROUP, "last_success 1\n").status()).isEqualTo(200);
        killAllBut(survivor, cluster);
        // Before, what it hands on may have been sent to the leader that was, and then it cannot say what came of it.
        Waiting.until("it knows no leader", () -> !survivor.gateway().isReady());

        Answer push = survivor.gateway().push(GROUP, "last_success 2\n");

        assertThat(push.status()).isEqualTo(503);
        assertThat(push.header("Retry-After")).isNotEmpty();
        assertThat(push.text())
                .contains("not stored, it is safe to send it again")
                .containsAnyOf("this node knows no leader", "did not answer");
        assertThat(push.latency()).isLessThan(PUSH_TIMEOUT.plus(SLACK));
        assertSaysThatItIsAlone(survivor, cluster);

        bringBack(cluster);
        assertThat(valueOnEachNode(cluster)).containsOnly(1.0);
        assertThat(survivor.gateway().push(GROUP, "last_success 3\n").status()).isEqualTo(200);
        assertThat(valueOnEachNode(cluster)).containsOnly(3.0);
    }

    @Test
    void aLeaderLeftAloneTellsThatThePushMayBeStored(TestRun run) throws Exception {
        TestCluster cluster = run.cluster()
                .flags(SHORT_TIMEOUTS)
                .flags(TestCluster.NO_ELECTION)
                .start();
        ClusterNode survivor = cluster.leader();
        assertThat(survivor.gateway().push(GROUP, "last_success 1\n").status()).isEqualTo(200);
        killAllBut(survivor, cluster);

        Answer push = survivor.gateway().push(GROUP, "last_success 2\n");

        // Its log has the push already, which the others may get when they come back.
        assertThat(push.status()).isEqualTo(504);
        assertThat(push.text()).contains("may or may not have been stored");
        assertThat(push.latency()).isLessThan(PUSH_TIMEOUT.plus(SLACK));
        assertSaysThatItIsAlone(survivor, cluster);

        bringBack(cluster);
        assertThat(valueOnEachNode(cluster)).first().isIn(1.0, 2.0);
        assertThat(survivor.gateway().push(GROUP, "last_success 3\n").status()).isEqualTo(200);
        assertThat(valueOnEachNode(cluster)).containsOnly(3.0);
    }

    @Test
    void servesWhatItHasMarkedAsStaleWhereTheOperatorAllowsThat(TestRun run) throws Exception {
        TestCluster cluster = run.cluster()
                .flags(SHORT_TIMEOUTS)
                .flags("--scrape.max-staleness=1h")
                .start();
        ClusterNode survivor = cluster.followers().get(0);
        assertThat(survivor.gateway().push(GROUP, "last_success 1\n").status()).isEqualTo(200);
        // The answer came from the leader; ready is a follower that has applied what was stored before it was asked.
        TestCluster.awaitReady(survivor);
        killAllBut(survivor, cluster);

        // It has never been scraped, as those are not that stand behind a balancer.
        assertMarkedAsStale(survivor, true);
        assertThat(survivor.gateway().get("/-/ready").status()).isEqualTo(503);

        bringBack(cluster);
        Waiting.until(
                "a majority confirms what it serves",
                () -> survivor.gateway().scrape().header("Quorumgate-Stale").isEmpty());
        assertMarkedAsStale(survivor, false);
    }

    private static void killAllBut(ClusterNode survivor, TestCluster cluster) throws Exception {
        for (ClusterNode node : cluster.except(survivor)) {
            node.kill();
        }
    }

    private static void bringBack(TestCluster cluster) throws Exception {
        cluster.startAll();
        cluster.awaitAllReady();
    }

    private static void assertSaysThatItIsAlone(ClusterNode survivor, TestCluster cluster) throws Exception {
        String missing =
                cluster.except(survivor).stream().map(ClusterNode::name).collect(Collectors.joining(", "));

        Answer scrape = survivor.gateway().scrape();

        assertThat(scrape.status()).isEqualTo(503);
        assertThat(scrape.text()).contains("no majority confirmed", "no answer from " + missing);
        assertThat(scrape.latency()).isLessThan(SCRAPE_TIMEOUT.plus(SLACK));
        assertThat(survivor.gateway().get("/-/healthy").status()).isEqualTo(200);
        assertThat(survivor.gateway().get("/-/ready").status()).isEqualTo(503);
        assertThat(survivor.gateway().get("/-/leader").status()).isEqualTo(503);
    }

    private static void assertMarkedAsStale(ClusterNode node, boolean stale) throws Exception {
        Answer scrape = node.gateway().scrape();

        assertThat(scrape.status()).isEqualTo(200);
        Exposition shown = Exposition.parse(scrape.text());
        assertThat(shown.value(SERIES)).isEqualTo(1);
        assertThat(scrape.header("Quorumgate-Stale")).isEqualTo(stale ? "1" : "");
        assertThat(shown.valueOf("quorumgate_scrape_stale")).isEqualTo(stale ? 1 : 0);
    }

    private static List<Double> valueOnEachNode(TestCluster cluster) throws Exception {
        List<Double> values = new ArrayList<>();
        for (ClusterNode node : cluster.all()) {
            TestCluster.awaitReady(node); // they may have lost their leader again while the last of them started
            values.add(Exposition.parse(node.gateway().scrapePushed().text()).value(SERIES));
        }
        return values;
    }
}
