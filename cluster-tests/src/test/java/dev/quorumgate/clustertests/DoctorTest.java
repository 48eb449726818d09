package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.quorumgate.clustertests.harness.Cli;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Goal: an operator who asks the doctor is told what is wrong, where, and what to do; and nothing of what is well.
 *
 * <p>Method: a cluster that is well, then one that has lost a node; files of a Prometheus with and without a trap. The disks
 * and limits of the machine that runs this test are what they are, so that nothing is asserted about those but that they are
 * told.
 */
@ClusterTest
class DoctorTest {
    private static final String SCRAPES = """
            scrape_configs:
              - job_name: pushed
                honor_labels: true
                params: {"collect[]": [pushed]}
                static_configs: [{targets: ["balancer:80"]}]
              - job_name: nodes
                params: {"collect[]": [node]}
                static_configs: [{targets: ["a:9091", "b:9091", "c:9091"]}]
            """;

    @Test
    void findsNothingToSetRightInAClusterThatIsWell(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().nodes(3).start();
        Path file = Files.writeString(run.folder("prometheus").resolve("prometheus.yml"), SCRAPES);
        String http = cluster.leader().gateway().url();

        JsonObject report = cluster.cli()
                .run("doctor", "-o", "json", "--scrape-config=" + file, "--http=" + http)
                .json();

        assertThat(findings(report))
                .contains(
                        "ok quorum cluster",
                        "ok ports n1",
                        "ok ports n2",
                        "ok ports n3",
                        "ok clocks n1",
                        "ok versions cluster",
                        "ok http " + http,
                        "ok scrape config jobs pushed, nodes")
                // All on one machine, which is true here.
                .contains("warning addresses n1, n2, n3")
                .noneMatch(finding -> finding.matches("error (quorum|ports|clocks|members|http|endpoints|scrape).*"))
                .anyMatch(finding -> finding.matches("\\w+ disk n2"))
                .anyMatch(finding -> finding.matches("\\w+ file limit n3"));
    }

    @Test
    void tellsWhoIsMissingFromWhereAndWhatToDo(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().nodes(3).start();
        List<ClusterNode> followers = cluster.followers();
        ClusterNode lost = followers.get(0);
        ClusterNode other = followers.get(1);
        lost.kill();

        Cli.Result result = cluster.cli()
                .run("doctor", "-o", "json", "--http=" + lost.gateway().url());

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(findings(result.json()))
                .contains(
                        "error quorum cluster",
                        "error members " + lost.name(),
                        "error ports " + other.name() + " to " + lost.name(),
                        "error http " + lost.gateway().url())
                .doesNotContain("ok quorum cluster");
        assertThat(result.json().getAsJsonArray("findings").toString())
                .contains(lost.address().raft());
        for (JsonElement each : result.json().getAsJsonArray("findings")) {
            JsonObject finding = each.getAsJsonObject();
            assertThat(finding.get("advice").getAsString().isEmpty())
                    .as(finding.toString())
                    .isEqualTo(finding.get("result").getAsString().equals("ok"));
        }
        assertThat(cluster.cli().run("doctor", "--node=" + lost.name()).exitCode())
                .isEqualTo(3);
    }

    @Test
    void looksAtAFileOfAPrometheusAlsoWhenNobodyAnswers(TestRun run) throws Exception {
        Path file = Files.writeString(
                run.folder("prometheus").resolve("prometheus.yml"), SCRAPES.replace("honor_labels: true", ""));

        Cli.Result result = Cli.of(run, List.of("127.0.0.1:9")).run("doctor", "--scrape-config=" + file);

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(4);
        assertThat(result.out())
                .containsPattern("endpoints +error +127.0.0.1:9")
                .contains("honor_labels: true");
        assertThat(Cli.of(run, List.of("127.0.0.1:9"))
                        .run("doctor", "--scrape-config=" + file + ".none")
                        .exitCode())
                .isEqualTo(2);
    }

    private static List<String> findings(JsonObject report) {
        return StreamSupport.stream(report.getAsJsonArray("findings").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(row -> row.get("result").getAsString() + " "
                        + row.get("check").getAsString() + " "
                        + row.get("where").getAsString())
                .toList();
    }
}
