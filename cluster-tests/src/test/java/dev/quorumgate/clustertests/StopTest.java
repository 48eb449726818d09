package dev.quorumgate.clustertests;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.Answer;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.LoadBalancer;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import dev.quorumgate.clustertests.history.PushLoad;
import dev.quorumgate.clustertests.history.Scenario;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: SIGTERM and {@code /-/quit} end a node in good order: leadership goes over to another one, nobody who talks to the others notices, and
 * the node that comes back catches up.
 *
 * <p>Method: SIGTERM to the leader under a load to the others; its log tells how it handed over. A push whose body comes in
 * two parts, and between them {@code /-/quit}.
 */
@ClusterTest
class StopTest {
    private static final int PUSHES_EACH_PHASE = 60;
    private static final String HEAD = """
            PUT /metrics/job/slow HTTP/1.1\r
            Host: x\r
            Content-Length: 4\r
            Expect: 100-continue\r
            \r
            """;

    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    @Test
    @Tag("long")
    void theLeaderHandsOverAndStops(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().flags(TestCluster.NO_ELECTION).start();
        ClusterNode leader = cluster.leader();
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad load = scenario.load(cluster.except(leader));
        load.awaitMore(PUSHES_EACH_PHASE);

        long begun = System.nanoTime();
        int exitCode = leader.process().stop();
        run.note("stopped in %d ms".formatted((System.nanoTime() - begun) / 1_000_000));
        load.awaitMore(PUSHES_EACH_PHASE);

        assertThat(exitCode).isZero();
        assertThat(leader.log().linesOfThisLife())
                .anyMatch(line -> line.matches(".*handed leadership to n\\d.*"))
                .last()
                .asString()
                .contains("msg=stopped");
        leader.start();
        TestCluster.awaitReady(leader);
        scenario.endAndCheck();
    }

    @Test
    void whoIsToldToStopServesOnUntilLoadBalancersHaveNoticed(TestRun run) throws Exception {
        TestCluster cluster = run.cluster()
                .flags("--shutdown.delay=5s", TestCluster.NO_ELECTION)
                .start();
        ClusterNode leader = cluster.leader();
        Gateway gateway = leader.gateway();

        leader.process().terminate();
        Waiting.until("it says that it is not ready", () -> !gateway.isReady());
        Answer ready = gateway.send("GET", "/-/ready", "");
        Answer push = gateway.push("/job/late", "m 1\n");
        Answer scrape = gateway.scrapePushed();

        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.text()).contains("this node is stopping");
        assertThat(push.status()).isEqualTo(200);
        assertThat(scrape.status()).isEqualTo(200);
        assertThat(scrape.text()).contains("m{instance=\"\",job=\"late\"} 1\n");
        assertThat(leader.process().awaitExit()).isZero();
        assertThat(leader.log().linesOfThisLife())
                .anyMatch(line -> line.matches(".*others are to lead, not this node.* to=n\\d result=done.*"));
    }

    @Test
    @Tag("long")
    void noPushFailsThroughALoadBalancerWhileAllNodesAreRestartedInTurn(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().flags("--shutdown.delay=3s").start();
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad load = scenario.load(LoadBalancer.checking(run, cluster.all()).gateway());
        load.awaitMore(PUSHES_EACH_PHASE);

        for (ClusterNode node : cluster.all()) {
            assertThat(node.process().stop()).isZero();
            load.awaitMore(PUSHES_EACH_PHASE);
            node.start();
            TestCluster.awaitReady(node);
            load.awaitMore(PUSHES_EACH_PHASE);
        }

        scenario.endAndCheck();
    }

    @Test
    void aNodeThatIsToldToQuitOverHttpAnswersWhatIsUnderWay(TestRun run) throws Exception {
        TestCluster cluster =
                run.cluster().nodes(1).flags("--web.enable-lifecycle").start();
        ClusterNode node = cluster.leader();
        URI http = URI.create(node.gateway().url());
        try (Socket slow = new Socket(http.getHost(), http.getPort())) {
            OutputStream out = slow.getOutputStream();
            out.write(HEAD.getBytes(US_ASCII));
            // The node has it in hand then.
            String taken = new String(slow.getInputStream().readNBytes(CONTINUE.length()), US_ASCII);
            assertThat(taken).isEqualTo(CONTINUE);
            out.write("m ".getBytes(US_ASCII));

            Answer answer = node.gateway().send("POST", "/-/quit", "");
            node.log().awaitSaying("received termination request via web service, exiting gracefully...");
            out.write("1\n".getBytes(US_ASCII));
            String underWay = new String(slow.getInputStream().readAllBytes(), US_ASCII);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("Requesting termination... Goodbye!");
            assertThat(underWay).startsWith("HTTP/1.1 200 ");
        }
        assertThat(node.process().awaitExit()).isZero();
        node.start();
        TestCluster.awaitReady(node);
        assertThat(node.gateway().scrapePushed().text()).contains("m{instance=\"\",job=\"slow\"} 1\n");
    }
}
