package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Folders;
import dev.quorumgate.clustertests.harness.SmallDisk;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.history.PushLoad;
import dev.quorumgate.clustertests.history.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: a node whose disk lies or is full never serves a guess and never looks alive: it ends with a message that says what
 * is damaged and what to do, and the others go on.
 *
 * <p>Method: one byte of a log segment or snapshot is changed while the node is down; or under load its disk, a small file
 * system in memory, is filled up, or a folder is taken away from it.
 */
@ClusterTest
class DamageTest {
    private static final int CANNOT_START = 1;
    private static final int CANNOT_APPLY = 10;
    private static final int LOG_FAILED = 11;
    private static final int RAFT_STOPPED = 13;
    private static final int NO_SPACE = 14;
    private static final int PUSHES = 60;
    private static final int BODY_BYTES = 4 << 10;
    private static final int DISK_MEGABYTES = 48;

    @Test
    void aNodeWithADamagedLogDoesNotStart(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().flags(TestCluster.NO_ELECTION).start();
        ClusterNode damaged = cluster.followers().get(0);
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad load = scenario.load(cluster.except(damaged));
        load.awaitMore(PUSHES);
        damaged.kill();
        Path segment = DamagedFiles.newest(damaged.storage(), "log_.*");
        // In the first third: what follows the last entry is no damage but room for more.
        DamagedFiles.changeByte(segment, 1000);

        damaged.start();

        assertThat(damaged.process().awaitExit()).isEqualTo(CANNOT_START);
        assertThat(damaged.log().linesOfThisLife())
                .last()
                .asString()
                .startsWith("quorumgate serve: the Raft log in '" + damaged.storage())
                .contains("is damaged", "put an intact copy of the data folder back");
        load.awaitMore(PUSHES);
        scenario.endAndCheck();
    }

    @Test
    void aNodeWithADamagedSnapshotDoesNotStart(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        ClusterNode damaged = cluster.followers().get(0);
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad load = scenario.load(cluster.except(damaged));
        load.awaitMore(PUSHES);
        assertThat(damaged.process().stop()).isZero(); // takes a snapshot
        Path table = DamagedFiles.newest(damaged.storage().resolve("raft"), ".*\\.sst");
        DamagedFiles.changeByte(table, Files.size(table) / 3);

        damaged.start();

        assertThat(damaged.process().awaitExit()).isEqualTo(CANNOT_START);
        assertThat(damaged.log().linesOfThisLife())
                .last()
                .asString()
                .startsWith("quorumgate serve: snapshot '" + damaged.storage())
                .contains("is damaged", "Stop another member, copy its newest folder");
        load.awaitMore(PUSHES);
        scenario.endAndCheck();
    }

    @Tag("long")
    @Test
    void aNodeWhoseDiskIsFullEndsAndTheOthersGoOn(TestRun run) throws Exception {
        TestCluster cluster = run.cluster()
                .flags("--raft.snapshot-log-size=256KiB", "--storage.reserve=16MiB")
                .build();
        Map<ClusterNode, SmallDisk> disks = new HashMap<>();
        for (ClusterNode node : cluster.all()) {
            disks.put(node, SmallDisk.under(run, node, DISK_MEGABYTES));
        }
        cluster.startAll();
        cluster.awaitAllReady();
        // Not the leader: a new one begins a term, and on a full disk Ratis may leave the file that holds it empty.
        ClusterNode victim = cluster.followers().get(0);
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad load = scenario.load(cluster.except(victim), BODY_BYTES);
        load.awaitMore(PUSHES);

        SmallDisk disk = Objects.requireNonNull(disks.get(victim));
        disk.fill();

        assertThat(victim.process().awaitExit()).isIn(CANNOT_APPLY, LOG_FAILED, NO_SPACE);
        assertThat(victim.log().linesOfThisLife()).anyMatch(line -> line.contains("this node stops: "));
        load.awaitMore(PUSHES);
        disk.free();
        victim.start();
        TestCluster.awaitReady(victim);
        scenario.endAndCheck();
    }

    @Tag("long")
    @Test
    void aNodeThatLosesItsStoreEndsAndTheOthersGoOn(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().flags("--raft.snapshot-entries=50").start();
        ClusterNode victim = cluster.leader();

        loseAndFindAgain(
                victim.storage().resolve("live"), Set.of(CANNOT_APPLY), "cannot apply log entry", victim, run, cluster);
    }

    @Test
    @Tag("long")
    void aNodeThatLosesItsLogEndsAndTheOthersGoOn(TestRun run) throws Exception {
        TestCluster cluster =
                run.cluster().flags("--raft.snapshot-log-size=256KiB").start();
        ClusterNode victim = cluster.leader();
        Path log =
                DamagedFiles.newest(victim.storage().resolve("raft"), "log_.*").resolveSibling("");

        // Ratis mostly ends without a word of the log: of the ways in which it dies this is the one that looks most
        // alive. A leader that has the next entry in hand may be told of the log first.
        loseAndFindAgain(log, Set.of(RAFT_STOPPED, LOG_FAILED), "Ra(tis|ft log)", victim, run, cluster);
    }

    /** Files that are open stay usable; the node notices with the next one that it makes. */
    private static void loseAndFindAgain(
            Path folder, Set<Integer> exitCodes, String reason, ClusterNode victim, TestRun run, TestCluster cluster)
            throws Exception {
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad load = scenario.load(cluster.except(victim), BODY_BYTES);
        load.awaitMore(PUSHES);
        Path elsewhere = folder.resolveSibling("elsewhere");

        Files.move(folder, elsewhere);

        assertThat(victim.process().awaitExit()).isIn(exitCodes);
        assertThat(victim.log().linesOfThisLife())
                .anyMatch(line -> line.matches(".*this node stops: .*" + reason + ".*"));
        load.awaitMore(PUSHES);
        Folders.delete(folder);
        Files.move(elsewhere, folder);
        victim.start();
        TestCluster.awaitReady(victim);
        scenario.endAndCheck();
    }
}
