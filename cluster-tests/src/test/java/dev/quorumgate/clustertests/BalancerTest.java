package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quorumgate.clustertests.harness.Build;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.FreePorts;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.StubNode;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Goal: {@code docker/haproxy.cfg} sends a request to another node when one dies over it, and only if that may come twice.
 *
 * <p>Method: the real HAProxy before a node that dies over each request, one that answers 503, and one that works; each in its turn
 * is the first to be asked. The whole with real nodes is {@link ComposeTest}.
 */
@ClusterTest
class BalancerTest {
    private static final Path PROGRAM = Path.of("/usr/sbin/haproxy");
    private static final int OF_EACH = 3;

    /** HAProxy as clients see it, and as its operator does. */
    private record Balancer(Gateway gateway, Gateway metrics) {}

    private static Gateway haProxy(TestRun run, List<StubNode> nodes) throws Exception {
        return balancer(run, nodes).gateway();
    }

    private static Balancer balancer(TestRun run, List<StubNode> nodes) throws Exception {
        assumeTrue(Files.isExecutable(PROGRAM), "skipped: the program 'haproxy' is missing");
        String address = "127.0.0.1:" + FreePorts.take();
        String metrics = "127.0.0.1:" + FreePorts.take();
        List<String> command = new ArrayList<>(List.of("env", "BALANCER=" + address, "BALANCER_METRICS=" + metrics));
        for (int i = 0; i < nodes.size(); i++) {
            command.add("QUORUMGATE_" + (i + 1) + "=" + nodes.get(i).address());
        }
        command.addAll(List.of(
                PROGRAM.toString(),
                "-db",
                "-f",
                Build.root().resolve("docker/haproxy.cfg").toString()));
        run.process("haproxy", command).start();
        Gateway balancer = new Gateway(URI.create("http://" + address));
        Waiting.until("HAProxy passes requests on", balancer::isReady);
        return new Balancer(balancer, new Gateway(URI.create("http://" + metrics)));
    }

    private static List<StubNode> nodes(TestRun run, int... statuses) throws IOException {
        List<StubNode> nodes = new ArrayList<>();
        for (int status : statuses) {
            nodes.add(StubNode.start(run, status));
        }
        return nodes;
    }

    @Test
    void sendsToAnotherNodeWhatMayComeTwice(TestRun run) throws Exception {
        List<StubNode> nodes = nodes(run, StubNode.DIES, 503, 200);
        Gateway balancer = haProxy(run, nodes);

        for (int i = 0; i < OF_EACH; i++) {
            assertThat(balancer.push("/job/x", "m 1\n").status()).isEqualTo(200);
            assertThat(balancer.pushAdd("/job/x", "m 1\n").status()).isEqualTo(200);
            assertThat(balancer.delete("/job/x").status()).isEqualTo(200);
            assertThat(balancer.scrape().status()).isEqualTo(200);
        }
        assertThat(nodes.get(0).requests()).isNotEmpty();
        assertThat(nodes.get(1).requests()).isNotEmpty();
        assertThat(nodes.get(2).requests()).hasSize(4 * OF_EACH);
    }

    @Test
    void sendsNothingElseTwice(TestRun run) throws Exception {
        List<StubNode> nodes = nodes(run, StubNode.DIES, 503, 200);
        Gateway balancer = haProxy(run, nodes);
        for (int i = 0; i < OF_EACH; i++) {
            sendWhateverComesOfIt(balancer, "PUT", "/api/v1/admin/wipe");
            sendWhateverComesOfIt(balancer, "POST", "/-/quit");
        }

        assertThat(nodes.stream().flatMap(node -> node.requests().stream())).hasSize(2 * OF_EACH);
    }

    /** HAProxy ends a connection that was used before without a word, so that its client may try again if it likes. */
    private static void sendWhateverComesOfIt(Gateway balancer, String method, String path)
            throws InterruptedException {
        try {
            balancer.send(method, path, "");
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("received no bytes");
        }
    }

    /** As in an election, through which nodes hold requests. */
    @Test
    void asksWhoIsHealthyWhenNobodyIsReady(TestRun run) throws Exception {
        List<StubNode> nodes = nodes(run, 200, 200, 200);
        Balancer balancer = balancer(run, nodes);
        nodes.forEach(StubNode::unready);

        // Its checks take some seconds to see that; requests go through before, meanwhile and after.
        Waiting.until("nobody is ready for HAProxy", () -> {
            assertThat(balancer.gateway().push("/job/x", "m 1\n").status()).isEqualTo(200);
            return balancer.metrics()
                    .get("/metrics")
                    .text()
                    .contains("haproxy_backend_active_servers{proxy=\"ready\"} 0\n");
        });

        assertThat(balancer.gateway().push("/job/x", "m 1\n").status()).isEqualTo(200);
    }
}
