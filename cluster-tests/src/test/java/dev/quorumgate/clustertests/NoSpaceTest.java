package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import dev.quorumgate.clustertests.harness.Answer;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.SmallDisk;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import dev.quorumgate.clustertests.history.PushLoad;
import dev.quorumgate.clustertests.history.Scenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Goal: a disk that gets full stops nothing that can go on. A minority of full disks fails no push; when too few members have
 * room, pushes are refused with 507 while scrapes and deletions go on; when there is room again, so do pushes, without a restart.
 *
 * <p>Method: nodes on small file systems in memory, which the test fills with a file and frees again.
 */
@ClusterTest
class NoSpaceTest {
    private static final int DISK_MEGABYTES = 96;
    private static final String RESERVE = "--storage.reserve=24MiB";
    private static final long AT_THE_FLOOR = 5L << 20;

    private static final long NEARLY_FULL = 16L << 20;
    private static final int PUSHES = 60;

    private static final int CANNOT_START = 1;
    private static final int NO_SPACE = 14;

    @Test
    void aNodeAloneRefusesPushesAndNothingElseUntilThereIsRoom(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().nodes(1).flags(RESERVE).build();
        ClusterNode node = cluster.node("n1");
        SmallDisk disk = SmallDisk.under(run, node, DISK_MEGABYTES);
        cluster.startAll();
        cluster.awaitAllReady();
        push(node, "kept");
        push(node, "deleted");

        disk.fill();

        Answer refused = awaitRefusal(node);
        assertThat(refused.text())
                .startsWith("not stored: the disk of n1 (")
                .contains(
                        "24 MiB are to be kept free) is nearly full; free some space there. Scrapes and deletions go on");
        assertThat(refused.header("Retry-After")).isEqualTo("10");
        assertThat(node.gateway().delete("/job/deleted").status()).isEqualTo(202);
        Answer scrape = node.gateway().scrapePushed();
        assertThat(scrape.status()).isEqualTo(200);
        assertThat(scrape.text()).contains("job=\"kept\"").doesNotContain("job=\"deleted\"");
        assertThat(node.gateway().isReady()).isTrue();
        assertThat(node.gateway()
                        .nodeMetrics()
                        .value("quorumgate_pushes_refused_total{instance=\"n1\",reason=\"no_space\"}"))
                .isPositive();

        disk.free();

        awaitStored(node);
        assertThat(node.process().stop()).isZero();
        disk.fillBut(AT_THE_FLOOR);
        node.start();
        assertThat(node.process().awaitExit()).isEqualTo(CANNOT_START);
        assertThat(node.log().linesOfThisLife())
                .last()
                .asString()
                .contains("are free on the disk of '" + node.storage() + "', 24 MiB are to be kept free")
                .contains("(--storage.reserve); free some space", "then start this node again");
        disk.free();
        node.start();
        TestCluster.awaitReady(node);
        assertThat(node.gateway().scrapePushed().text()).contains("job=\"kept\"");
    }

    @Test
    void aMinorityOfFullDisksFailsNoPushAndAMajorityFailsNothingElse(TestRun run) throws Exception {
        TestCluster cluster =
                run.cluster().flags(RESERVE, TestCluster.NO_ELECTION).build();
        Map<ClusterNode, SmallDisk> disks = smallDisks(run, cluster);
        cluster.startAll();
        cluster.awaitAllReady();
        ClusterNode leader = cluster.leader();
        ClusterNode first = cluster.except(leader).get(0);
        ClusterNode second = cluster.except(leader).get(1);
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad load = scenario.load(cluster.all());
        load.awaitMore(PUSHES);

        disk(disks, first).fillBut(NEARLY_FULL);
        awaitAlarms(cluster, first);
        load.awaitMore(PUSHES);
        load.pause();
        push(second, "deleted");
        disk(disks, second).fillBut(NEARLY_FULL);
        awaitAlarms(cluster, first, second);

        for (ClusterNode node : cluster.all()) {
            Answer refused = awaitRefusal(node);
            assertThat(refused.text())
                    .startsWith("not stored: the disks of " + first + " (")
                    .contains(" free, 24 MiB are to be kept free), " + second + " (")
                    .contains("are nearly full; free some space there. Scrapes and deletions go on");
        }
        assertThat(leader.gateway().delete("/job/deleted").status()).isEqualTo(202);
        for (ClusterNode node : cluster.all()) {
            Answer scrape = node.gateway().scrapePushed();
            assertThat(scrape.status()).isEqualTo(200);
            assertThat(scrape.text()).doesNotContain("job=\"deleted\"");
        }
        assertThat(cluster.cli().require("status").out()).contains("the disks of " + first + " (");
        // Further down nobody stops, since nothing is written any more: that would cost the majority, and the scrapes.
        disk(disks, first).free();
        disk(disks, first).fill();
        awaitAlarms(cluster, first, second);
        awaitRefusal(leader);

        disk(disks, first).fillBut(NEARLY_FULL); // at the floor it would stop as soon as pushes are stored again
        disk(disks, second).free();
        awaitAlarms(cluster, first);
        awaitStored(second);
        disk(disks, first).free();
        awaitAlarms(cluster);
        load.resume();
        load.awaitMore(PUSHES);
        scenario.endAndCheck();
        assertThat(cluster.running()).hasSize(3);
    }

    @Test
    void aNodeWhoseDiskGetsFullStopsInGoodOrderBeforeItsFilesAreAtRisk(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().flags(RESERVE).build();
        Map<ClusterNode, SmallDisk> disks = smallDisks(run, cluster);
        cluster.startAll();
        cluster.awaitAllReady();
        ClusterNode full = cluster.leader();
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad load = scenario.load(cluster.except(full));
        load.awaitMore(PUSHES);

        disk(disks, full).fillBut(AT_THE_FLOOR);

        assertThat(full.process().awaitExit()).isEqualTo(NO_SPACE);
        assertThat(full.log().linesOfThisLife())
                .anyMatch(line -> line.contains("this node stops: ")
                        && line.contains("are free on the disk of '" + full.storage())
                        && line.contains("then start this node again"))
                .last()
                .asString()
                .contains("msg=stopped");
        load.awaitMore(PUSHES);
        disk(disks, full).fillBut(AT_THE_FLOOR); // what the node took itself is free now
        full.start();
        assertThat(full.process().awaitExit()).isEqualTo(CANNOT_START);
        disk(disks, full).free();
        full.start();
        TestCluster.awaitReady(full);
        load.awaitMore(PUSHES);
        scenario.endAndCheck();
    }

    private static Map<ClusterNode, SmallDisk> smallDisks(TestRun run, TestCluster cluster) throws Exception {
        Map<ClusterNode, SmallDisk> disks = new HashMap<>();
        for (ClusterNode node : cluster.all()) {
            disks.put(node, SmallDisk.under(run, node, DISK_MEGABYTES));
        }
        return disks;
    }

    private static SmallDisk disk(Map<ClusterNode, SmallDisk> disks, ClusterNode node) {
        return Objects.requireNonNull(disks.get(node));
    }

    /** Waits until exactly these nodes have the alarm. */
    private static void awaitAlarms(TestCluster cluster, ClusterNode... full) {
        List<String> expected =
                Arrays.stream(full).map(ClusterNode::name).sorted().toList();
        Waiting.until("the alarm NOSPACE is up for " + expected + " and nobody else", () -> {
            List<String> raised = new ArrayList<>();
            for (JsonElement alarm :
                    cluster.cli().require("alarm", "list", "-o", "json").json().getAsJsonArray("alarms")) {
                assertThat(alarm.getAsJsonObject().get("kind").getAsString()).isEqualTo("NOSPACE");
                raised.add(alarm.getAsJsonObject().get("member").getAsString());
            }
            return raised.equals(expected);
        });
    }

    private static void push(ClusterNode node, String job) throws Exception {
        assertThat(node.gateway().push("/job/" + job, "m 1\n").status()).isEqualTo(200);
    }

    private static Answer awaitRefusal(ClusterNode node) {
        Answer[] last = new Answer[1];
        Waiting.until("pushes to " + node + " are refused for want of room", () -> {
            last[0] = node.gateway().push("/job/refused", "m 1\n");
            return last[0].status() == 507;
        });
        return Objects.requireNonNull(last[0]);
    }

    private static void awaitStored(ClusterNode node) {
        Waiting.until(
                "pushes to " + node + " are stored",
                () -> node.gateway().push("/job/again", "m 1\n").status() == 200);
    }
}
