package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.AlertRules;
import dev.quorumgate.clustertests.harness.Build;
import dev.quorumgate.clustertests.harness.Certificates;
import dev.quorumgate.clustertests.harness.Cli;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.ComposedCluster;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.Program;
import dev.quorumgate.clustertests.harness.Prometheus;
import dev.quorumgate.clustertests.harness.SmallDisk;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import dev.quorumgate.clustertests.history.PushLoad;
import dev.quorumgate.clustertests.history.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: on real nodes each alert comes when what it is about has come to pass, no other one comes with it, and it goes when that is
 * over.
 *
 * <p>Method: what {@code docker/compose.yaml} starts, with the real HAProxy and Prometheus. Scrapes, and the times that alerts wait
 * and look back, are all 15 times shorter than as they are shipped; ages that alerts compare with are not. {@link WholeLifeTest} has
 * them as they are. What cannot be brought about here has cases for promtool alone: QuorumgateSlowDisk, QuorumgateSnapshotOld,
 * QuorumgateMemberLagging and QuorumgateClockSkew.
 */
@ClusterTest
@Tag("long")
class AlertsTest {
    private static final int FASTER = 15;
    private static final String INTERVAL = "1s";
    private static final int TARGETS = 4;
    /** The longest time that an alert waits or looks back, but for QuorumgateRestarts: 15 minutes, here a minute; and some. */
    private static final Duration LONGEST = Duration.ofSeconds(70);

    /** Two checks of HAProxy, and some. */
    private static final Duration BALANCER_NOTICES = Duration.ofSeconds(5);

    private static final Path OF_AN_EARLIER_DAY = Build.root().resolve("node/src/test/resources/formats/v0.1");
    private static final int CONFLICT = 400;
    private static final int UNAVAILABLE = 503;

    private static final String AT_RISK = "QuorumgateQuorumAtRisk{job=quorumgate}";

    /** Nodes behind a balancer, and a Prometheus that watches them. */
    private record Watched(ComposedCluster compose, Gateway balancer, Prometheus prometheus, long begunMillis) {
        static Watched begin(ComposedCluster compose, AlertRules rules) throws Exception {
            Gateway balancer = compose.startHaProxy();
            Prometheus prometheus = compose.startPrometheus(INTERVAL, rules.fasterBy(FASTER));
            prometheus.awaitScrapes(3 * TARGETS);
            // Before its first scrapes no node has said that it knows a leader.
            Waiting.until(
                    "no node is without a leader", () -> !prometheus.firing().contains("QuorumgateNoLeader{}"));
            return new Watched(compose, balancer, prometheus, System.currentTimeMillis());
        }

        TestCluster cluster() {
            return compose.cluster();
        }

        /** Waits until these alerts fire and no others. */
        void awaitFiring(String... alerts) {
            Waiting.untilAsserted(
                    "these alerts and no others",
                    () -> assertThat(prometheus.firing()).containsExactlyInAnyOrder(alerts));
        }

        /** These alerts have fired up to now, and no others. */
        void assertFired(TestRun run, String when, String... alerts) {
            run.note("alerts that fired " + when + ": " + prometheus.firedSince(begunMillis));
            assertThat(prometheus.firedSince(begunMillis)).as("alerts %s", when).containsExactlyInAnyOrder(alerts);
        }

        void assertAllIsWellAgain() {
            prometheus.awaitTime(LONGEST);
            assertThat(prometheus.firing()).isEmpty();
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void nothingFiresOnAnOrdinaryDayAndThenWhatPushersAndLeadersDo(TestRun run) throws Exception {
        Watched watched = Watched.begin(ComposedCluster.start(run), AlertRules.shipped());
        TestCluster cluster = watched.cluster();
        Scenario scenario = Scenario.beginBehind(run, cluster, watched.balancer());
        scenario.load(watched.balancer());

        watched.prometheus().awaitTime(LONGEST);
        watched.assertFired(run, "on an ordinary day");

        assertThat(watched.balancer().push("/job/wrong", "m 1\n").status()).isEqualTo(200);
        assertThat(watched.balancer()
                        .push("/job/wrong", "# TYPE load_value counter\nload_value 1\n")
                        .status())
                .isEqualTo(CONFLICT);
        String fails = "QuorumgateGroupFails{job=wrong}";
        String refused = "QuorumgatePushesRefused{job=quorumgate, reason=inconsistent}";
        watched.awaitFiring(fails, refused);
        assertThat(watched.balancer().push("/job/wrong", "m 2\n").status()).isEqualTo(200);
        watched.awaitFiring(refused);
        for (int i = 0; i < 6; i++) {
            cluster.cli()
                    .require("leader", "transfer", cluster.followers().get(0).name());
        }
        String changes = "QuorumgateLeaderChanges{job=quorumgate}";
        Waiting.until(
                "the changes of leaders are told",
                () -> watched.prometheus().firing().contains(changes));

        watched.assertAllIsWellAgain();
        watched.assertFired(run, "after a refused push and six leaders", fails, refused, changes);
        scenario.endAndCheck();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aNodeThatIsCutOffAndALostMajority(TestRun run) throws Exception {
        ComposedCluster compose =
                ComposedCluster.create(run, Program.QUORUMGATE, Map.of("QUORUMGATE_PUSH_TIMEOUT", "2s"));
        compose.startNodes();
        Watched watched = Watched.begin(compose, AlertRules.shipped());
        TestCluster cluster = watched.cluster();
        Scenario scenario = Scenario.beginBehind(run, cluster, watched.balancer());
        PushLoad load = scenario.load(watched.balancer());
        load.awaitMore(100);

        ClusterNode lonely = cluster.followers().get(0);
        load.pause(); // nobody can know what became of a push that is under way there
        compose.cutOff(lonely);
        Waiting.until(lonely + " is not ready", () -> !lonely.gateway().isReady());
        watched.prometheus().awaitTime(BALANCER_NOTICES);
        load.resume();
        String cutOff = "QuorumgateNodeCutOff{instance=" + lonely.name() + ", job=quorumgate}";
        String down = "QuorumgateMemberDown{job=quorumgate, member=" + lonely.name() + "}";
        watched.awaitFiring(cutOff, down, AT_RISK);
        // A scrape that went there before the balancer noticed is refused at last, and goes to another node.
        String scrapes = "QuorumgateScrapesFail{job=quorumgate, result=refused}";
        Set<String> fired = watched.prometheus().firedSince(watched.begunMillis());
        run.note("alerts that fired while a node was cut off: " + fired);
        assertThat(fired).contains(cutOff, down, AT_RISK).isSubsetOf(cutOff, down, AT_RISK, scrapes);
        compose.heal();
        // Heartbeats have a connection of their own, and TCP may take as long again as it was cut until it tries that
        // again: the node may lose its leader once more meanwhile.
        watched.assertAllIsWellAgain();
        cluster.cli().require("health", "--wait=60s");
        scenario.endAndCheck();

        long lost = System.currentTimeMillis();
        ClusterNode left = cluster.followers().get(0);
        Set<String> expected = new TreeSet<>(Set.of(
                "QuorumgateNoLeader{job=quorumgate}",
                "QuorumgatePushesFail{job=quorumgate, reason=unavailable}",
                scrapes,
                "QuorumgateTargetDown{instance=balancer:9091, job=pushed}"));
        for (ClusterNode node : cluster.except(left)) {
            node.kill();
            expected.add("QuorumgateTargetDown{instance=" + compose.host(node) + ":9091, job=quorumgate}");
        }
        // What is refused once is forgotten before the last of these alerts is due.
        Waiting.untilAsserted("these alerts and no others", () -> {
            assertThat(watched.balancer().push("/job/lost", "lost 1\n").status())
                    .isEqualTo(UNAVAILABLE);
            assertThat(watched.balancer().scrapePushed().status()).isEqualTo(UNAVAILABLE);
            assertThat(watched.prometheus().firing()).isEqualTo(expected);
        });
        run.note("alerts that fired without a majority: " + watched.prometheus().firedSince(lost));
        assertThat(watched.prometheus().firedSince(lost)).isEqualTo(expected);
        cluster.startAll();
        cluster.awaitAllReady();
        watched.assertAllIsWellAgain();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void aDiskThatGetsFull(TestRun run) throws Exception {
        ComposedCluster compose =
                ComposedCluster.create(run, Program.QUORUMGATE, Map.of("QUORUMGATE_STORAGE_RESERVE", "24MiB"));
        ClusterNode node = compose.cluster().node("n3");
        SmallDisk disk = SmallDisk.under(run, node, 96);
        compose.startNodes();
        Watched watched = Watched.begin(compose, AlertRules.shipped());

        disk.fillBut(40L << 20);
        String low = "QuorumgateDiskLow{instance=n3, job=quorumgate}";
        watched.awaitFiring(low);
        disk.fillBut(16L << 20);
        String full = "QuorumgateNoSpace{job=quorumgate, member=n3}";
        watched.awaitFiring(low, full);
        disk.free();
        watched.awaitFiring();
        watched.assertFired(run, "while a disk was full", low, full);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void dataThatIsDamagedOrAnother(TestRun run) throws Exception {
        ComposedCluster compose = ComposedCluster.start(run);
        TestCluster cluster = compose.cluster();
        assertThat(cluster.leader()
                        .gateway()
                        .push("/job/a", "m " + AlarmTest.VALUE + "\n")
                        .status())
                .isEqualTo(200);
        cluster.awaitEqualStates();
        ClusterNode differing = cluster.followers().get(0);
        ClusterNode damaged = cluster.followers().get(1);
        differing.kill();
        Path segment = DamagedFiles.newest(differing.storage().resolve("raft"), "log_inprogress_.*");
        Files.write(segment, LogSegment.withLastEntry(Files.readAllBytes(segment), AlarmTest::withAnotherValue));
        differing.start();
        TestCluster.awaitReady(differing);
        Watched watched = Watched.begin(compose, AlertRules.shipped());
        Cli cli = cluster.cli();

        assertThat(cli.run("verify").exitCode()).isEqualTo(1);
        cli.require("snapshot", "create");
        Path table = DamagedFiles.newest(damaged.storage().resolve("raft"), ".*\\.sst");
        DamagedFiles.changeByte(table, Files.size(table) / 3);
        String file = run.folder("backups").resolve("all.qgb").toString();
        assertThat(cli.run("backup", "save", file, "--from=" + damaged.name()).exitCode())
                .isNotZero();

        String corrupt = "QuorumgateCorrupt{job=quorumgate, member=" + damaged.name() + "}";
        String diverged = "QuorumgateDiverged{job=quorumgate, member=" + differing.name() + "}";
        watched.awaitFiring(corrupt, diverged);
        DamagedFiles.changeByte(table, Files.size(table) / 3);
        cli.require("alarm", "clear", damaged.name(), "--timeout=60s"); // on a busy machine, too
        watched.awaitFiring(diverged);
        watched.assertFired(run, "with damaged data", corrupt, diverged);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void certificatesThatEndAndGroupsOfAnEarlierDay(TestRun run) throws Exception {
        Certificates certificates = Certificates.make(run.folder("tls"), "operator");
        Map<String, String> environment = Map.of(
                "QUORUMGATE_CLUSTER_TLS_CERT_FILE",
                certificates.certificate(ComposedCluster.NODE).toString(),
                "QUORUMGATE_CLUSTER_TLS_KEY_FILE",
                certificates.key(ComposedCluster.NODE).toString(),
                "QUORUMGATE_CLUSTER_TLS_CA_FILE",
                certificates.authority().toString());
        ComposedCluster compose = ComposedCluster.create(run, Program.QUORUMGATE, environment);
        for (ClusterNode node : compose.cluster().all()) {
            certificates.add(10, node.name() + "=" + compose.host(node));
            compose.cluster()
                    .cli()
                    .require(
                            "backup",
                            "restore",
                            OF_AN_EARLIER_DAY.resolve("backup.qgb").toString(),
                            "--storage.path=" + node.storage(),
                            "--node=" + node.name(),
                            "--members=" + compose.members());
        }
        compose.startNodes();
        // The file is some hours old at least: here a day has one.
        Watched watched = Watched.begin(compose, AlertRules.shipped().with("> 86400", "> 3600"));

        Set<String> expected = new TreeSet<>(Set.of(
                "QuorumgateGroupFails{job=conflict}",
                "QuorumgateGroupOld{dir=/var/log, job=base}",
                "QuorumgateGroupOld{job=utf8}"));
        for (String host : List.of("h1", "h2", "h4", "h7", "h8")) {
            expected.add("QuorumgateGroupOld{instance=" + host + ", job=nightly}");
        }
        for (ClusterNode node : compose.cluster().all()) {
            expected.add("QuorumgateCertificateEnds{instance=" + node.name() + ", job=quorumgate, use=nodes}");
            expected.add("QuorumgateCertificateEnds{instance=" + node.name() + ", job=quorumgate, use=operators}");
        }
        String[] all = expected.toArray(String[]::new);
        watched.awaitFiring(all);
        certificates.add(
                30,
                compose.cluster().all().stream()
                        .map(node -> node.name() + "=" + compose.host(node))
                        .toArray(String[]::new));
        expected.removeIf(alert -> alert.startsWith("QuorumgateCertificateEnds"));
        watched.awaitFiring(expected.toArray(String[]::new));
        watched.assertFired(run, "of certificates and old groups", all);
    }
}
