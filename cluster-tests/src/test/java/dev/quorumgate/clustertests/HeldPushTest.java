package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.Answer;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Exposition;
import dev.quorumgate.clustertests.harness.NamespaceNetwork;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: a push that meets an election is held and answered with 200, and whatever the nodes had to try again among
 * themselves for that is applied once.
 *
 * <p>Method: pushes are sent when there is no leader that could take them, or their answer is lost between two nodes. What
 * is applied twice would show a push time after its answer, or take another log index.
 */
@ClusterTest
class HeldPushTest {
    /** The default of --push.timeout. */
    private static final Duration PUSH_TIMEOUT = Duration.ofSeconds(15);

    private static final int PUSHES_EACH = 10;
    private static final double NANOS_PER_SECOND = 1e9;
    /** A time of today in seconds is a double with a resolution of a quarter of a microsecond. */
    private static final double RESOLUTION = 1e-6;

    @Test
    void pushesAreHeldWhenTheLeaderWasKilled(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        ClusterNode leader = cluster.leader();
        leader.kill();

        // Nobody leads now, and the others do not know that yet.
        List<Held> held = pushToEach(cluster.except(leader));

        assertEachAppliedOnce(held, cluster);
        leader.start();
        TestCluster.awaitReady(leader);
        assertEachAppliedOnce(held, cluster);
    }

    @Tag("long")
    @Test
    void pushesAreHeldWhenTheLeaderIsFrozen(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        ClusterNode leader = cluster.leader();
        leader.process().pause();

        // These reach the frozen leader, which takes them off the wire only when it is continued.
        List<Held> held = pushToEach(cluster.except(leader));
        for (Held each : held) {
            each.answer.join();
        }
        leader.process().resume();

        TestCluster.awaitReady(leader);
        assertEachAppliedOnce(held, cluster);
    }

    @Test
    void aPushWhoseAnswerWasLostBetweenTheNodesIsAppliedOnce(TestRun run) throws Exception {
        NamespaceNetwork network = NamespaceNetwork.create(run);
        TestCluster cluster =
                run.cluster().network(network).flags(TestCluster.NO_ELECTION).start();
        ClusterNode leader = cluster.leader();
        ClusterNode follower = cluster.followers().get(0);
        assertThat(follower.gateway().push("/job/held", "held 1\n").status()).isEqualTo(200);
        long before = index(cluster.awaitEqualStates());
        double term = leader.gateway().nodeMetrics().valueOf("quorumgate_raft_term");

        network.cutOneWay(leader, follower);
        CompletableFuture<Answer> push = follower.gateway().pushAsync("/job/held", "held 2\n");
        Waiting.until("the leader has applied the push", () -> value(leader, "held{instance=\"\",job=\"held\"}") == 2);
        assertThat(push).as("the answer, which cannot have arrived").isNotDone();
        // This waits for as long as a scrape may, which is longer than one try of a push: after it the answer of the
        // first try is of no use any more, also if it still arrives.
        assertThat(follower.gateway().scrapePushed().status()).isEqualTo(503);
        assertThat(push).as("the answer, which cannot have arrived").isNotDone();
        network.heal();

        assertThat(push.join().status()).isEqualTo(200);
        cluster.awaitAllReady();
        assertThat(leader.gateway().nodeMetrics().valueOf("quorumgate_raft_term"))
                .as("term, which a new leader would have begun with a log entry")
                .isEqualTo(term);
        assertThat(index(cluster.awaitEqualStates())).as("log index").isEqualTo(before + 1);
    }

    /** A push on its way. */
    private record Held(
            String job, Instant sent, CompletableFuture<Answer> answer, CompletableFuture<Instant> answered) {
        static Held send(ClusterNode node, String job) {
            Instant sent = Instant.now();
            CompletableFuture<Answer> answer = node.gateway().pushAsync("/job/" + job, "held 1\n");
            return new Held(job, sent, answer, answer.thenApply(any -> Instant.now()));
        }
    }

    private static List<Held> pushToEach(List<ClusterNode> nodes) {
        List<Held> held = new ArrayList<>();
        for (ClusterNode node : nodes) {
            for (int i = 0; i < PUSHES_EACH; i++) {
                held.add(Held.send(node, "held-" + node + "-" + i));
            }
        }
        return held;
    }

    private static void assertEachAppliedOnce(List<Held> pushes, TestCluster cluster) {
        assertThat(pushes).allSatisfy(held -> {
            Answer answer = held.answer.join();
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            assertThat(answer.latency()).isLessThan(PUSH_TIMEOUT);
        });
        Exposition shown = Exposition.parse(cluster.awaitEqualStates().text());
        assertThat(pushes).allSatisfy(held -> {
            String labels = "{instance=\"\",job=\"" + held.job + "\"}";
            assertThat(shown.value("held" + labels)).isEqualTo(1);
            assertThat(shown.value("push_time_seconds" + labels))
                    .isBetween(seconds(held.sent) - RESOLUTION, seconds(held.answered.join()) + RESOLUTION);
        });
    }

    private static double value(ClusterNode node, String series) throws Exception {
        return Exposition.parse(node.gateway().scrapePushed().text()).value(series);
    }

    private static long index(Answer scrape) {
        return Long.parseLong(scrape.header("Quorumgate-Applied-Index"));
    }

    private static double seconds(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / NANOS_PER_SECOND;
    }
}
