package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.quorumgate.clustertests.harness.Build;
import dev.quorumgate.clustertests.harness.Certificates;
import dev.quorumgate.clustertests.harness.ClientTools;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.Shell;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Goal: the alerts come when they should and at no other time, ask for metrics that there are, and each leads to a page that says
 * what to do; the dashboard shows metrics that there are.
 *
 * <p>Method: the real promtool reads the rules, runs their cases and reads each expression of the dashboard; names of metrics are
 * looked for in real scrapes of a cluster that has all there can be: certificates, an alarm, a snapshot, a refused push.
 */
@ClusterTest
class MonitoringTest {
    private static final Path DOCKER = Build.root().resolve("docker");
    private static final Path ALERTS = DOCKER.resolve("monitoring/alerts.yml");
    private static final Pattern ALERT = Pattern.compile("alert: (\\w+)\\n((?: {8}.*\\n)+)");
    private static final Pattern EXPRESSION = Pattern.compile("^ {8}expr: (.*)$", Pattern.MULTILINE);

    /** Prometheus has these of its own. */
    private static final Set<String> OF_PROMETHEUS = Set.of("up", "ALERTS");

    @Test
    void alertsComeWhenTheyShould() throws Exception {
        succeeds("check", "rules", "--lint=all", ALERTS.toString());
        succeeds("test", "rules", DOCKER.resolve("monitoring/alerts.test.yml").toString());

        String cases = Files.readString(DOCKER.resolve("monitoring/alerts.test.yml"));
        assertThat(alerts().keySet())
                .allSatisfy(alert ->
                        assertThat(cases).contains("ALERTS{alertname=\"" + alert + "\", alertstate=\"firing\""));
    }

    @Test
    void theConfigurationOfTheGuideIsOne(TestRun run) throws Exception {
        Matcher yaml =
                Pattern.compile("(?s)```yaml\\n(.*?)```").matcher(Files.readString(DOCKER.resolve("OPERATING.md")));
        assertThat(yaml.find()).isTrue();
        Path folder = run.folder("prometheus");
        Files.copy(ALERTS, folder.resolve("alerts.yml"));

        succeeds(
                "check",
                "config",
                Files.writeString(folder.resolve("prometheus.yml"), yaml.group(1))
                        .toString());
    }

    @Test
    void eachAlertSaysWhatItMeansAndHasAPage() throws IOException {
        Map<String, String> alerts = alerts();
        assertThat(alerts).hasSizeGreaterThan(15).allSatisfy((alert, rule) -> {
            assertThat(rule).containsPattern("severity: (critical|warning|info)}");
            assertThat(rule).contains("summary: ", "description: ");
            assertThat(rule).contains("runbook_url: docker/runbooks/" + alert + ".md\n");
            assertThat(DOCKER.resolve("runbooks/" + alert + ".md"))
                    .content()
                    .startsWith("# " + alert + "\n")
                    .contains("**In danger:**", "## Look first", "## Do this", "**It ends**");
            assertThat(DOCKER.resolve("runbooks/README.md")).content().contains("(" + alert + ".md)");
        });
        try (Stream<Path> pages = Files.list(DOCKER.resolve("runbooks"))) {
            assertThat(pages.map(page -> page.getFileName().toString().replace(".md", ""))
                            .filter(page -> !page.equals("README")))
                    .containsExactlyInAnyOrderElementsOf(alerts.keySet());
        }
    }

    @Test
    void theDashboardIsOneThatGrafanaCanRead(TestRun run) throws Exception {
        JsonObject dashboard = dashboard();
        List<String> rules = new ArrayList<>(List.of("groups:", "  - name: dashboard", "    rules:"));
        for (String expression : expressions(dashboard)) {
            rules.add("      - record: dashboard:expression" + rules.size());
            rules.add("        expr: '" + withoutVariables(expression).replace("'", "''") + "'");
        }

        succeeds(
                "check",
                "rules",
                Files.write(run.folder("dashboard").resolve("rules.yml"), rules).toString());
        assertThat(dashboard.get("schemaVersion").getAsInt()).isGreaterThanOrEqualTo(41);
        Set<Integer> ids = new TreeSet<>();
        for (JsonElement each : dashboard.getAsJsonArray("panels")) {
            JsonObject panel = each.getAsJsonObject();
            assertThat(ids.add(panel.get("id").getAsInt()))
                    .as("%s has an id of its own", panel)
                    .isTrue();
            if (!panel.get("type").getAsString().equals("row")) {
                assertThat(panel.getAsJsonObject("datasource").get("uid").getAsString())
                        .isEqualTo("${datasource}");
                assertThat(panel.get("description").getAsString()).isNotEmpty();
            }
        }
        assertThat(rows(dashboard))
                .containsExactly("Is it all right?", "Pushes", "Scrapes", "Raft", "Storage", "Nodes", "JVM");
    }

    @Test
    void allMetricsThatAreAskedForAreThere(TestRun run) throws Exception {
        Set<String> wanted = new TreeSet<>();
        Matcher rules = EXPRESSION.matcher(Files.readString(ALERTS));
        while (rules.find()) {
            wanted.addAll(metrics(rules.group(1)));
        }
        for (String expression : expressions(dashboard())) {
            wanted.addAll(metrics(withoutVariables(expression)));
        }
        wanted.removeAll(OF_PROMETHEUS);
        assertThat(wanted).hasSizeGreaterThan(30).contains("quorumgate_raft_tolerance", "push_time_seconds");

        TestCluster cluster = clusterWithAllThereCanBe(run);
        for (int i = 0; i < 10; i++) {
            cluster.leader().gateway().push("/job/a", "m " + i + "\n");
        }
        cluster.leader().gateway().push("/job/b", "m{job=\"b\"} 1 12345\n");
        cluster.leader().gateway().scrape();

        Waiting.untilAsserted(
                "all metrics on the nodes together",
                () -> assertThat(exposed(cluster)).containsAll(wanted));
    }

    /** Certificates; an alarm of one node, which has less room than it wants; and soon a snapshot. */
    private static TestCluster clusterWithAllThereCanBe(TestRun run) throws Exception {
        Certificates certificates = Certificates.make(run.folder("tls"), "n1", "n2", "n3");
        TestCluster.Builder builder = run.cluster().flags("--raft.snapshot-entries=10");
        for (String name : List.of("n1", "n2", "n3")) {
            builder.flagsOf(
                    name,
                    "--cluster.tls-cert-file=" + certificates.certificate(name),
                    "--cluster.tls-key-file=" + certificates.key(name),
                    "--cluster.tls-ca-file=" + certificates.authority());
        }
        long free = Files.getFileStore(run.folder("tls")).getUsableSpace();
        builder.flagsOf("n3", "--storage.reserve=" + 2 * free);
        return builder.start();
    }

    private static Set<String> exposed(TestCluster cluster) throws Exception {
        Set<String> names = new TreeSet<>();
        for (ClusterNode node : cluster.all()) {
            Gateway gateway = node.gateway();
            gateway.scrape()
                    .text()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> names.add(line.split("[{ ]", 2)[0]));
        }
        return names;
    }

    /** Names of metrics in PromQL: what is no string, no matcher, no list of labels, no function and no word of the language. */
    private static Set<String> metrics(String expression) {
        String bare = expression
                .replaceAll("\"[^\"]*\"", "")
                .replaceAll("\\{[^}]*}|\\[[^\\]]*]", "")
                .replaceAll("\\b(by|on|without|ignoring|group_left|group_right) *\\([^)]*\\)", "");
        Matcher names =
                Pattern.compile("(?<![\\w.])[a-zA-Z_:][\\w:]*+(?! *\\()").matcher(bare);
        return names.results()
                .map(name -> name.group())
                .filter(name -> !Set.of("and", "or", "unless").contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<String, String> alerts() throws IOException {
        Map<String, String> alerts = new TreeMap<>();
        ALERT.matcher(Files.readString(ALERTS)).results().forEach(rule -> alerts.put(rule.group(1), rule.group(2)));
        return alerts;
    }

    private static JsonObject dashboard() throws IOException {
        return JsonParser.parseString(Files.readString(DOCKER.resolve("monitoring/dashboard.json")))
                .getAsJsonObject();
    }

    private static List<String> rows(JsonObject dashboard) {
        return panels(dashboard)
                .filter(panel -> panel.get("type").getAsString().equals("row"))
                .map(panel -> panel.get("title").getAsString())
                .toList();
    }

    private static List<String> expressions(JsonObject dashboard) {
        return panels(dashboard)
                .filter(panel -> panel.has("targets"))
                .flatMap(panel -> stream(panel.getAsJsonArray("targets")))
                .map(target -> target.get("expr").getAsString())
                .toList();
    }

    private static Stream<JsonObject> panels(JsonObject dashboard) {
        return stream(dashboard.getAsJsonArray("panels"));
    }

    private static Stream<JsonObject> stream(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsJsonObject);
    }

    private static String withoutVariables(String expression) {
        return expression.replace("$__rate_interval", "5m").replaceAll("\\$\\w+", ".*");
    }

    private static void succeeds(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(ClientTools.peer("promtool").toString()));
        command.addAll(List.of(arguments));
        Shell.Result result = Shell.run(command);
        assertThat(result.exitCode()).as(result.output()).isZero();
    }
}
