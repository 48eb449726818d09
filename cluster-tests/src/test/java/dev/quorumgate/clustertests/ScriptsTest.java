package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quorumgate.clustertests.harness.Build;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.LonelyHost;
import dev.quorumgate.clustertests.harness.NodeAddress;
import dev.quorumgate.clustertests.harness.NodeProcess;
import dev.quorumgate.clustertests.harness.Shell;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: the two commands of the README do what it says, with the ports that it says.
 *
 * <p>Method: {@code scripts/quorumgate} and {@code scripts/cluster} as people type them, in a network namespace of their own
 * where these ports are free. What they would build first is there already: the tests run on it.
 */
@ClusterTest
class ScriptsTest {
    private static final String PUSH =
            "echo 'some_metric 3.14' | curl -sSf --data-binary @- http://127.0.0.1:%d/metrics" + "/job/some_job";
    private static final String SCRAPE = "curl -sSf http://127.0.0.1:%d/metrics";
    private static final String SAMPLE = "some_metric{instance=\"\",job=\"some_job\"} 3.14";

    private static final String OPEN_A_SOCKET_AND_RUN = """
            import os, socket, sys
            opened = socket.create_server(("127.0.0.1", int(sys.argv[1])))
            if opened.fileno() == 3:
                opened.set_inheritable(True)
            else:
                os.dup2(opened.fileno(), 3)
            os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
            os.execv(sys.argv[2], sys.argv[2:])
            """;

    @BeforeEach
    void requireCurl() {
        assumeTrue(Shell.has("curl"), "skipped: the program 'curl' is missing");
        Build.publishNodeJar();
    }

    @Test
    void servesWithoutAnyFlag(TestRun run) throws Exception {
        LonelyHost host = LonelyHost.create(run);
        Path folder = run.folder("empty");
        List<String> command = new ArrayList<>(host.commandPrefix());
        command.addAll(List.of("env", "-C", folder.toString(), script("quorumgate")));
        NodeProcess node = run.process("quorumgate", command);
        node.start();

        node.log().awaitSaying("is ready");
        assertThat(host.shell(PUSH.formatted(9091), Map.of()).exitCode()).isZero();

        assertThat(host.shell(SCRAPE.formatted(9091), Map.of()).output().lines())
                .contains(SAMPLE);
        assertThat(folder.resolve("data")).isDirectory();
        assertThat(node.log().lines()).anyMatch(line -> line.contains("curl --data-binary @- http://localhost:9091"));
        assertThat(node.stop()).isZero();
    }

    /** As systemd starts a service with a socket unit, and as the Pushgateway's users write flags: without a verb. */
    @Test
    void servesOnASocketThatWasOpenedBefore(TestRun run) throws Exception {
        assumeTrue(Shell.has("python3"), "skipped: the program 'python3' is missing");
        NodeAddress address = NodeAddress.onLoopback();
        NodeProcess node = run.process(
                "activated",
                List.of(
                        "python3",
                        "-c",
                        OPEN_A_SOCKET_AND_RUN,
                        Integer.toString(address.httpPort()),
                        script("quorumgate"),
                        "--web.systemd-socket",
                        "--cluster.listen-address=" + address.raft(),
                        "--admin.listen-address=" + address.admin(),
                        "--storage.path=" + run.folder("data")));
        node.start();

        node.log().awaitSaying("is ready");
        Shell.Result push = Shell.run(List.of("sh", "-c", PUSH.formatted(address.httpPort())));
        int exitCode = node.stop();

        assertThat(push.exitCode()).as(push.output()).isZero();
        assertThat(exitCode).isZero();
        // Java turns standard error off when it closes such a socket: nobody would see the end of the log.
        assertThat(node.log().lines()).last().asString().contains("msg=stopped");
    }

    @Test
    void runsAClusterThatLosesANodeAndGetsItBack(TestRun run) throws Exception {
        LonelyHost host = LonelyHost.create(run);
        Map<String, String> environment =
                Map.of("QUORUMGATE_CLUSTER", run.folder("cluster").toString(), "QUORUMGATE_JAVA_OPTS", "-Xmx256m");
        run.atEnd(() -> host.shell(script("cluster") + " down", environment));

        Shell.Result up = host.shell(script("cluster") + " up --nodes 3 -- --push.timeout=20s", environment);
        assertThat(up.exitCode()).as(up.output()).isZero();
        assertThat(up.output()).containsPattern("n1 .* (leader|follower) ").containsPattern("n3 .* (leader|follower) ");
        assertThat(host.shell(PUSH.formatted(9091), environment).exitCode()).isZero();

        Shell.Result kill = host.shell(script("cluster") + " kill n1", environment);
        assertThat(kill.exitCode()).as(kill.output()).isZero();
        // A follower applies what is committed when the leader next tells it so, and status does not wait for that.
        Waiting.untilAsserted(
                "the push on n2, in its status",
                () -> assertThat(host.shell(script("cluster") + " status", environment)
                                .output())
                        .containsPattern("n1 +down")
                        .containsPattern("n2 .* (leader|follower) +[0-9]+ +[0-9]+ +1 +3"));
        assertThat(host.shell(SCRAPE.formatted(9093), environment).output().lines())
                .contains(SAMPLE);

        Shell.Result start = host.shell(script("cluster") + " start n1", environment);
        assertThat(start.exitCode()).as(start.output()).isZero();
        assertThat(host.shell(SCRAPE.formatted(9091), environment).output().lines())
                .contains(SAMPLE);

        Shell.Result restart = host.shell(script("cluster") + " restart --rolling", environment);
        assertThat(restart.exitCode()).as(restart.output()).isZero();
        assertThat(restart.output()).contains("n1 is back", "n2 is back", "n3 is back");
        assertThat(host.shell(SCRAPE.formatted(9092), environment).output().lines())
                .contains(SAMPLE);

        Shell.Result down = host.shell(script("cluster") + " down", environment);
        assertThat(down.exitCode()).as(down.output()).isZero();
        assertThat(host.shell(script("cluster") + " status", environment).output())
                .containsPattern("n1 +down")
                .containsPattern("n2 +down")
                .containsPattern("n3 +down");
    }

    private static String script(String name) {
        return Build.root().resolve("scripts").resolve(name).toString();
    }
}
