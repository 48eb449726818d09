package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.Answer;
import dev.quorumgate.clustertests.harness.ClientAccess;
import dev.quorumgate.clustertests.harness.ClientTools;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Exposition;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.Shell;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: the clients that people have work unchanged, with any node.
 *
 * <p>Method: each pushes to one node as its users do; the scrape of another node is compared. The programs are in {@code
 * src/test/clients}. {@link SecuredClientsTest} has them with TLS and passwords.
 */
@ClusterTest
class RealClientsTest {
    @SuppressWarnings("NullAway.Init") // set before each use, by JUnit
    private static ClientAccess pushed;

    @SuppressWarnings("NullAway.Init") // set before each use, by JUnit
    private static Gateway scraped;

    /** What the exporter of client_java calls its formats. */
    private enum JavaFormat {
        PROMETHEUS_PROTOBUF("java-protobuf"),
        PROMETHEUS_TEXT("java-text");

        private final String job;

        JavaFormat(String job) {
            this.job = job;
        }
    }

    @BeforeAll
    static void start(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().start();
        pushed = ClientAccess.plain(cluster.followers().get(0).gateway().url());
        scraped = cluster.followers().get(1).gateway();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("linesThatPeopleCopy")
    void takesWhatPeoplePasteIntoAShell(String name, String line, String expected) throws Exception {
        Shell.Result result = ClientTools.shell(pushed, line);

        assertThat(result.output()).isEmpty();
        assertThat(result.succeeded()).isTrue();
        assertThat(pushedLines()).contains(expected.split("\n", -1));
    }

    static Stream<Arguments> linesThatPeopleCopy() {
        return Stream.of(
                Arguments.of(
                        "piped echo",
                        "echo \"some_metric 3.14\" | curl --data-binary @- $URL/metrics/job/echo",
                        "some_metric{instance=\"\",job=\"echo\"} 3.14"),
                Arguments.of("here-document, TYPE before HELP", """
                        cat <<EOF | curl --data-binary @- $URL/metrics/job/here/instance/some_instance
                        # TYPE here_metric counter
                        here_metric{label="val1"} 42
                        # TYPE another_metric gauge
                        # HELP another_metric Just an example.
                        another_metric 2398.283
                        EOF
                        """, """
                        # HELP another_metric Just an example.
                        # TYPE another_metric gauge
                        another_metric{instance="some_instance",job="here"} 2398.283
                        # TYPE here_metric counter
                        here_metric{instance="some_instance",job="here",label="val1"} 42"""),
                Arguments.of(
                        "double slash from a URL that ends in one",
                        "echo \"slash_metric 1\" | curl --data-binary @- $URL//metrics/job/slash",
                        "slash_metric{instance=\"\",job=\"slash\"} 1"),
                Arguments.of(
                        "upload of a file",
                        "f=$(mktemp) && echo \"file_metric 2\" > $f && curl -sS -T $f $URL/metrics/job/file; rm $f",
                        "file_metric{instance=\"\",job=\"file\"} 2"),
                Arguments.of(
                        "PUT with a request method and a job in base64",
                        "printf 'base64_metric 3\\n' | curl -sSf -X PUT --data-binary @-"
                                + " $URL/metrics/job@base64/YS9i/path@base64/L3Zhci90bXA=",
                        "base64_metric{instance=\"\",job=\"a/b\",path=\"/var/tmp\"} 3"),
                Arguments.of(
                        "compressed",
                        "echo \"gzip_metric 4\" | gzip | curl -sSf -H 'Content-Encoding: gzip' --data-binary @-"
                                + " $URL/metrics/job/gzip",
                        "gzip_metric{instance=\"\",job=\"gzip\"} 4"),
                Arguments.of(
                        "chunked, from a program that goes on writing",
                        "(echo \"chunk_metric 5\"; echo \"chunk_metric2 6\") | curl -sSf -X POST -H"
                                + " 'Transfer-Encoding: chunked' -T - $URL/metrics/job/chunk",
                        "chunk_metric{instance=\"\",job=\"chunk\"} 5\nchunk_metric2{instance=\"\",job=\"chunk\"} 6"),
                Arguments.of(
                        "a body so large that curl asks first",
                        "(for i in $(seq 30000); do echo \"large_metric{i=\\\"$i\\\",text=\\\"aaaaaaaaaaaaaaaaaaaa\\\"} $i\";"
                                + " done) | curl -sSf --data-binary @- $URL/metrics/job/large",
                        "large_metric{i=\"30000\",instance=\"\",job=\"large\",text=\"aaaaaaaaaaaaaaaaaaaa\"} 30000"));
    }

    @Test
    void deletesByCurl() throws Exception {
        String push = "echo \"gone_metric 1\" | curl -sSf --data-binary @- $URL/metrics/job/gone/instance/i";
        assertThat(ClientTools.shell(pushed, push).succeeded()).isTrue();
        assertThat(pushedLines()).contains("gone_metric{instance=\"i\",job=\"gone\"} 1");

        Shell.Result result = ClientTools.shell(
                pushed, "curl -sS -o /dev/null -w '%{http_code}' -X DELETE $URL/metrics/job/gone/instance/i");

        assertThat(result.output()).isEqualTo("202");
        assertThat(samplesOf("gone")).isEmpty();
    }

    @Test
    void tellsCurlWhatIsWrong() throws Exception {
        Shell.Result result =
                ClientTools.shell(pushed, "curl -sS -w '%{http_code}' -d 'no_line_end 1' $URL/metrics/job/wrong");

        assertThat(result.output())
                .startsWith("text format parsing error in line 1: unexpected end of input stream\n")
                .contains("--data-binary")
                .endsWith("\n400");
    }

    @ParameterizedTest
    @CsvSource({"python, host+1", "python-new, host 1"}) // only newer ones know that a plus is no blank in a path
    void servesThePythonClient(String version, String instance) throws Exception {
        String labels = "city=\"Zürich\",instance=\"" + instance + "\",job=\"python\"";
        String rest = ",none=\"\",path=\"/var/tmp\"";

        assertSucceeds(ClientTools.python(version, pushed, "push"));
        assertThat(samplesOf("python"))
                .containsEntry("py_last_success_unixtime{" + labels + rest + "}", 1.5e9)
                .containsEntry("py_records_total{" + labels + ",kind=\"a\\\"b\\\\c\\nd\"" + rest + "}", 3.0)
                .containsEntry("py_duration_seconds_count{" + labels + rest + "}", 2.0)
                .containsEntry("py_duration_seconds_sum{" + labels + rest + "}", 6.0)
                .containsEntry("py_size_bytes_bucket{" + labels + rest + ",le=\"100\"}", 1.0)
                .containsEntry("py_size_bytes_bucket{" + labels + rest + ",le=\"+Inf\"}", 1.0)
                .containsEntry("py_build_info{" + labels + rest + ",version=\"1.2\"}", 1.0);

        assertSucceeds(ClientTools.python(version, pushed, "pushadd"));
        assertThat(samplesOf("python"))
                .containsEntry("py_more{" + labels + rest + "}", 7.0)
                .containsEntry("py_last_success_unixtime{" + labels + rest + "}", 1.5e9);

        Shell.Result refused = ClientTools.python(version, pushed, "refused");
        assertThat(refused.exitCode()).as(refused.output()).isEqualTo(1);
        assertThat(refused.output()).contains("HTTP Error 400");

        assertSucceeds(ClientTools.python(version, pushed, "delete"));
        assertThat(samplesOf("python")).isEmpty();
    }

    @Test
    void servesTheNodeClient() throws Exception {
        String labels = "city=\"Zürich\",instance=\"host 1\",job=\"node\"";

        assertThat(ClientTools.node(pushed, "push").output()).isEqualTo("200\n");
        assertThat(samplesOf("node"))
                .containsEntry("node_temperature{" + labels + ",room=\"kitchen \\\"1\\\"\"}", 21.5)
                .containsEntry("node_requests_total{" + labels + "}", 3.0)
                .containsEntry("node_size_bucket{" + labels + ",le=\"100\"}", 1.0)
                .containsEntry("node_time{" + labels + ",quantile=\"0.5\"}", 2.0);

        assertThat(ClientTools.node(pushed, "pushAdd").output()).isEqualTo("200\n");
        assertThat(samplesOf("node"))
                .containsEntry("node_more{" + labels + "}", 7.0)
                .containsEntry("node_requests_total{" + labels + "}", 3.0);

        Shell.Result refused = ClientTools.node(pushed, "refused");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains("status 400").contains("is not a HISTOGRAM");

        assertThat(ClientTools.node(pushed, "delete").output()).isEqualTo("202\n");
        assertThat(samplesOf("node")).isEmpty();
    }

    @Test
    void takesAnIndentedBodyOfAxios() throws Exception {
        assertThat(ClientTools.node(pushed, "axios").output()).isEqualTo("200\n");

        assertThat(samplesOf("axios"))
                .containsEntry("axios_temperature{instance=\"1\",job=\"axios\",room=\"kitchen\"}", 21.5)
                .containsEntry("axios_plain{instance=\"1\",job=\"axios\"}", 3.0);
    }

    @ParameterizedTest
    @EnumSource
    void servesTheJavaExporter(JavaFormat format) throws Exception {
        String labels = "instance=\"host+1\",job=\"" + format.job + "\"";
        String rest = ",none=\"\",path=\"/var/tmp\"";

        assertSucceeds(ClientTools.java("exporter", "Exporter", pushed, format.name(), "push"));
        assertThat(samplesOf(format.job))
                .containsEntry("java_last_success{" + labels + rest + "}", 1.5e9)
                .containsEntry("java_records_total{" + labels + ",kind=\"a\\\"b\\\\c\\nd\"" + rest + "}", 3.0)
                .containsEntry("java_duration_seconds{" + labels + rest + ",quantile=\"0.5\"}", 2.0)
                .containsEntry("java_size_bytes_bucket{" + labels + rest + ",le=\"100\"}", 1.0)
                .containsEntry("java_size_bytes_sum{" + labels + rest + "}", 50.0)
                .containsEntry("java_native_bytes_count{" + labels + rest + "}", 3.0);

        assertSucceeds(ClientTools.java("exporter", "Exporter", pushed, format.name(), "pushAdd"));
        assertThat(samplesOf(format.job))
                .containsEntry("java_more{" + labels + rest + "}", 7.0)
                .containsEntry("java_last_success{" + labels + rest + "}", 1.5e9);

        Shell.Result refused = ClientTools.java("exporter", "Exporter", pushed, format.name(), "refused");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains("400").contains("is not a HISTOGRAM");

        assertSucceeds(ClientTools.java("exporter", "Exporter", pushed, format.name(), "delete"));
        assertThat(samplesOf(format.job)).isEmpty();
    }

    @Test
    void servesTheOldJavaClient() throws Exception {
        String labels = "{instance=\"host+1\",job=\"simple\",none=\"\",path=\"/var/tmp\"}";

        assertSucceeds(ClientTools.java("simpleclient", "Simpleclient", pushed, "push"));
        assertThat(samplesOf("simple"))
                .containsEntry("simple_last_success" + labels, 1.5e9)
                .containsEntry("simple_records_total" + labels, 3.0)
                .containsEntry("simple_duration_sum" + labels, 2.0)
                .containsEntry("simple_size_bucket" + labels.replace("}", ",le=\"100\"}"), 1.0);

        assertSucceeds(ClientTools.java("simpleclient", "Simpleclient", pushed, "pushAdd"));
        assertThat(samplesOf("simple"))
                .containsEntry("simple_more" + labels, 7.0)
                .containsEntry("simple_records_total" + labels, 3.0);

        Shell.Result refused = ClientTools.java("simpleclient", "Simpleclient", pushed, "refused");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains("400").contains("is not a HISTOGRAM");

        assertSucceeds(ClientTools.java("simpleclient", "Simpleclient", pushed, "delete"));
        assertThat(samplesOf("simple")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"protobuf", "text"})
    void servesTheGoClient(String format) throws Exception {
        String job = "go-" + format;
        String labels = "city=\"Zürich\",instance=\"host+1\",job=\"" + job + "\"";
        String rest = ",none=\"\",path=\"/var/tmp\"";

        assertSucceeds(ClientTools.go(pushed, format, "push"));
        assertThat(samplesOf(job))
                .containsEntry("go_last_success{" + labels + rest + "}", 1.5e9)
                .containsEntry(
                        "go_records_total{city=\"Zürich\",instance=\"host+1\",job=\"" + job
                                + "\",kind=\"a\\\"b\\\\c\\nd\"" + rest + "}",
                        3.0)
                .containsEntry("go_duration_seconds{" + labels + rest + ",quantile=\"0.5\"}", 2.0)
                .containsEntry("go_size_bytes_bucket{" + labels + rest + ",le=\"100\"}", 1.0)
                .containsEntry("go_native_bytes_count{" + labels + rest + "}", 1.0);

        assertSucceeds(ClientTools.go(pushed, format, "add"));
        assertThat(samplesOf(job))
                .containsEntry("go_more{" + labels + rest + "}", 7.0)
                .containsEntry("go_last_success{" + labels + rest + "}", 1.5e9);

        Shell.Result refused = ClientTools.go(pushed, format, "refused");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.output()).contains("400").contains("is not a HISTOGRAM");

        assertSucceeds(ClientTools.go(pushed, format, "delete"));
        assertThat(samplesOf(job)).isEmpty();
    }

    private static void assertSucceeds(Shell.Result result) {
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    private static String[] pushedLines() throws Exception {
        Answer scrape = scraped.scrapePushed();
        assertThat(scrape.status()).isEqualTo(200);
        return scrape.text().split("\n", -1);
    }

    /** The samples of one job. */
    private static Map<String, Double> samplesOf(String job) throws Exception {
        return Exposition.parse(String.join("\n", pushedLines())).samples().entrySet().stream()
                .filter(sample -> sample.getKey().contains("job=\"" + job + "\""))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
