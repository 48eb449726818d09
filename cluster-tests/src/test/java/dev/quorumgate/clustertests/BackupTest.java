package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import dev.quorumgate.clustertests.harness.Answer;
import dev.quorumgate.clustertests.harness.Cli;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Folders;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.NodeAddress;
import dev.quorumgate.clustertests.harness.NodeProcess;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import dev.quorumgate.clustertests.history.PushLoad;
import dev.quorumgate.clustertests.history.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: a backup of a running cluster is of exactly one log index and costs no push, and a cluster restored from it serves what
 * the old one served, and never mixes with it.
 *
 * <p>Method: real nodes under load; the verbs of the CLI, as an operator would type them.
 */
@ClusterTest
class BackupTest {
    /** How often a backup is taken until a scrape has met the log index that it is of; before the last one nothing moves. */
    private static final int ATTEMPTS = 6;

    @Test
    void isOfTheIndexThatItSaysWhileEverythingGoesOn(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad load = scenario.load(cluster.all());
        load.awaitMore(100);
        HashesByIndex served = HashesByIndex.watch(run, cluster);

        Path file = run.folder("backups").resolve("a.qgb");
        for (ClusterNode node : List.of(cluster.leader(), cluster.followers().get(0))) {
            JsonObject saved = saveOneThatAScrapeHasMet(cluster.cli(), file, load, node, served);
            assertThat(saved.get("hash").getAsString())
                    .isEqualTo(served.hashes.get(saved.get("index").getAsLong()));
            assertThat(saved.get("node").getAsString()).isEqualTo(node.name());
        }

        scenario.endAndCheck();
        for (ClusterNode node : cluster.all()) {
            assertThat(node.storage().resolve("pins"))
                    .satisfiesAnyOf(
                            pins -> assertThat(pins).doesNotExist(),
                            pins -> assertThat(pins).isEmptyDirectory());
        }
    }

    @Tag("long")
    @Test
    void restoresToANodeAlone(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        Answer before = filled(cluster);
        Path file = run.folder("backups").resolve("a.qgb");
        JsonObject saved = cluster.cli()
                .require("backup", "save", file.toString(), "-o", "json")
                .json();
        assertThat(saved.get("hash").getAsString()).isEqualTo(before.header("Quorumgate-State-Hash"));
        Path storage = run.folder("backups").resolve("alone");

        JsonObject restored = cluster.cli()
                .require("backup", "restore", file.toString(), "--storage.path=" + storage, "-o", "json")
                .json();

        NodeAddress address = NodeAddress.onLoopback();
        NodeProcess alone = run.node(
                "alone",
                List.of(
                        "--storage.path=" + storage,
                        "--web.listen-address=" + address.http(),
                        "--cluster.listen-address=" + address.raft(),
                        "--admin.listen-address=" + address.admin(),
                        "--shutdown.delay=0s"));
        alone.start();
        Gateway gateway = new Gateway(address.httpUri());
        Waiting.until("the restored node is ready", gateway::isReady);
        assertThat(gateway.scrapePushed().text()).isEqualTo(before.text());
        assertThat(restored.get("new_cluster_id")).isNotEqualTo(restored.get("cluster_id"));
        assertThat(gateway.push("/job/later", "later 1\n").status()).isEqualTo(200);
    }

    @Test
    void restoresToAllMembersAndKeepsTheOldOnesOut(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        Answer before = filled(cluster);
        String file = run.folder("backups").resolve("a.qgb").toString();
        Cli cli = cluster.cli();
        cli.require("backup", "save", file);
        for (ClusterNode node : cluster.all()) {
            node.process().stop();
        }
        ClusterNode third = cluster.node("n3");
        Path old = run.folder("backups").resolve("old-n3");
        Files.move(third.storage(), old);

        for (ClusterNode node : cluster.all()) {
            Folders.delete(node.storage());
            cli.require(
                    "backup",
                    "restore",
                    file,
                    "--storage.path=" + node.storage(),
                    "--node=" + node.name(),
                    "--members=" + cluster.members());
        }
        cluster.startAll();
        cluster.awaitAllReady();
        assertThat(cluster.awaitEqualStates().text()).isEqualTo(before.text());
        assertThat(third.gateway().push("/job/later", "later 1\n").status()).isEqualTo(200);

        // The third member's old disk comes back.
        third.process().stop();
        Path restored = run.folder("backups").resolve("restored-n3");
        Files.move(third.storage(), restored);
        Files.move(old, third.storage());
        third.start();
        Waiting.until(
                "the old member is told",
                () -> third.log().lines().stream().anyMatch(line -> line.contains("belongs to another cluster")));
        assertThat(third.gateway().isReady()).isFalse();
        third.process().kill();

        // A second restore of a member that has begun to vote is not let in either: it has forgotten its vote.
        Folders.delete(third.storage());
        cli.require(
                "backup",
                "restore",
                file,
                "--storage.path=" + third.storage(),
                "--node=n3",
                "--members=" + cluster.members());
        third.start();
        assertThat(third.process().awaitExit()).isEqualTo(1);
        assertThat(String.join("\n", third.log().lastLines(1))).contains("is known to 'n", "by another data folder");

        Folders.delete(third.storage());
        Files.move(restored, third.storage());
        third.start();
        cluster.awaitAllReady();
        assertThat(cluster.awaitEqualStates().text()).contains("job=\"later\"");
    }

    @Test
    void tellsWhatItIsOfInEachFormatAndWhyNot(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().nodes(1).start();
        filled(cluster);
        Cli cli = cluster.cli();
        Path file = run.folder("backups").resolve("a.qgb");
        String name = file.toString();

        Cli.Result table = cli.require("backup", "save", name);
        assertThat(table.out()).contains("index ", "groups ", "hash ");
        assertThat(cli.require("backup", "inspect", name, "-o", "yaml").out()).contains("cluster_id: ", "sha256: ");
        assertThat(cli.require("backup", "verify", name, "-o", "json")
                        .json()
                        .get("intact")
                        .getAsBoolean())
                .isTrue();

        assertThat(cli.run("backup", "save", name).exitCode()).isEqualTo(6);
        assertThat(cli.run("backup", "save", name, "--overwrite").exitCode()).isZero();
        assertThat(cli.run("backup", "save", name + "2", "--from", "nobody").exitCode())
                .isEqualTo(3);
        assertThat(cli.run("backup", "save", name + "2", "--endpoints", "127.0.0.1:1")
                        .exitCode())
                .isEqualTo(4);
        assertThat(cli.run("backup", "inspect", name + "2").exitCode()).isEqualTo(3);
        assertThat(cli.run("backup", "restore", name).exitCode()).isEqualTo(2);
        assertThat(cli.run(
                                "backup",
                                "restore",
                                name,
                                "--storage.path=" + cluster.node("n1").storage())
                        .exitCode())
                .isEqualTo(6);
        assertThat(cli.run("backup", "restore", name, "--storage.path=" + file + ".dir", "--dry-run")
                        .exitCode())
                .isZero();
        assertThat(Path.of(file + ".dir")).doesNotExist();

        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 60] ^= 1;
        Files.write(file, bytes);
        for (String verb : List.of("inspect", "verify")) {
            Cli.Result damaged = cli.run("backup", verb, name);
            assertThat(damaged.exitCode()).isEqualTo(1);
            assertThat(damaged.err()).contains("the backup is damaged: the frame at byte ");
            assertThat(damaged.out()).isEmpty();
        }
    }

    @Test
    void isTakenFromAMemberWithoutAVoteAsWell(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().nodes(1).start();
        Answer before = filled(cluster);
        Cli cli = cluster.cli(); // asks the member: who waits to be taken in knows no leader
        ClusterNode coming = cluster.join("n2");
        coming.start();
        String spelled = coming.address().raft() + ":" + coming.address().adminPort();
        cli.require("member", "add", "n2=" + spelled, "--wait=30s");
        TestCluster.awaitReady(coming);

        JsonObject saved = cli.require(
                        "backup", "save", run.folder("backups").resolve("a.qgb").toString(), "--from=n2", "-o", "json")
                .json();

        assertThat(saved.get("node").getAsString()).isEqualTo("n2");
        assertThat(saved.get("hash").getAsString()).isEqualTo(before.header("Quorumgate-State-Hash"));
    }

    @Test
    void isStaleWithoutAMajorityOrNotAtAll(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().flags("--scrape.timeout=2s").start();
        Answer before = filled(cluster);
        cluster.node("n1").kill();
        cluster.node("n2").kill();
        Path file = run.folder("backups").resolve("a.qgb");

        Cli.Result refused = cluster.cli().run("backup", "save", file.toString());
        assertThat(refused.exitCode()).isEqualTo(5);
        assertThat(refused.err()).contains("--allow-stale");
        assertThat(file).doesNotExist();

        JsonObject stale = cluster.cli()
                .require("backup", "save", file.toString(), "--allow-stale", "-o", "json")
                .json();
        assertThat(stale.get("hash").getAsString()).isEqualTo(before.header("Quorumgate-State-Hash"));
    }

    private static JsonObject saveOneThatAScrapeHasMet(
            Cli cli, Path file, PushLoad load, ClusterNode from, HashesByIndex served) throws Exception {
        for (int i = 1; i < ATTEMPTS; i++) {
            JsonObject saved = save(cli, file, from);
            if (served.hashes.containsKey(saved.get("index").getAsLong())) {
                return saved;
            }
        }
        load.pause();
        JsonObject saved = save(cli, file, from);
        Waiting.until(
                "a scrape has met the index of a backup",
                () -> served.hashes.containsKey(saved.get("index").getAsLong()));
        load.resume();
        return saved;
    }

    private static JsonObject save(Cli cli, Path file, ClusterNode from) throws Exception {
        return cli.require("backup", "save", file.toString(), "--from", from.name(), "--overwrite", "-o", "json")
                .json();
    }

    /** Pushes of several kinds; gives what is served then. */
    private static Answer filled(TestCluster cluster) throws Exception {
        Gateway gateway = cluster.leader().gateway();
        for (int i = 0; i < 30; i++) {
            String body = "# HELP m of " + i + "\n# TYPE m gauge\nm{a=\"" + i + "\"} " + i
                    + "\n# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 2\nh_sum 3\nh_count 2\n";
            assertThat(gateway.push("/job/j" + i + "/zone/ü", body).status()).isEqualTo(200);
        }
        assertThat(gateway.push("/job/j0", "m 1\nm 1\n").status()).isEqualTo(400);
        gateway.delete("/job/j1/zone/ü");
        return cluster.awaitEqualStates();
    }

    /** The state hashes that scrapes of all nodes show, by log index. */
    private static final class HashesByIndex {
        private final Map<Long, String> hashes = new ConcurrentHashMap<>();
        private final AtomicBoolean ended = new AtomicBoolean();

        static HashesByIndex watch(TestRun run, TestCluster cluster) {
            HashesByIndex watch = new HashesByIndex();
            List<Thread> threads = cluster.all().stream()
                    .map(node -> new Thread(() -> watch.scrape(node.gateway()), "hashes-of-" + node))
                    .toList();
            threads.forEach(Thread::start);
            run.atEnd(() -> {
                watch.ended.set(true);
                for (Thread thread : threads) {
                    thread.join();
                }
            });
            return watch;
        }

        private void scrape(Gateway gateway) {
            try {
                while (!ended.get()) {
                    Answer answer = gateway.scrapePushed();
                    if (answer.status() == 200) {
                        hashes.put(
                                Long.parseLong(answer.header("Quorumgate-Applied-Index")),
                                answer.header("Quorumgate-State-Hash"));
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
