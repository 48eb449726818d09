package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.quorumgate.clustertests.harness.Answer;
import dev.quorumgate.clustertests.harness.Certificates;
import dev.quorumgate.clustertests.harness.Cli;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.Pushgateway;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import dev.quorumgate.proto.client.Bucket;
import dev.quorumgate.proto.client.BucketSpan;
import dev.quorumgate.proto.client.Counter;
import dev.quorumgate.proto.client.Exemplar;
import dev.quorumgate.proto.client.Histogram;
import dev.quorumgate.proto.client.LabelPair;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.MetricFamily;
import dev.quorumgate.proto.client.MetricType;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Goal: who moves from a Pushgateway takes along what it holds, and is told what stays behind.
 *
 * <p>Method: pushes of every kind to the real Pushgateway 1.11, an import, and then both scrapes line by line.
 */
@ClusterTest
class ImportTest {
    private static final String PROTOBUF =
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";
    private static final String UTF_8_TEXT = "text/plain;version=1.0.0;escaping=allow-utf-8";
    private static final String UTF_8_NAMES = "--push.enable-utf8-names";

    /** Lines of a scrape that are of the gateway itself. */
    private static final Pattern OWN = Pattern.compile(
            "(# (HELP|TYPE) )?(go|process|promhttp|pushgateway|push_time_seconds|push_failure_time_seconds)[_{ ].*"
                    + "|(# (HELP|TYPE) )?push_(failure_)?time_seconds.*");

    private static final String NUMBERS = """
            # HELP g With a \\\\ and a\\nline "feed".
            # TYPE g gauge
            g{v="1"} -0
            g{v="2"} +Inf
            g{v="3"} -Inf
            g{v="4"} NaN
            g{v="5"} 0.1
            g{v="6"} 1e21
            g{v="7"} 1.7976931348623157e308
            g{v="8"} 5e-324
            g{v="9"} 9007199254740993
            g{v="10"} 123456789.123456789
            # TYPE c counter
            c 12345678
            # TYPE s summary
            s{quantile="0.5"} 0.25
            s{quantile="0.99"} NaN
            s_sum 3e7
            s_count 18446744073709551615
            # TYPE h histogram
            h_bucket{le="0.1"} 10000000
            h_bucket{le="1e+07"} 20000000
            h_bucket{le="+Inf"} 30000000
            h_sum 4.25
            h_count 30000000
            u{odd="<\\\\>\\"&\\n 😀 é",empty=""} 3
            """;

    @Test
    void whatAPushgatewayHoldsIsThereAfterwards(TestRun run) throws Exception {
        Gateway original = Pushgateway.start(run, "--web.route-prefix=/some/path", UTF_8_NAMES);
        TestCluster cluster = run.cluster().nodes(3).flags(UTF_8_NAMES).start();
        Gateway ours = cluster.leader().gateway();
        requireOk(original.pushAdd("/job/numbers/instance/here", NUMBERS));
        requireOk(original.pushAdd("/job/numbers/zone@base64/=", NUMBERS));
        requireOk(original.pushAdd(
                "/job/a%20%C3%A9%2Bb/path@base64/L3Zhci8_eA==", "plain 1\n{\"ü.x\", \"l.y\"=\"z\"} 2\n"));
        requireOk(original.push("/job/nothing/in/it", ""));
        requireOk(original.push("/job/full", PROTOBUF, delimited(counterWithExemplar(), nativeHistogram())));
        assertThat(original.pushAdd("/job/never", "m 1 1234\n").status()).isEqualTo(400);
        requireOk(original.pushAdd("/job/later/wrong/1", "m 1\n"));
        assertThat(original.pushAdd("/job/later/wrong/1", "m 1 1234\n").status())
                .isEqualTo(400);

        JsonObject report = cluster.cli()
                .require("import", original.url() + "/", "-o", "json")
                .json();

        assertThat(report.get("stored").getAsInt()).isEqualTo(6);
        assertThat(report.get("refused").getAsInt()).isZero();
        assertThat(leftBehind(report))
                .containsExactlyInAnyOrder(
                        "push times 6", "times of failed pushes 1", "groups without any successful push 1");
        List<String> wanted = pushed(original.get("/metrics", UTF_8_TEXT));
        assertThat(wanted).hasSizeGreaterThan(40);
        assertThat(pushed(ours.get("/metrics", UTF_8_TEXT))).isEqualTo(wanted);
        assertThat(ours.get("/metrics").text())
                .contains("push_time_seconds{in=\"it\",instance=\"\",job=\"nothing\"}")
                .doesNotContain("never");
        assertThat(families(ours)).isEqualTo(families(original)).hasSizeGreaterThan(7);

        cluster.cli().require("import", original.url());

        assertThat(pushed(ours.get("/metrics", UTF_8_TEXT))).isEqualTo(wanted);
        assertThat(families(ours)).isEqualTo(families(original));
        cluster.awaitEqualStates();
    }

    @Test
    void groupsAreChosenAndTriedBeforeAnythingIsStored(TestRun run) throws Exception {
        Gateway original = Pushgateway.start(run);
        TestCluster cluster = run.cluster().nodes(1).start();
        Gateway ours = cluster.leader().gateway();
        for (String group : List.of("/job/etl-1/zone/eu", "/job/etl-2/zone/us", "/job/other")) {
            requireOk(original.push(group, "m 1\n"));
        }
        requireOk(ours.push("/job/etl-1/zone/eu", "m 2\nmore 3\n"));
        requireOk(ours.push("/job/own", "m 2\n"));
        Cli cli = cluster.cli();

        Cli.Result tried = cli.require("import", original.url(), "--match", "job=~\"etl-.*\"", "--dry-run");
        List<String> before = samples(ours);
        cli.require("import", original.url(), "--match", "job=~\"etl-.*\"", "--match", "{zone=\"eu\"}");

        assertThat(tried.out())
                .contains("{job=\"etl-1\",zone=\"eu\"}", "{job=\"etl-2\",zone=\"us\"}", "would be stored  2 groups")
                .doesNotContain("other");
        assertThat(before).hasSize(3);
        assertThat(samples(ours))
                .containsExactlyInAnyOrder(
                        "m{instance=\"\",job=\"etl-1\",zone=\"eu\"} 1", "m{instance=\"\",job=\"own\"} 2");
    }

    /** With its check off, a Pushgateway takes what it cannot expose: every scrape of it fails. */
    @Test
    void aPushgatewayThatCannotBeScrapedIsReadAllTheSame(TestRun run) throws Exception {
        Gateway original = Pushgateway.start(run, "--push.disable-consistency-check");
        TestCluster cluster = run.cluster().nodes(1).start();
        original.push("/job/a", PROTOBUF, delimited(nativeHistogram()));
        original.push("/job/a/of/b", "# TYPE x counter\nx 1\n");
        original.push("/job/a/of/c", "# TYPE x gauge\nx 2\n");
        assertThat(original.scrape().status()).isEqualTo(500);

        Cli.Result result = cluster.cli().run("import", original.url(), "-o", "json");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
        assertThat(leftBehind(result.json()))
                .contains("exemplars, units, times of creation, native histograms 1", "native and gauge histograms 1");
        assertThat(result.json().getAsJsonArray("groups").toString())
                .containsPattern("refused: .*collected metric .* it is pushed as");
        assertThat(samples(cluster.leader().gateway())).hasSize(1);
    }

    @Test
    void aPushgatewayMayAskForAPasswordAndShowACertificateOfItsOwn(TestRun run) throws Exception {
        Path folder = run.folder("web");
        Certificates certificates = Certificates.make(folder, "pushgateway=127.0.0.1");
        // With the password "secret".
        Files.writeString(folder.resolve("web.yml"), """
                tls_server_config: {cert_file: %s, key_file: %s}
                basic_auth_users: {someone: $2y$08$FLJh5iU8hlHFWClewr2ptu5SmVZW629AzzWl/KhzBP7aq3.lwLci2}
                """.formatted(
                        certificates.certificate("pushgateway"), certificates.key("pushgateway")));
        Path right = Files.writeString(folder.resolve("right"), "secret\n");
        Path wrong = Files.writeString(folder.resolve("wrong"), "guess\n");
        String url = "https://" + Pushgateway.launch(run, "secured", "--web.config.file=" + folder.resolve("web.yml"));
        String authority = "--source-ca-file=" + certificates.authority();
        Cli cli = run.cluster().nodes(1).start().cli();

        Waiting.until(
                "the Pushgateway lets the right one in",
                () -> cli.run("import", url, authority, "--user=someone", "--password-file=" + right)
                                .exitCode()
                        == 0);

        assertThat(cli.run("import", url, "--user=someone", "--password-file=" + right))
                .satisfies(result -> ends(result, 7, "--source-ca-file"));
        assertThat(cli.run("import", url, authority, "--user=someone", "--password-file=" + wrong))
                .satisfies(result -> ends(result, 7, "401", "--password-file"));
        assertThat(cli.run("import", url.replace("://", "://a:b@"), authority))
                .satisfies(result -> ends(result, 2, "--password-file"));
    }

    @Test
    void whatIsWrongIsToldWithAnExitCode(TestRun run) throws Exception {
        Gateway original = Pushgateway.start(run);
        Cli cli = run.cluster().nodes(1).start().cli();

        assertThat(cli.run("import", original.url() + "/nowhere"))
                .satisfies(result -> ends(result, 1, "answers 404", "the URL of a Pushgateway"));
        assertThat(cli.run("import", "http://127.0.0.1:9")).satisfies(result -> ends(result, 4, "http://127.0.0.1:9"));
        assertThat(cli.run("import", "127.0.0.1:9091"))
                .satisfies(result -> ends(result, 2, "expected http://HOST:PORT"));
        assertThat(cli.run("import", original.url(), "--match", "job"))
                .satisfies(result -> ends(result, 2, "--match", "expected"));
        assertThat(cli.run("import", original.url(), "--endpoints", "127.0.0.1:9"))
                .satisfies(result -> ends(result, 4, "127.0.0.1:9"));
    }

    private static void ends(Cli.Result result, int exitCode, String... words) {
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(exitCode);
        assertThat(result.err()).contains(words);
        assertThat(result.out()).isEmpty();
    }

    private static void requireOk(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static List<String> leftBehind(JsonObject report) {
        return StreamSupport.stream(report.getAsJsonArray("left_behind").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(row ->
                        row.get("what").getAsString() + " " + row.get("count").getAsLong())
                .toList();
    }

    /** All lines of pushed families, in some order. */
    private static List<String> pushed(Answer scrape) {
        requireOk(scrape);
        return scrape.text()
                .lines()
                .filter(line -> !OWN.matcher(line).matches())
                .filter(line -> !line.matches("(# (HELP|TYPE) )?(jvm|quorumgate)_.*"))
                .sorted()
                .toList();
    }

    private static List<String> samples(Gateway gateway) throws Exception {
        return pushed(gateway.scrapePushed()).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    /** All that protobuf tells of pushed series. */
    private static List<String> families(Gateway gateway) throws Exception {
        return ProtobufScrape.of(gateway.url() + "/metrics").stream()
                .flatMap(family -> family.getMetricList().stream()
                        .filter(metric -> metric.getLabelList().stream()
                                .anyMatch(label -> label.getName().equals("job")))
                        .map(metric -> family.toBuilder()
                                .clearMetric()
                                .addMetric(metric)
                                .build()
                                .toString()))
                .filter(text -> !text.startsWith("name: \"push_"))
                .sorted()
                .toList();
    }

    private static byte[] delimited(MetricFamily... families) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (MetricFamily family : families) {
            family.writeDelimitedTo(out);
        }
        return out.toByteArray();
    }

    private static MetricFamily counterWithExemplar() {
        return MetricFamily.newBuilder()
                .setName("with_exemplar_total")
                .setType(MetricType.COUNTER)
                .addMetric(Metric.newBuilder()
                        .setCounter(Counter.newBuilder()
                                .setValue(7)
                                .setExemplar(Exemplar.newBuilder()
                                        .setValue(0.5)
                                        .addLabel(LabelPair.newBuilder()
                                                .setName("trace")
                                                .setValue("abc")))))
                .build();
    }

    private static MetricFamily nativeHistogram() {
        return MetricFamily.newBuilder()
                .setName("native")
                .setType(MetricType.HISTOGRAM)
                .addMetric(Metric.newBuilder()
                        .setHistogram(Histogram.newBuilder()
                                .setSampleCount(6)
                                .setSampleSum(3.2)
                                .setSchema(3)
                                .setZeroThreshold(0.001)
                                .setZeroCount(2)
                                .addPositiveSpan(
                                        BucketSpan.newBuilder().setOffset(5).setLength(2))
                                .addAllPositiveDelta(List.of(2L, 0L))
                                .addBucket(Bucket.newBuilder().setUpperBound(1).setCumulativeCount(6))))
                .build();
    }
}
