package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.AlertRules;
import dev.quorumgate.clustertests.harness.Cli;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.ComposedCluster;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.OlderBuild;
import dev.quorumgate.clustertests.harness.Program;
import dev.quorumgate.clustertests.harness.Prometheus;
import dev.quorumgate.clustertests.harness.Prometheus.Sample;
import dev.quorumgate.clustertests.harness.Prometheus.Series;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.history.PushLoad;
import dev.quorumgate.clustertests.history.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: whatever happens to one node at a time, and in the end to all of them, neither who pushes nor who looks at Prometheus
 * notices; and whoever operates the nodes is told of what lasts, and of nothing else.
 *
 * <p>Method: what {@code docker/compose.yaml} starts, with the real HAProxy on the file that is shipped. Clients that never try again
 * push through it, and a real Prometheus scrapes through it, with the alerts that are shipped and their own times, while each
 * node in turn is upgraded from an earlier revision, killed, drained and restarted, and replaced; then one is left dead. What Prometheus holds then is asked for in PromQL, and each
 * of its samples is judged by what had been acknowledged when its scrape began.
 */
@ClusterTest
@Tag("long")
class WholeLifeTest {
    private static final int PUSHES_EACH_PHASE = 60;
    private static final int TARGETS = 4;
    /** Longer than a scrape may have to wait for a new leader; each scrape may take as long. */
    private static final String INTERVAL = "5s";

    /** Of a quarter of an hour; QuorumgateLeaderChanges tells of more. */
    private static final int ORDINARY_ELECTIONS = 4;

    private static final String PUSHED = "load_value";

    /** The longest time that one of the alerts about a dead member wants to see it (QuorumgateTargetDown), and some. */
    private static final Duration DEAD = Duration.ofSeconds(120 + 25);

    private static final String OLDER_REVISION = System.getProperty("older.revision", "2682c76");

    /** Something that happens to a node, which is there again when it ends. */
    private interface Event {
        void happenTo(ClusterNode node) throws Exception;
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void nobodyNoticesThatNodesAreUpgradedKilledDrainedAndReplaced(TestRun run) throws Exception {
        Life life = Life.begin(run, OlderBuild.orThisOne(run, OLDER_REVISION));

        life.eachInTurn(
                "upgraded", node -> life.drainAndRestart(node, life.compose.upgraded(node, Program.QUORUMGATE)));
        life.eachInTurn("killed", life::killAndRestart);
        life.eachInTurn("drained", node -> life.drainAndRestart(node, node));
        life.assertFired("while each node was upgraded, killed and drained");
        life.eachInTurn("replaced", life::replace);
        // Its fourth start within an hour, each of which was meant; no rule can know that.
        Set<String> fired = new TreeSet<>();
        for (ClusterNode node : life.cluster.all()) {
            fired.add("QuorumgateRestarts{instance=" + node.name() + ", job=quorumgate}");
        }
        life.assertFiring("when each node was replaced as well", fired);
        Set<String> lasting = Set.copyOf(fired);

        ClusterNode dead = life.cluster.followers().get(0);
        dead.kill();
        life.prometheus.awaitTime(DEAD);
        fired.add("QuorumgateMemberDown{job=quorumgate, member=" + dead.name() + "}");
        fired.add("QuorumgateQuorumAtRisk{job=quorumgate}");
        fired.add("QuorumgateTargetDown{instance=" + life.compose.host(dead) + ":9091, job=quorumgate}");
        life.assertFiring("while " + dead + " is dead", fired);
        dead.start();
        life.awaitBack(dead);
        life.prometheus.awaitTime(Duration.ofSeconds(20));
        life.assertFiring("when " + dead + " is back", lasting);

        life.assertFired("in all", fired.toArray(String[]::new));
        life.endAndCheck();
    }

    /** Three nodes behind a balancer under a load, with a Prometheus that watches. */
    private static final class Life {
        private final TestRun run;
        private final ComposedCluster compose;
        private final TestCluster cluster;
        private final Scenario scenario;
        private final PushLoad load;
        private final Prometheus prometheus;
        private final long begunMillis;
        private final long firstTerm;

        private Life(TestRun run, ComposedCluster compose, Scenario scenario, PushLoad load, Prometheus prometheus) {
            this.run = run;
            this.compose = compose;
            this.cluster = compose.cluster();
            this.scenario = scenario;
            this.load = load;
            this.prometheus = prometheus;
            this.begunMillis = System.currentTimeMillis();
            this.firstTerm = scenario.lastTerm();
        }

        static Life begin(TestRun run, Program program) throws Exception {
            ComposedCluster compose = ComposedCluster.create(run, program, Map.of());
            compose.startNodes();
            Gateway balancer = compose.startHaProxy();
            Scenario scenario = Scenario.beginBehind(run, compose.cluster(), balancer);
            PushLoad load = scenario.load(balancer);
            load.awaitMore(PUSHES_EACH_PHASE);
            Prometheus prometheus = compose.startPrometheus(INTERVAL, AlertRules.shipped());
            prometheus.awaitScrapes(2 * TARGETS);
            return new Life(run, compose, scenario, load, prometheus);
        }

        /** First to the followers, then to the leader: so each time one node leads when it happens to it, and no more elections come of it. */
        void eachInTurn(String what, Event event) throws Exception {
            List<ClusterNode> leaderLast = new ArrayList<>(cluster.followers());
            leaderLast.add(cluster.leader());
            for (ClusterNode node : leaderLast) {
                event.happenTo(node);
                load.awaitMore(PUSHES_EACH_PHASE);
            }
            prometheus.awaitScrapes(2 * TARGETS);
            run.note("each node was %s, the leader last: %d pushes acknowledged so far, %d failed"
                    .formatted(what, load.acknowledged(), load.failures().size()));
        }

        void killAndRestart(ClusterNode node) throws Exception {
            node.kill();
            load.awaitMore(PUSHES_EACH_PHASE);
            node.start();
            awaitBack(node);
        }

        void drainAndRestart(ClusterNode node, ClusterNode coming) throws Exception {
            cluster.cli().require("drain", node.name());
            assertThat(node.process().stop()).isZero();
            load.awaitMore(PUSHES_EACH_PHASE);
            coming.start();
            awaitBack(coming);
        }

        void replace(ClusterNode node) throws Exception {
            node.kill();
            load.awaitMore(PUSHES_EACH_PHASE);
            ClusterNode coming = compose.replacement(node);
            Cli members = cluster.cli(); // of the two that run: who waits to be taken in cannot tell who leads
            coming.start();
            coming.log().awaitSaying("quorumgate member replace " + node.name());
            members.require("member", "replace", node.name(), compose.spelled(coming), "--wait=60s", "--timeout=60s");
            awaitBack(coming);
        }

        void awaitBack(ClusterNode node) throws IOException, InterruptedException {
            TestCluster.awaitReady(node);
            cluster.cli().require("health", "--wait=60s");
        }

        /** Exactly these alerts have fired since the beginning, whether they still do or not. */
        void assertFired(String when, String... alerts) {
            Set<String> fired = prometheus.firedSince(begunMillis);
            run.note("alerts that fired %s: %s".formatted(when, fired));
            assertThat(fired).as("alerts %s", when).isEqualTo(withChangesOfLeaders(Set.of(alerts)));
        }

        /** Each of these fires now, and no other. */
        void assertFiring(String when, Set<String> alerts) {
            Set<String> firing = prometheus.firing();
            run.note("alerts that fire %s: %s".formatted(when, firing));
            assertThat(firing).as("alerts %s", when).isEqualTo(withChangesOfLeaders(alerts));
        }

        /** On a machine that is too busy elections fail, so that there may be more of them than the four here. */
        private Set<String> withChangesOfLeaders(Set<String> alerts) {
            Set<String> all = new TreeSet<>(alerts);
            if (scenario.lastTerm() - firstTerm > ORDINARY_ELECTIONS) {
                all.add("QuorumgateLeaderChanges{job=quorumgate}");
            }
            return all;
        }

        void endAndCheck() throws Exception {
            prometheus.awaitScrapes(2 * TARGETS);
            scenario.endAndCheck();
            assertThat(scenario.watch().failures()).isEmpty();
            assertThat(scenario.watch().unavailable()).isZero();
            checkWhatPrometheusHas();
        }

        private void checkWhatPrometheusHas() {
            List<Series> pushed = prometheus.history(PUSHED);
            List<Sample> scrapes =
                    prometheus.history("up{job=\"pushed\"}").get(0).samples();
            run.note("%d scrapes by Prometheus through HAProxy, of %d series, in %d s"
                    .formatted(
                            scrapes.size(),
                            pushed.size(),
                            TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis() - begunMillis)));
            SoftAssertions softly = new SoftAssertions();
            softly.assertThat(prometheus.value("min_over_time(up{job=\"pushed\"}[1h])"))
                    .as("no scrape failed")
                    .isEqualTo(1);
            softly.assertThat(prometheus.query("count_over_time(" + PUSHED
                            + "[1h]) != on() group_left() count_over_time(up{job=\"pushed\"}[1h])"))
                    .as("series with a gap: fewer samples than there were scrapes")
                    .isEmpty();
            softly.assertThat(prometheus.value("sum(resets(" + PUSHED + "[1h]))"))
                    .as("values that fell")
                    .isZero();
            softly.assertThat(prometheus.value("count(" + PUSHED + ")")).isEqualTo(pushed.size());
            softly.assertThat(pushed)
                    .as("no sample is stale")
                    .isNotEmpty()
                    .allSatisfy(series ->
                            assertThat(scenario.history().judge(series)).isEmpty());
            softly.assertThat(prometheus.query("quorumgate_scrape_stale == 1")).isEmpty();
            softly.assertThat(prometheus.value("count(up{job=\"quorumgate\"} == 1)"))
                    .isEqualTo(3);
            softly.assertAll();
        }
    }
}
