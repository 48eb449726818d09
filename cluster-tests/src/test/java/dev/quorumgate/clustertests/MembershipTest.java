package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.quorumgate.clustertests.harness.Answer;
import dev.quorumgate.clustertests.harness.Cli;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.FreePorts;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.NodeAddress;
import dev.quorumgate.clustertests.harness.NodeProcess;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import dev.quorumgate.clustertests.history.PushLoad;
import dev.quorumgate.clustertests.history.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: members come, move and go while pushes and scrapes go on, and nobody has to watch his step: no push to a node that
 * stays fails, no scrape is wrong, whoever leaves says why, and what would cost the majority is refused.
 *
 * <p>Method: real nodes, changed by the CLI, under a load of clients that never try again.
 */
@ClusterTest
class MembershipTest {
    private static final int REMOVED = 12;
    private static final int NO_QUORUM = 5;
    private static final int REFUSED = 6;
    private static final int UNKNOWN = 8;
    private static final int PUSHES_EACH_PHASE = 50;

    @Test
    void aNodeIsAddedCatchesUpAndIsGivenAVote(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad load = scenario.load(cluster.all());
        load.awaitMore(PUSHES_EACH_PHASE);
        ClusterNode coming = cluster.join("n4");
        Cli.Result unheardOf = ask(cluster, "member", "add", spelled(coming), "--wait=1s");
        assertThat(unheardOf.exitCode()).as("%s", unheardOf).isEqualTo(3);
        assertThat(unheardOf.toString())
                .contains("quorumgate serve --cluster.node-id=n4 --cluster.join=")
                .contains(coming.address().raft());

        coming.start();
        Waiting.until(
                "n4 says what it waits for",
                () -> coming.isRunning()
                        && !coming.gateway().isReady()
                        && coming.log().says("quorumgate member add " + spelled(coming)));
        require(cluster, "member", "add", spelled(coming), "--wait=30s");
        TestCluster.awaitReady(coming);
        scenario.watch().add(coming);
        load.awaitMore(PUSHES_EACH_PHASE);
        assertThat(votes(cluster.leader())).containsEntry("n4", false).hasSize(4);
        require(cluster, "member", "add", spelled(coming)); // once more: it is there
        require(cluster, "member", "promote", "n4");
        load.awaitMore(PUSHES_EACH_PHASE);

        assertThat(votes(coming)).containsEntry("n4", true).hasSize(4);
        assertThat(require(cluster, "member", "promote", "n4").exitCode()).isZero();
        scenario.endAndCheck();
    }

    @Tag("long")
    @Test
    void whoIsRemovedStopsAndSaysWhyAndTheOthersGoOn(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().nodes(5).start();
        ClusterNode leader = cluster.leader();
        ClusterNode follower = cluster.followers().get(0);
        ClusterNode dead = cluster.followers().get(1);
        ClusterNode listener = cluster.join("n6");
        listener.start();
        require(cluster, "member", "add", spelled(listener), "--wait=30s");
        List<ClusterNode> staying = cluster.all().stream()
                .filter(node -> !List.of(leader, follower, dead, listener).contains(node))
                .toList();
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad load = scenario.load(staying);
        load.awaitMore(PUSHES_EACH_PHASE);

        require(cluster, "member", "remove", "n6");
        awaitRemoved(listener);
        require(cluster, "member", "remove", follower.name());
        awaitRemoved(follower);
        load.awaitMore(PUSHES_EACH_PHASE);
        dead.kill();
        require(cluster, "member", "remove", dead.name());
        Cli.Result refused = ask(cluster, "member", "remove", leader.name());
        assertThat(refused.exitCode()).as("%s", refused).isEqualTo(REFUSED);
        assertThat(refused.err())
                .contains("removing " + leader.name() + " leaves 2 voters (")
                .contains("tolerance 1")
                .contains("tolerance 0: the next failure stops the cluster");
        require(cluster, "member", "remove", leader.name(), "--force=" + clusterId(cluster));
        awaitRemoved(leader);
        load.awaitMore(PUSHES_EACH_PHASE);

        assertThat(votes(staying.get(0)).keySet())
                .containsExactlyElementsOf(
                        staying.stream().map(ClusterNode::name).toList());
        follower.start();
        awaitRemoved(follower);
        dead.start();
        awaitRemoved(dead);
        scenario.endAndCheck();
    }

    @Test
    void aMemberThatIsGoneIsReplacedUnderItsNameAndAddressAndNotBefore(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        ClusterNode gone = cluster.leader();
        List<ClusterNode> others = cluster.except(gone);
        gone.kill();
        ClusterNode leader = TestCluster.leaderAmong(others);
        cluster.forget(gone);
        ClusterNode coming = cluster.joinAt(gone.address(), run.folder("empty"), gone.name());
        coming.start();
        coming.log().awaitSaying("quorumgate member replace " + gone.name());
        coming.log().awaitSaying("loaded the store"); // its Raft part runs
        requireAloneIsNoMajority(cluster, leader, others);
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad load = scenario.load(others);
        load.awaitMore(PUSHES_EACH_PHASE);

        Cli.Result mistaken = ask(cluster, "member", "add", spelled(coming));
        assertThat(mistaken.exitCode()).as("%s", mistaken).isEqualTo(1);
        assertThat(mistaken.err()).contains("member replace " + gone.name());
        require(cluster, "member", "replace", gone.name(), spelled(coming), "--wait=30s");
        TestCluster.awaitReady(coming);
        scenario.watch().add(coming);
        load.awaitMore(PUSHES_EACH_PHASE);

        // The new one's vote counts: one of the two others may go.
        ClusterNode restarted = others.get(0);
        load.sendTo(List.of(others.get(1)));
        restarted.kill();
        load.awaitMore(PUSHES_EACH_PHASE);
        restarted.start();
        TestCluster.awaitReady(restarted);
        scenario.endAndCheck();
    }

    /** What waits at the address of the third one is not the third one. */
    private static void requireAloneIsNoMajority(TestCluster cluster, ClusterNode leader, List<ClusterNode> both)
            throws IOException, InterruptedException {
        NodeProcess other = both.get(leader.equals(both.get(0)) ? 1 : 0).process();
        other.pause();
        CompletableFuture<Answer> push = leader.gateway().pushAsync("/job/lonely", "lonely 1\n");
        Cli.Result health = cluster.cli()
                .with("QUORUMGATE_ENDPOINTS", leader.address().admin())
                .run("health", "--timeout=4s");
        assertThat(health.exitCode()).as("%s", health).isIn(NO_QUORUM, UNKNOWN);
        assertThat(push).isNotDone();
        other.resume();
    }

    @Tag("long")
    @Test
    void aMemberMovesToAnotherAddressWithItsData(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        ClusterNode before = cluster.followers().get(0);
        assertThat(cluster.leader().gateway().push("/job/before", "before 1\n").status())
                .isEqualTo(200);
        before.process().stop();
        NodeAddress address = new NodeAddress("127.0.0.2", FreePorts.take(), FreePorts.take(), FreePorts.take());
        NodeProcess mistaken = run.node(
                "mistaken",
                List.of(
                        "--cluster.node-id=" + before.name(),
                        "--cluster.initial-members=" + movedList(cluster, before, address),
                        "--web.listen-address=" + address.http(),
                        "--storage.path=" + before.storage()));
        mistaken.start();
        assertThat(mistaken.awaitExit()).isEqualTo(1);
        assertThat(mistaken.log().lines())
                .last()
                .asString()
                .contains("the other members know node '" + before.name() + "' at ")
                .contains("quorumgate member replace " + before.name());

        ClusterNode moved = cluster.joinAt(address, before.storage(), before.name());
        cluster.forget(before);
        moved.start();
        // Nothing is written meanwhile.
        require(cluster, "member", "replace", before.name(), spelled(moved), "--wait=30s");
        TestCluster.awaitReady(moved);
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad load = scenario.load(cluster.except(moved));
        load.awaitMore(PUSHES_EACH_PHASE);
        moved.process().stop();
        moved.start();
        TestCluster.awaitReady(moved);
        load.awaitMore(PUSHES_EACH_PHASE);

        assertThat(addresses(cluster.leader())).containsEntry(before.name(), address.raft());
        scenario.endAndCheck();
    }

    @Test
    @Tag("long")
    void changesComeOneAfterTheOtherWhoeverLeads(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        ClusterNode fourth = cluster.join("n4");
        ClusterNode fifth = cluster.join("n5");
        Cli cli = cli(cluster);
        Scenario scenario = Scenario.begin(run, cluster);
        CompletableFuture<Integer> adding = exitCodeOf(cli, "member", "add", spelled(fourth), "--wait=60s");
        ClusterNode killed = cluster.leader();
        PushLoad load = scenario.load(cluster.all().stream()
                .filter(node -> !List.of(killed, fourth, fifth).contains(node))
                .toList());
        load.awaitMore(PUSHES_EACH_PHASE);

        killed.kill();
        fourth.start();
        fifth.start();
        load.awaitMore(PUSHES_EACH_PHASE);
        adding.join(); // may have failed with the leader: then it is asked again
        CompletableFuture<Integer> first = addedAtLast(cli, spelled(fourth));
        CompletableFuture<Integer> second = addedAtLast(cli, spelled(fifth));
        assertThat(first.join()).isZero();
        assertThat(second.join()).isZero();
        killed.start();
        TestCluster.awaitReady(killed);
        load.awaitMore(PUSHES_EACH_PHASE);

        assertThat(votes(cluster.leader()))
                .isEqualTo(Map.of("n1", true, "n2", true, "n3", true, "n4", false, "n5", false));
        scenario.endAndCheck();
    }

    @Test
    void aNodeWithDataOfItsOwnJoinsNobody(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().nodes(1).start();
        NodeAddress address = NodeAddress.onLoopback();
        Path data = run.folder("lone");
        NodeProcess lone = run.node(
                "lone",
                List.of(
                        "--web.listen-address=" + address.http(),
                        "--cluster.listen-address=" + address.raft(),
                        "--admin.listen-address=" + address.admin(),
                        "--storage.path=" + data));
        lone.start();
        Waiting.until("it is ready", new Gateway(address.httpUri())::isReady);
        lone.stop();

        ClusterNode joining = cluster.joinAt(address, data, "n1");
        joining.start();

        assertThat(joining.process().awaitExit()).isEqualTo(1);
        assertThat(joining.log().lines())
                .last()
                .asString()
                .contains("this node cannot join the cluster at ")
                .contains("its data folder belongs to cluster ")
                .contains("give it an empty --storage.path");
    }

    private static Cli.Result require(TestCluster cluster, String... arguments)
            throws IOException, InterruptedException {
        return cli(cluster).require(patiently(arguments));
    }

    private static Cli.Result ask(TestCluster cluster, String... arguments) throws IOException, InterruptedException {
        return cli(cluster).run(patiently(arguments));
    }

    /** By way of members: a node that waits cannot tell who leads. */
    private static Cli cli(TestCluster cluster) {
        List<String> endpoints = new ArrayList<>();
        for (ClusterNode node : cluster.running()) {
            if (node.log().says(" is ready: node ")) {
                endpoints.add(node.address().admin());
            }
        }
        return cluster.cli().with("QUORUMGATE_ENDPOINTS", String.join(",", endpoints));
    }

    /** No test may depend on a quiet machine. */
    private static String[] patiently(String... arguments) {
        return Stream.concat(Arrays.stream(arguments), Stream.of("--timeout=60s"))
                .toArray(String[]::new);
    }

    private static CompletableFuture<Integer> addedAtLast(Cli cli, String member) {
        return CompletableFuture.supplyAsync(
                () -> {
                    for (int i = 0; i < 5; i++) {
                        if (exitCodeOf(cli, "member", "add", member, "--wait=20s")
                                        .join()
                                == 0) {
                            return 0;
                        }
                    }
                    return 1;
                },
                task -> new Thread(task).start());
    }

    private static CompletableFuture<Integer> exitCodeOf(Cli cli, String... arguments) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return cli.run(patiently(arguments)).exitCode();
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> new Thread(task).start());
    }

    private static void awaitRemoved(ClusterNode node) throws InterruptedException {
        assertThat(node.process().awaitExit()).as("exit code of %s", node).isEqualTo(REMOVED);
        assertThat(node.log().says("this node, " + node.name() + ", was removed from cluster "))
                .isTrue();
        assertThat(node.log().linesOfThisLife())
                .filteredOn(line -> line.contains("this node stops: "))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(node.log().says("' is kept. To take part again give it an empty --storage.path"))
                .isTrue();
    }

    private static String spelled(ClusterNode node) {
        NodeAddress address = node.address();
        return node.name() + "=" + address.raft() + ":" + address.adminPort();
    }

    private static String movedList(TestCluster cluster, ClusterNode moving, NodeAddress to) {
        return String.join(
                ",",
                cluster.all().stream()
                        .map(node -> node.equals(moving)
                                ? node.name() + "=" + to.raft() + ":" + to.adminPort()
                                : spelled(node))
                        .toList());
    }

    private static String clusterId(TestCluster cluster) throws IOException, InterruptedException {
        return require(cluster, "status", "-o", "json").json().get("cluster_id").getAsString();
    }

    /** Who belongs to the cluster, and whether each votes. */
    private static Map<String, Boolean> votes(ClusterNode asked) throws IOException, InterruptedException {
        Map<String, Boolean> votes = new TreeMap<>();
        for (JsonElement member : members(asked)) {
            JsonObject each = member.getAsJsonObject();
            votes.put(each.get("name").getAsString(), each.get("votes").getAsBoolean());
        }
        return votes;
    }

    private static Map<String, String> addresses(ClusterNode asked) throws IOException, InterruptedException {
        Map<String, String> addresses = new TreeMap<>();
        for (JsonElement member : members(asked)) {
            JsonObject each = member.getAsJsonObject();
            addresses.put(
                    each.get("name").getAsString(), each.get("raft_address").getAsString());
        }
        return addresses;
    }

    private static Iterable<JsonElement> members(ClusterNode asked) throws IOException, InterruptedException {
        String cluster = asked.gateway().get("/api/v2/cluster").text();
        return JsonParser.parseString(cluster).getAsJsonObject().getAsJsonArray("members");
    }
}
