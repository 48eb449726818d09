package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.Answer;
import dev.quorumgate.clustertests.harness.Build;
import dev.quorumgate.clustertests.harness.ClientTools;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.Prometheus;
import dev.quorumgate.clustertests.harness.Prometheus.Series;
import dev.quorumgate.clustertests.harness.Shell;
import dev.quorumgate.clustertests.harness.TestRun;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: in whatever format Prometheus scrapes, it stores the same series with the same values.
 *
 * <p>Method: one store with all that the formats write differently; a real Prometheus for each format; all that it has stored,
 * by its API. Strict readers of others, promtool and that of the Python client, look at the texts.
 */
@ClusterTest
class FormatsTest {
    /** Answered in text 0.0.4; who asks for that version itself gets no names but legacy ones. */
    private static final String TEXT = "PrometheusText1.0.0";

    private static final String OPENMETRICS = "OpenMetricsText1.0.0";
    private static final String PROTOBUF = "PrometheusProto";

    /** Names that look like parts of something else, numbers that formats lay out differently, types with and without suffix. */
    private static final String TRICKY = """
            # HELP a_total Quotes " and \\\\ and \\n.
            # TYPE a_total counter
            a_total{x="\\"\\\\\\n",le="1"} 1e+06
            # TYPE b counter
            b 3
            # TYPE c_total gauge
            c_total -1
            # TYPE d_created gauge
            d_created 1.6e9
            e_info{quantile="1"} 1
            f_bucket{le="1"} 5
            # TYPE g histogram
            g_bucket{le="0"} 0
            g_bucket{le="1"} 1
            g_bucket{le="2.50"} 2
            g_bucket{le="1000000"} 3
            g_sum 1e21
            g_count 4
            # TYPE h summary
            h{quantile="0"} NaN
            h{quantile="0.5"} 7
            h{quantile="1"} 1e-300
            h_sum 0
            h_count 0
            # TYPE i gauge_histogram
            i_bucket{le="1"} 1
            i_sum 1
            i_count 1
            # TYPE j_seconds gauge
            j_seconds NaN
            """;

    /** As the Python client pushes a counter and a histogram in text. */
    private static final String PYTHON = """
            # TYPE k_total counter
            k_total 1
            # TYPE k_created gauge
            k_created 1.7e9
            # TYPE l histogram
            l_bucket{le="1.0"} 1
            l_sum -1
            l_count 1
            # TYPE l_created gauge
            l_created 1.7e9
            """;

    private static final String UTF8 = """
            # TYPE "m.n_total" counter
            {"m.n_total","o.p"="1"} 2
            m_n_total 3
            """;

    @Test
    void givePrometheusTheSameSeries(TestRun run) throws Exception {
        ClusterNode node =
                run.cluster().nodes(1).flags("--push.enable-utf8-names").start().leader();
        pushAll(node.gateway(), TRICKY, UTF8);

        Set<String> text = stored(run, node, TEXT);

        assertThat(text).hasSizeGreaterThan(25).anyMatch(series -> series.startsWith("{__name__=m.n_total, "));
        assertThat(node.gateway()
                        .get("/metrics", "application/openmetrics-text")
                        .header("Content-Type"))
                .startsWith("application/openmetrics-text; version=1.0.0");
        // Prometheus 3.5 asks for protobuf without UTF-8 names: that is compared below.
        assertThat(stored(run, node, OPENMETRICS)).isEqualTo(text);
    }

    @Tag("long")
    @Test
    void givePrometheusTheSameSeriesWhereOpenMetricsCannotTellThem(TestRun run) throws Exception {
        ClusterNode node = run.cluster().nodes(1).start().leader();
        pushAll(node.gateway(), TRICKY, PYTHON);

        Set<String> text = stored(run, node, TEXT);

        assertThat(node.gateway()
                        .get("/metrics", "application/openmetrics-text")
                        .header("Content-Type"))
                .startsWith("text/plain");
        assertThat(text).anyMatch(series -> series.startsWith("{__name__=k_created, "));
        assertThat(stored(run, node, OPENMETRICS)).isEqualTo(text);
        assertThat(stored(run, node, PROTOBUF)).isEqualTo(text);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"underscores", "dots", "values"})
    void areReadByOthers(String escaping) throws Exception {
        Shell.Result linted = Shell.run(
                List.of(ClientTools.peer("promtool").toString(), "check", "metrics"),
                Map.of(),
                golden(escaping + ".txt"));
        Shell.Result read = ClientTools.readOpenMetrics(golden(escaping + ".openmetrics"));

        // Status 3 is for what it thinks of names, 1 for what it cannot read.
        assertThat(linted.exitCode()).as(linted.output()).isEqualTo(3);
        assertThat(linted.output()).doesNotContain("error");
        assertThat(read.exitCode()).as(read.output()).isZero();
        assertThat(read.output().strip())
                .isEqualTo(Long.toString(golden(escaping + ".txt")
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .count()));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"pushed", "node"})
    void areReadByOthersAsTheyAreServed(String half, TestRun run) throws Exception {
        Gateway gateway = run.cluster().nodes(1).start().leader().gateway();
        pushAll(gateway, TRICKY);

        Answer scrape = gateway.get("/metrics?collect%5B%5D=" + half, "application/openmetrics-text");

        assertThat(scrape.header("Content-Type")).startsWith("application/openmetrics-text");
        Shell.Result read = ClientTools.readOpenMetrics(scrape.text());
        assertThat(read.exitCode()).as(read.output()).isZero();
    }

    /** What the tests of the node hold its answers against. */
    private static String golden(String file) throws IOException {
        return Files.readString(Build.root()
                .resolve("node/src/test/resources/dev/quorumgate/scrape/golden")
                .resolve(file));
    }

    private static void pushAll(Gateway gateway, String... bodies) throws Exception {
        int job = 0;
        for (String body : bodies) {
            Answer answer = gateway.push("/job/job" + job++, body);
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        }
    }

    /** What a Prometheus has stored after it scraped what was pushed in one format. */
    private static Set<String> stored(TestRun run, ClusterNode node, String protocol) throws Exception {
        Prometheus prometheus = Prometheus.startFor(run, node.address().http(), protocol);
        prometheus.awaitGoodScrapes();
        Set<String> stored = new TreeSet<>();
        for (Series series : prometheus.query("{job=~\"job.*\"}")) {
            stored.add(series.labels() + " " + series.samples().get(0).value());
        }
        assertThat(prometheus.value("up")).isEqualTo(1);
        return stored;
    }
}
