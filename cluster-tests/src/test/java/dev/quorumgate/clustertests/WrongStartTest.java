package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Folders;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.NodeAddress;
import dev.quorumgate.clustertests.harness.NodeProcess;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: a node that cannot or must not start says in one line what is wrong and what to do, and ends with an exit code that
 * tells wrong flags (2) from a wrong world (1).
 *
 * <p>Method: real starts; the line is the last one that the process wrote.
 */
@ClusterTest
class WrongStartTest {
    private static final int CANNOT_START = 1;
    private static final int USAGE = 2;

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongFlags")
    void saysWhatIsWrongWithFlags(String name, List<String> flags, List<String> lines, TestRun run) throws Exception {
        NodeProcess node = run.node("n1", flags);

        node.start();

        assertThat(node.awaitExit()).isEqualTo(USAGE);
        assertThat(node.log().lines()).containsExactlyElementsOf(lines);
    }

    static Stream<Arguments> wrongFlags() {
        return Stream.of(
                Arguments.of(
                        "unknown flag",
                        List.of("--web.listen-adress=:1"),
                        List.of("quorumgate serve: --web.listen-adress: unknown flag; did you mean"
                                + " --web.listen-address?")),
                Arguments.of(
                        "member list without this node",
                        List.of("--cluster.node-id=n4", "--cluster.initial-members=n1=h1:1,n2=h2:1,n3=h3:1"),
                        List.of("quorumgate serve: --cluster.node-id: 'n4' is not in --cluster.initial-members;"
                                + " expected one of n1, n2, n3")),
                Arguments.of(
                        "several problems",
                        List.of("--log.level=loud", "--push.timeout=soon", "--storage.path=/nowhere", "serve"),
                        List.of(
                                "quorumgate serve: unexpected argument 'serve'; flags begin with --",
                                "quorumgate serve: --push.timeout: expected a duration such as 500ms, 15s or 1m30s, from"
                                        + " 100ms to 300s, got 'soon'",
                                "quorumgate serve: --log.level: expected one of debug, info, warn, error, got 'loud'")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("listenFlags")
    void saysWhichPortIsInUse(String flag, TestRun run) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            NodeProcess node = lone(run, "n1", NodeAddress.onLoopback(), flag + "=" + address);

            node.start();

            assertRefuses(node, flag + ": cannot listen on", address, "Address already in use", "stop the process");
        }
    }

    static Stream<String> listenFlags() {
        return Stream.of("--web.listen-address", "--cluster.listen-address", "--admin.listen-address");
    }

    @Test
    void saysWhoUsesTheDataFolder(TestRun run) throws Exception {
        NodeAddress address = NodeAddress.onLoopback();
        NodeProcess first = lone(run, "first", address);
        first.start();
        Waiting.until("the first node is ready", new Gateway(address.httpUri())::isReady);
        NodeProcess second = lone(run, "second", NodeAddress.onLoopback());

        second.start();

        assertRefuses(second, "data folder '", "is in use by process " + first.pid(), "--storage.path");
        assertThat(first.isRunning()).isTrue();
    }

    @Test
    void saysWhoseTheDataFolderIs(TestRun run) throws Exception {
        NodeAddress address = NodeAddress.onLoopback();
        NodeProcess owner = lone(run, "owner", address);
        owner.start();
        Waiting.until("the owner is ready", new Gateway(address.httpUri())::isReady);
        owner.stop();
        NodeProcess otherName = lone(run, "other-name", address, "--cluster.node-id=n2");
        NodeProcess otherCluster =
                lone(run, "other-cluster", address, "--cluster.initial-members=n1=127.0.0.1:1:2,n2=127.0.0.1:3:4");

        otherName.start();
        assertRefuses(otherName, "belongs to node 'n1' and this one is started as 'n2'", "--cluster.node-id=n1");

        otherCluster.start();
        assertRefuses(
                otherCluster, "belongs to node 'n1' of a cluster of its own", "without --cluster.initial-members");
    }

    @Test
    void saysThatTheDataFolderIsAFile(TestRun run) throws Exception {
        Path file = Files.createFile(run.folder("files").resolve("data"));
        NodeProcess node = lone(run, "n1", NodeAddress.onLoopback(), "--storage.path=" + file);

        node.start();

        assertRefuses(node, "data folder '" + file + "' is not a folder", "--storage.path");
    }

    @Test
    void saysThatTheDataFolderIsNotWritable(TestRun run) throws Exception {
        Path folder = run.folder("locked");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        NodeProcess node = run.nodeWithoutPower("n1", flags(NodeAddress.onLoopback(), folder.resolve("data")));

        node.start();

        assertRefuses(node, "data folder '" + folder + "/data' is not writable for user '", "change its owner");
    }

    @Test
    void saysThatMemberListsDiffer(TestRun run) throws Exception {
        NodeAddress one = NodeAddress.onLoopback();
        NodeAddress two = NodeAddress.onLoopback();
        String common = "--cluster.initial-members=n1=" + one.raft() + ":" + one.adminPort() + ",n2=" + two.raft() + ":"
                + two.adminPort();
        NodeProcess n1 = member(run, "n1", one, common + ",n3=127.0.0.1:1:2");
        NodeProcess n2 = member(run, "n2", two, common + ",n3=127.0.0.1:3:4");

        n1.start();
        n2.start();

        // Who asks first stops first, and may be gone before it is asked.
        Waiting.until("one of them has ended", () -> !n1.isRunning() || !n2.isRunning());
        boolean isFirst = !n1.isRunning();
        assertRefuses(
                isFirst ? n1 : n2,
                "member lists differ",
                "n3=127.0.0.1:1:2",
                "n3=127.0.0.1:3:4",
                isFirst ? "'n2' at " + two.admin() : "'n1' at " + one.admin());
        n1.end();
        n2.end();
    }

    @Test
    void refusesAMemberThatLostItsData(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        ClusterNode wiped = cluster.followers().get(0);
        wiped.process().stop();
        Folders.delete(wiped.storage());

        wiped.start();

        assertRefuses(
                wiped.process(),
                "member '" + wiped + "' is known to '",
                "by another data folder",
                "must not vote again under its old name",
                "Put the old data folder back");
        assertThat(cluster.leader().gateway().push("/job/a", "m 1\n").status()).isEqualTo(200);
    }

    /** A node of its own; all of a test share one data folder unless a flag says otherwise. */
    private static NodeProcess lone(TestRun run, String name, NodeAddress address, String... flags) {
        return run.node(name, flags(address, run.folder("data"), flags));
    }

    private static NodeProcess member(TestRun run, String name, NodeAddress address, String members) {
        return run.node(
                name,
                List.of(
                        "--cluster.node-id=" + name,
                        members,
                        "--web.listen-address=" + address.http(),
                        "--storage.path=" + run.folder(name)));
    }

    /** The usual flags, but for those that {@code more} has. */
    private static List<String> flags(NodeAddress address, Path storage, String... more) {
        List<String> flags = new ArrayList<>(Arrays.asList(more));
        for (String each : List.of(
                "--web.listen-address=" + address.http(),
                "--cluster.listen-address=" + address.raft(),
                "--admin.listen-address=" + address.admin(),
                "--storage.path=" + storage)) {
            String name = each.substring(0, each.indexOf('=') + 1);
            if (flags.stream().noneMatch(flag -> flag.startsWith(name))) {
                flags.add(each);
            }
        }
        return flags;
    }

    private static void assertRefuses(NodeProcess node, String... words) throws InterruptedException {
        assertThat(node.awaitExit()).isEqualTo(CANNOT_START);
        assertThat(node.log().lines())
                .last()
                .asString()
                .startsWith("quorumgate serve: ")
                .contains(words);
    }
}
