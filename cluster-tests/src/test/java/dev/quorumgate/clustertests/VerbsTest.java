package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.quorumgate.clustertests.harness.Cli;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.NodeAddress;
import dev.quorumgate.clustertests.harness.NodeProcess;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: each verb tells the same as a table, as JSON and as YAML, and scripts can rely on its exit code.
 *
 * <p>Method: verbs as processes. In each format against three nodes that all cases share, or against the files of one that has
 * ended; for exit codes against three of which more and more are taken away. The verb {@code completion} has formats of its own,
 * and is tried elsewhere, as is the exit code of those without a certificate.
 */
@ClusterTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerbsTest {
    private static final String INPUT = "m 1\n";
    private static final String PATIENT = "--timeout=30s";

    private TestCluster cluster;
    private String clusterId = "";
    private String backup = "";
    private String storage = "";

    /**
     * A verb, that changes nothing or the same again.
     *
     * @param line as it is typed; capitals stand for what differs from run to run
     * @param table what its table shows
     * @param path a fact in the tree of the other formats: keys and positions
     * @param fact what is there, a pattern
     */
    private record Verb(String line, String table, String path, String fact) {
        @Override
        public String toString() {
            return line;
        }
    }

    static Stream<Verb> online() {
        return Stream.of(
                new Verb("status", "(?s)NAME +ROLE .*n2 +(leader|follower) ", "members/1/name", "n2"),
                new Verb("health", "(?s)NAME +REACHED .*n3 +yes ", "healthy", "true"),
                new Verb("member list", "(?s)NAME .*PEER ID.*n3 ", "members/2/peer_id", "n3"),
                new Verb("member add n4=127.0.0.1:1:2 --dry-run", "start command +quorumgate serve", "member", "n4"),
                new Verb("member promote n3", "state +nothing to do", "state", "nothing to do"),
                new Verb("member remove n3 --dry-run --force CLUSTER_ID", "(?s)quorum before .*after", "member", "n3"),
                new Verb("member replace n3 n4=127.0.0.1:1:2 --dry-run", "start command .*node-id=n4", "member", "n4"),
                new Verb("leader show", "leader +n[123]", "leader", "n[123]"),
                new Verb("leader transfer", "leader before +n[123]", "leader", "n[123]"),
                new Verb("leader step-down", "leader before +n[123]", "leader", "n[123]"),
                new Verb("drain n3", "drained +yes", "drained", "true"),
                new Verb("undrain n3", "drained +no", "drained", "false"),
                new Verb("snapshot create", "(?s)NAME +INDEX .*n1 +\\d+ ", "snapshots/0/name", "n1"),
                new Verb("verify", "(?s)NAME +STATE HASH .*n1 +\\p{XDigit}{16} ", "equal", "true"),
                new Verb("alarm list", "^$", "alarms", "\\[\\]"),
                new Verb("alarm clear --dry-run", "dry run +yes", "dry_run", "true"),
                new Verb("group list --sort size", "(?s)GROUP +PUSHED .*job=\"etl\"", "groups/0/series", "\\d+"),
                new Verb("group get --job etl -g zone=eu", "m\\{.*\\} 1", "exposition", "(?s).*m\\{.*\\} 1\n.*"),
                new Verb("group delete --match {job=\"etl\"} --dry-run", "(?s)GROUP .*job=\"etl\"", "matching", "1"),
                new Verb("push - --job etl -g zone=eu", "accepted +yes", "accepted", "true"),
                new Verb("import NODE --dry-run", "(?s)GROUP .*job=\"etl\"", "dry_run", "true"),
                new Verb("wipe --dry-run", "groups +1", "groups", "1"),
                new Verb("top", "(?s)GROUP .*JOB +GROUPS .*etl +1 ", "jobs/0/job", "etl"),
                new Verb("doctor", "(?s)CHECK +RESULT .*clocks +ok ", "errors", "\\d+"),
                new Verb("backup save BACKUP --overwrite", "cluster id +CLUSTER_ID", "groups", "1"));
    }

    static Stream<Verb> offline() {
        return Stream.of(
                new Verb("version", "quorumgate, version ", "version", ".+"),
                new Verb("backup inspect BACKUP", "groups +1", "node", "n[123]"),
                new Verb("backup verify BACKUP", "groups +1", "sha256", "\\p{XDigit}{64}"),
                new Verb(
                        "backup restore BACKUP --storage.path=STORAGE/none --dry-run",
                        "storage path +STORAGE/none",
                        "storage_path",
                        "STORAGE/none"));
    }

    /** @param id of the cluster that the folder belongs to, whose majority is there */
    private static List<Verb> onAFolder(String id) {
        return List.of(
                new Verb("recover plan STORAGE", "(?s)FOLDER +NODE .*STORAGE +n1 ", "folders/0/node", "n1"),
                new Verb("recover apply STORAGE --dry-run --force " + id, "new members +n1=", "groups", "1"));
    }

    @BeforeAll
    void startAll(TestRun run) throws Exception {
        cluster = run.cluster().start();
        storage = run.folder("restored").toString();
        backup = run.folder("backups").resolve("a.qgb").toString();
        Cli cli = cluster.cli();
        assertThat(cli.runWith(INPUT, "push", "-", "--job", "etl", "-g", "zone=eu")
                        .exitCode())
                .isZero();
        clusterId = cli.require("status", "-o", "json").json().get("cluster_id").getAsString();
        cli.require("backup", "save", backup);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void online(Verb verb) throws Exception {
        assertSaysTheSameInEachFormat(cluster.cli(), verb, PATIENT);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void offline(Verb verb) throws Exception {
        assertSaysTheSameInEachFormat(cluster.cli(), verb);
    }

    @Test
    void onAFolder(TestRun run) throws Exception {
        NodeAddress address = NodeAddress.onLoopback();
        storage = run.folder("data").toString();
        NodeProcess node = run.node(
                "alone",
                List.of(
                        "--web.listen-address=" + address.http(),
                        "--cluster.listen-address=" + address.raft(),
                        "--admin.listen-address=" + address.admin(),
                        "--storage.path=" + storage));
        Gateway gateway = new Gateway(address.httpUri());
        node.start();
        Waiting.until("the node is ready", gateway::isReady);
        assertThat(gateway.push("/job/etl", INPUT).status()).isEqualTo(200);
        node.stop();

        Cli cli = Cli.of(run, List.of());
        String id = cli.require("recover", "plan", storage, "-o", "json")
                .json()
                .get("cluster_id")
                .getAsString();
        for (Verb verb : onAFolder(id)) {
            assertSaysTheSameInEachFormat(cli, verb);
        }
    }

    @Test
    void endsWithTheCodeThatSaysHowItWent(TestRun run) throws Exception {
        TestCluster shrinking = run.cluster().flags(TestCluster.NO_ELECTION).start();
        Cli cli = shrinking.cli();

        expect(cli, 1, "invalid label name", "push - --job etl");
        expect(cli, 2, "did you mean|Possible solutions|--outptu", "status --outptu json");
        expect(cli, 2, "Did you mean: quorumgate status", "statu");
        expect(cli, 2, "expected one of list", "member");
        expect(cli, 2, "matchers, at character", "group list --match {job= " + PATIENT);
        expect(cli, 3, "there is no group", "group get --job nobody");
        expect(cli, 3, "there is no member 'n9'", "member remove n9");
        expect(cli, 3, "was not heard of|serve --cluster.node-id=n4", "member add n4=127.0.0.1:1:2 --wait 200ms");
        expect(cli, 4, "127.0.0.1:1: ", "status --endpoints 127.0.0.1:1");
        expect(cli, 6, "must be typed", "wipe");
        expect(cli, 6, "tolerance 0: the next failure stops the cluster", "member remove n3");
        Cli.Result forced = cli.run("member", "remove", "n3", "--force", "0000", "--dry-run");
        assertThat(forced.exitCode()).as("%s", forced).isEqualTo(2);

        ClusterNode killed = shrinking.followers().get(0);
        killed.kill();
        Waiting.untilAsserted("the loss shows", () -> expect(cli, 9, "degraded", "health --timeout 2s"));
        expect(cli, 0, "silent", "status");
        ClusterNode leader = TestCluster.leaderAmong(shrinking.except(killed));
        ClusterNode left = shrinking.except(killed).stream()
                .filter(node -> !node.equals(leader))
                .findFirst()
                .orElseThrow();
        expect(cli, 6, "nothing could be stored any more", "member remove " + left.name());

        leader.process().pause();
        Cli only = shrinking.cli().with("QUORUMGATE_ENDPOINTS", left.address().admin());
        expect(only, 5, "no majority confirms|leader", "leader show");
        expect(only, 5, "leader|majority", "leader transfer");
        expect(only, 5, "leader|majority", "health --timeout 6s");
        expect(only, 8, "nobody knows whether it was done", "push - --job etl --timeout 3s", "m 1\n");
        expect(only, 0, "no majority, nothing can be stored", "status");
        leader.process().resume();
        killed.start();

        cli.require("health", "--wait", "60s");
    }

    private static void expect(Cli cli, int code, String words, String line) throws Exception {
        expect(cli, code, words, line, "m{ 1\n");
    }

    private static void expect(Cli cli, int code, String words, String line, String input) throws Exception {
        // A mistake on the command line needs no time, and where time is the point the line says how much.
        boolean isTimed = code == 2 || line.contains("--timeout");
        Cli.Result result = cli.runWith(input, (isTimed ? line : line + " " + PATIENT).split(" "));

        assertThat(result.exitCode()).as("%s: %s", line, result).isEqualTo(code);
        assertThat(result.out() + result.err()).as(line).containsPattern(words);
    }

    private void assertSaysTheSameInEachFormat(Cli cli, Verb verb, String... more) throws Exception {
        Cli.Result table = run(cli, verb, more);
        Cli.Result json = run(cli, verb, with(more, "-o", "json"));
        Cli.Result yaml = run(cli, verb, with(more, "--output=yaml"));

        // What this machine lacks, its doctor calls an error.
        Set<Integer> codes = verb.line.equals("doctor") ? Set.of(0, 1) : Set.of(0);
        assertThat(List.of(table, json, yaml))
                .allSatisfy(each -> assertThat(each.exitCode()).as("%s", each).isIn(codes));
        assertThat(table.out()).containsPattern(filled(verb.table));
        assertThat(factOf(json.json(), verb.path)).matches(filled(verb.fact));
        assertThat(factOf(yaml.yaml(), verb.path)).matches(filled(verb.fact));
        assertThat(shapeOf(yaml.yaml())).isEqualTo(shapeOf(json.json()));
        assertThat(table.out() + json.out() + yaml.out()).as("colours").doesNotContain("\u001b");
    }

    private Cli.Result run(Cli cli, Verb verb, String... more) throws Exception {
        return cli.runWith(INPUT, with(filled(verb.line).split(" "), more));
    }

    private String filled(String text) {
        return text.replace("CLUSTER_ID", clusterId)
                .replace("BACKUP", backup)
                .replace("STORAGE", storage)
                .replace("NODE --", cluster.node("n1").gateway().url() + " --");
    }

    private static String[] with(String[] words, String... more) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static String factOf(JsonElement tree, String path) {
        JsonElement found = tree;
        for (String step : path.split("/", -1)) {
            found = found.isJsonArray()
                    ? found.getAsJsonArray().get(Integer.parseInt(step))
                    : found.getAsJsonObject().get(step);
        }
        return found.isJsonPrimitive() ? found.getAsString() : found.toString();
    }

    /** The keys of a tree and what kind of values are behind them; the values themselves change from call to call. */
    private static Set<String> shapeOf(JsonElement tree) {
        Set<String> shape = new TreeSet<>();
        collect("", tree, shape);
        return shape;
    }

    private static void collect(String path, JsonElement tree, Set<String> shape) {
        if (tree instanceof JsonObject object) {
            object.entrySet().forEach(each -> collect(path + "/" + each.getKey(), each.getValue(), shape));
        } else if (tree instanceof JsonArray list) {
            shape.add(path + "[]");
            list.forEach(each -> collect(path + "[]", each, shape));
        } else {
            shape.add(path);
        }
    }
}
