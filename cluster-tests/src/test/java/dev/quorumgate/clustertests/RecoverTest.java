package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.quorumgate.clustertests.harness.Answer;
import dev.quorumgate.clustertests.harness.Cli;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Folders;
import dev.quorumgate.clustertests.harness.NodeProcess;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import dev.quorumgate.clustertests.history.PushLoad;
import dev.quorumgate.clustertests.history.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Goal: when two of three members are lost for good, the third one's folder becomes a new cluster that holds what the plan said.
 *
 * <p>Method: kill -9 of all three under load, two folders deleted; the verbs of the CLI, as an operator would type them.
 */
@ClusterTest
class RecoverTest {
    @Test
    void beginsAnewWithWhatIsLeft(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        assertThat(cluster.leader()
                        .gateway()
                        .push("/job/held-by-all", "held 1\n")
                        .status())
                .isEqualTo(200);
        cluster.awaitEqualStates();
        loseAllButOne(run, cluster);
        ClusterNode last = cluster.node("n3");
        Cli cli = cluster.cli();
        String folder = last.storage().toString();

        JsonObject plan = cli.require("recover", "plan", folder, "-o", "json").json();
        assertThat(plan.get("node").getAsString()).isEqualTo("n3");
        assertThat(plan.get("voters_here").getAsJsonArray()).hasSize(1);
        assertThat(plan.get("voters_missing").getAsJsonArray()).hasSize(2);
        assertThat(plan.get("lost").getAsString())
                .startsWith("what only n1, n2 held, behind entry "
                        + plan.get("index").getAsLong());

        Cli.Result unasked = cli.run("recover", "apply", folder);
        assertThat(unasked.exitCode()).isEqualTo(6);
        assertThat(unasked.err()).contains("nothing was done: --yes does it");

        String members = cluster.members();
        JsonObject done = cli.require("recover", "apply", folder, "--members", members, "--yes", "-o", "json")
                .json();
        assertEqual(done, plan, "index", "groups", "series", "hash", "cluster_id");
        assertThat(done.get("new_cluster_id").getAsString())
                .isNotEqualTo(plan.get("cluster_id").getAsString());
        assertThat(Path.of(done.get("copy").getAsString())).isDirectory();
        assertThat(done.get("restore_commands").getAsJsonArray()).hasSize(2);

        Cli.Result again = cli.run("recover", "apply", folder, "--members", members, "--yes");
        assertThat(again.exitCode()).isEqualTo(6);
        assertThat(again.err()).contains("was recovered before");

        restoreTheOthers(cluster, done.get("file").getAsString(), members);
        cluster.startAll();
        cluster.awaitAllReady();
        Answer served = cluster.awaitEqualStates();
        assertThat(served.header("Quorumgate-State-Hash"))
                .isEqualTo(plan.get("hash").getAsString());
        assertThat(served.text()).contains("held{instance=\"\",job=\"held-by-all\"} 1\n");
        assertThat(last.gateway().push("/job/after", "m 1\n").status()).isEqualTo(200);
        cluster.awaitEqualStates();
    }

    @Test
    void aSurvivorAloneGoesOnAloneAndTheDeadDoNotComeBack(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        assertThat(cluster.leader().gateway().push("/job/a", "m 1\n").status()).isEqualTo(200);
        String before = cluster.awaitEqualStates().text();
        for (ClusterNode node : cluster.all()) {
            node.kill();
        }
        ClusterNode last = cluster.node("n3");
        String folder = last.storage().toString();

        JsonObject done = cluster.cli()
                .require("recover", "apply", folder, "--yes", "-o", "json")
                .json();
        String command = done.get("start_command").getAsString();
        NodeProcess alone = run.node(
                "alone",
                Stream.concat(
                                List.of(command.split(" ")).stream().skip(2),
                                Stream.of(
                                        "--web.listen-address=" + last.address().http(), "--shutdown.delay=0s"))
                        .toList());
        alone.start();
        Waiting.until("the survivor serves alone", () -> last.gateway().isReady());
        assertThat(last.gateway().scrapePushed().text()).isEqualTo(before);
        assertThat(last.gateway().push("/job/b", "m 2\n").status()).isEqualTo(200);

        // Their majority of two comes back, and goes on without the one that has left it.
        ClusterNode dead = cluster.node("n1");
        dead.start();
        cluster.node("n2").start();
        TestCluster.awaitReady(dead);
        assertThat(dead.gateway().scrapePushed().text()).isEqualTo(before);
        assertThat(last.gateway().scrapePushed().text()).contains("job=\"b\"");
    }

    @Test
    void leavesARunningNodeAlone(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().nodes(1).start();
        String folder = cluster.node("n1").storage().toString();

        for (List<String> verb : List.of(List.of("recover", "plan"), List.of("recover", "apply", "--yes"))) {
            Cli.Result refused = cluster.cli()
                    .run(Stream.concat(verb.stream(), Stream.of(folder)).toArray(String[]::new));
            assertThat(refused.exitCode()).isEqualTo(6);
            assertThat(refused.err())
                    .contains("is in use by process "
                            + cluster.node("n1").process().pid());
        }
        assertThat(cluster.node("n1").gateway().push("/job/a", "m 1\n").status())
                .isEqualTo(200);
    }

    @Test
    void tellsEachFolderInEachFormat(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        cluster.leader().gateway().push("/job/a", "m 1\n");
        cluster.awaitEqualStates();
        for (ClusterNode node : cluster.all()) {
            node.kill();
        }
        Cli cli = cluster.cli();
        List<String> folders =
                cluster.all().stream().map(node -> node.storage().toString()).toList();

        String table = plan(cli, folders, "table").out();
        assertThat(table).contains("best ", "FOLDER ").contains(folders);
        assertThat(plan(cli, folders, "yaml").out()).contains("folders:\n- folder: ");
        Cli.Result json = plan(cli, folders, "json");
        assertThat(json.json().get("folders").getAsJsonArray()).hasSize(3);
        assertThat(json.json().get("lost").getAsString()).startsWith("nothing that was acknowledged");
        assertThat(json.err()).contains("starting these nodes again is enough");

        assertThat(cli.run("recover", "plan", "/nowhere").exitCode()).isEqualTo(1);
        assertThat(cli.run("recover", "plan").exitCode()).isEqualTo(2);
        Files.delete(cluster.node("n1").storage().resolve("identity"));
        assertThat(cli.run("recover", "plan", folders.get(0)).exitCode()).isEqualTo(1);
    }

    private static Cli.Result plan(Cli cli, List<String> folders, String format) throws Exception {
        return cli.require(Stream.of(List.of("recover", "plan", "-o", format), folders)
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    /** All die under load, and two of them with their disks. */
    private static void loseAllButOne(TestRun run, TestCluster cluster) throws Exception {
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad load = scenario.recklessLoad(cluster.all());
        load.awaitMore(300);
        for (ClusterNode node : cluster.all()) {
            node.kill();
        }
        scenario.end();
        Folders.delete(cluster.node("n1").storage());
        Folders.delete(cluster.node("n2").storage());
    }

    private static void restoreTheOthers(TestCluster cluster, String file, String members) throws Exception {
        for (String name : List.of("n1", "n2")) {
            cluster.cli()
                    .require(
                            "backup",
                            "restore",
                            file,
                            "--storage.path=" + cluster.node(name).storage(),
                            "--node=" + name,
                            "--members=" + members);
        }
    }

    private static void assertEqual(JsonObject one, JsonObject other, String... keys) {
        for (String key : keys) {
            assertThat(one.get(key)).as(key).isEqualTo(other.get(key));
        }
    }
}
