package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.Cli;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.SmallDisk;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

/**
 * Goal: operators see what is wrong, are told what to do, and can have members look again.
 *
 * <p>Method: the verbs {@code alarm list} and {@code alarm clear} while the disk of a node is full, and afterwards; while a byte
 * of a table is another; and while a member has another value in its log, with a checksum that fits.
 */
@ClusterTest
class AlarmTest {
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int NOT_FOUND = 3;
    private static final int REFUSED = 6;
    private static final int DEGRADED = 9;

    static final double VALUE = 1234567;

    @Test
    void anAlarmIsToldUntilItsCauseIsGone(TestRun run) throws Exception {
        TestCluster cluster =
                run.cluster().nodes(1).flags("--storage.reserve=24MiB").build();
        SmallDisk disk = SmallDisk.under(run, cluster.node("n1"), 96);
        cluster.startAll();
        cluster.awaitAllReady();
        Cli cli = cluster.cli();
        assertThat(cli.require("alarm", "list").out()).doesNotContain("NOSPACE");
        assertThat(cli.run("alarm", "clear").exitCode()).isZero();
        assertThat(cli.run("alarm", "clear", "n1").exitCode()).isEqualTo(NOT_FOUND);
        assertThat(cli.run("alarm", "clear", "n1", "FULL").exitCode()).isEqualTo(USAGE);

        disk.fillBut(16L << 20);
        Waiting.until(
                "the alarm is up", () -> cli.require("alarm", "list").out().contains("NOSPACE"));

        assertThat(cli.require("alarm", "list").out())
                .containsPattern("MEMBER +KIND +SINCE +DETAIL")
                .containsPattern("n1 +NOSPACE .*24 MiB are to be kept free");
        assertThat(cli.require("alarm", "list", "-o", "yaml").out()).contains("kind: NOSPACE");
        assertThat(cli.require("alarm", "list", "-o", "json")
                        .json()
                        .getAsJsonArray("alarms")
                        .get(0)
                        .getAsJsonObject()
                        .keySet())
                .contains("member", "kind", "since", "detail");
        assertThat(cli.run("health").exitCode()).isEqualTo(DEGRADED);
        assertThat(cli.require("status").out()).contains("NOSPACE");
        Cli.Result kept = cli.run("alarm", "clear", "n1", "nospace");
        assertThat(kept.exitCode()).as(kept.toString()).isEqualTo(REFUSED);
        assertThat(kept.out()).containsPattern("n1 +NOSPACE +no ");
        assertThat(cluster.node("n1").gateway().nodeMetrics().samples())
                .anySatisfy((series, value) -> assertThat(series)
                        .contains("quorumgate_alarm{")
                        .contains("kind=\"no_space\"")
                        .contains("member=\"n1\""));

        disk.free();

        assertThat(cli.run("alarm", "clear", "--dry-run").exitCode()).isZero();
        assertThat(cli.run("alarm", "clear").exitCode()).isZero();
        assertThat(cli.require("alarm", "list").out()).doesNotContain("NOSPACE");
        assertThat(cli.run("health").exitCode()).isZero();
    }

    @Test
    void aDamagedTableIsMetByABackup(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().nodes(1).start();
        ClusterNode node = cluster.node("n1");
        Cli cli = cluster.cli();
        assertThat(node.gateway().push("/job/a", "m 1\n").status()).isEqualTo(200);
        cli.require("snapshot", "create");
        Path table = DamagedFiles.newest(node.storage().resolve("raft"), ".*\\.sst");
        DamagedFiles.changeByte(table, Files.size(table) / 3);

        Cli.Result backup = cli.run(
                "backup", "save", run.folder("backups").resolve("all.qgb").toString());

        assertThat(backup.exitCode()).as(backup.toString()).isNotZero();
        assertAlarm(cli, "n1", "CORRUPT");
        Cli.Result kept = cli.run("alarm", "clear");
        assertThat(kept.exitCode()).as(kept.toString()).isEqualTo(REFUSED);
        assertThat(node.gateway().scrapePushed().text()).contains("job=\"a\"");

        DamagedFiles.changeByte(table, Files.size(table) / 3);

        assertThat(cli.run("alarm", "clear").exitCode()).isZero();
        assertThat(cli.require("alarm", "list").out()).doesNotContain("CORRUPT");
    }

    /** A node that applied the same entry otherwise, as a fault of the program or of its memory might have it. */
    @Test
    void aNodeThatHoldsSomethingElseIsMetByVerify(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().flags(TestCluster.NO_ELECTION).start();
        ClusterNode differing = cluster.followers().get(0);
        assertThat(cluster.leader()
                        .gateway()
                        .push("/job/a", "m " + VALUE + "\n")
                        .status())
                .isEqualTo(200);
        cluster.awaitEqualStates();
        Cli cli = cluster.cli();
        differing.kill();
        Path segment = DamagedFiles.newest(differing.storage().resolve("raft"), "log_inprogress_.*");
        Files.write(segment, LogSegment.withLastEntry(Files.readAllBytes(segment), AlarmTest::withAnotherValue));
        differing.start();
        TestCluster.awaitReady(differing);

        Cli.Result verify = cli.run("verify");

        assertThat(verify.exitCode()).as(verify.toString()).isEqualTo(FAILED);
        assertThat(verify.out()).contains("job=\"a\"");
        assertAlarm(cli, differing.name(), "DIVERGED");
        Cli.Result kept = cli.run("alarm", "clear");
        assertThat(kept.exitCode()).as(kept.toString()).isEqualTo(REFUSED);
    }

    private static void assertAlarm(Cli cli, String member, String kind) throws Exception {
        assertThat(cli.require("alarm", "list").out()).containsPattern(member + " +" + kind + " ");
    }

    /** The entry of a push of {@link #VALUE}, with the next number instead. */
    static LogEntryProto withAnotherValue(LogEntryProto entry) {
        StateMachineLogEntryProto command = entry.getStateMachineLogEntry();
        byte[] data = command.getLogData().toByteArray();
        ByteBuffer values = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (values.getDouble(at) != VALUE) {
            at++;
        }
        values.putDouble(at, VALUE + 1);
        return entry.toBuilder()
                .setStateMachineLogEntry(command.toBuilder().setLogData(ByteString.copyFrom(data)))
                .build();
    }
}
