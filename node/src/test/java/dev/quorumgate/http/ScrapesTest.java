package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.quorumgate.groups.ReadUnavailableException;
import dev.quorumgate.proto.client.Bucket;
import dev.quorumgate.proto.client.BucketSpan;
import dev.quorumgate.proto.client.Histogram;
import dev.quorumgate.proto.client.LabelPair;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.MetricFamily;
import dev.quorumgate.proto.client.MetricType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scrape answers, to whom, and when it cannot. Source of the rules: API reference of the original, section 8. */
class ScrapesTest extends SharedServer {
    private static final String PUSHED = "/metrics?collect[]=pushed";
    private static final String NODE = "/metrics?collect[]=node";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8; escaping=";
    private static final String OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=";
    private static final String PROTOBUF = Bytes.PROTOBUF + "; escaping=";
    private static final String DELIMITED =
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited";

    /** One of each kind, with what needs escapes. */
    private static final String BODY = """
            # HELP c Things \\\\ done,\\nall of them.
            # TYPE c counter
            c{a="\\"x\\"",b="y\\\\z\\n"} 1.5
            c{a="é😀"} 21000000
            # TYPE g gauge
            g -Inf
            # TYPE h histogram
            h_bucket{le="0.1"} 1
            h_bucket{le="+Inf"} 3
            h_sum 4.5
            h_count 3
            # HELP s Quantiles.
            # TYPE s summary
            s{quantile="0.5"} NaN
            s{quantile="0.9"} 2
            s_sum 7
            s_count 2
            u 1e-300
            """;

    static Stream<Arguments> accepted() {
        return Stream.of(
                arguments("*/*", TEXT + "underscores"),
                arguments("", TEXT + "underscores"),
                arguments("text/html,application/xhtml+xml", TEXT + "underscores"),
                arguments("application/json", TEXT + "underscores"),
                arguments("text/plain", TEXT + "underscores"),
                arguments("text/plain;version=9", TEXT + "underscores"),
                arguments("text/plain;version=0.0.4;escaping=allow-utf-8", TEXT + "allow-utf-8"),
                arguments("text/plain;escaping=dots", TEXT + "dots"),
                arguments("text/plain;escaping=none", TEXT + "underscores"),
                arguments("application/openmetrics-text; version=1.0.0", OPENMETRICS + "underscores"),
                arguments("application/openmetrics-text; version=0.0.1", TEXT + "underscores"),
                arguments(DELIMITED, PROTOBUF + "underscores"),
                arguments(DELIMITED.replace(";", " ; "), PROTOBUF + "underscores"),
                arguments(DELIMITED + ";escaping=values", PROTOBUF + "values"),
                arguments("application/vnd.google.protobuf", TEXT + "underscores"),
                arguments(
                        DELIMITED.replace("delimited", "text"), PROTOBUF.replace("delimited", "text") + "underscores"),
                arguments(DELIMITED + ";q=0", TEXT + "underscores"),
                arguments(DELIMITED + ";q=0.1,text/plain;q=0.9", TEXT + "underscores"),
                arguments("text/plain;q=0.1," + DELIMITED + ";q=0.9", PROTOBUF + "underscores"),
                arguments("text/plain," + DELIMITED, TEXT + "underscores"),
                arguments(DELIMITED + ",text/plain", PROTOBUF + "underscores"),
                arguments(";;,q=x,\"", TEXT + "underscores"),
                // What Prometheus 3 sends, first without and then with native histograms.
                arguments(
                        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
                                + "application/openmetrics-text;version=0.0.1;q=0.4,"
                                + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,"
                                + "*/*;q=0.1",
                        OPENMETRICS + "allow-utf-8"),
                arguments(
                        DELIMITED + ";escaping=allow-utf-8;q=0.6,"
                                + "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
                                + "application/openmetrics-text;version=0.0.1;q=0.4,"
                                + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,"
                                + "*/*;q=0.1",
                        PROTOBUF + "allow-utf-8"));
    }

    @ParameterizedTest(name = "Accept: {0}")
    @MethodSource("accepted")
    void answersInTheFormatThatIsPreferred(String accept, String contentType) throws IOException {
        server.put("/metrics/job/a", "m 1\n");

        // The second line does not count.
        Reply reply = server.get(PUSHED, "Accept: " + accept, "Accept: " + DELIMITED);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Type")).isEqualTo(contentType);
        if (contentType.startsWith(PROTOBUF)) {
            assertThat(Bytes.families(reply.body()).stream().map(MetricFamily::getName))
                    .containsExactly("m", "push_failure_time_seconds", "push_time_seconds");
        } else if (contentType.startsWith(OPENMETRICS)) {
            assertThat(reply.text())
                    .startsWith("# TYPE m unknown\nm{instance=\"\",job=\"a\"} 1\n")
                    .endsWith("\n# EOF\n");
        } else if (contentType.contains("encoding=text")) {
            assertThat(reply.text()).startsWith("name: \"m\"\ntype: UNTYPED\nmetric {\n  label {\n");
        } else {
            assertThat(reply.text()).startsWith("# TYPE m untyped\nm{instance=\"\",job=\"a\"} 1\n");
        }
    }

    @ParameterizedTest(name = "Accept-Encoding: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            gzip                         | gzip
            gzip, deflate, br, zstd      | gzip
            deflate;q=1, gzip;q=0.5      | gzip
            gzip ; q=0.001               | gzip
            gzip;q=1.0, identity;q=0.5   | gzip
            gzip;q=0                     |
            gzip;q=0.000, *              |
            gzip;q=x                     |
            zstd                         | zstd
            zstd, gzip                   | gzip
            gzip;q=0.5, zstd;q=0.6       | zstd
            gzip;q=0.5, zstd;q=0.4       | gzip
            zstd;q=0                     |
            zstd, identity               |
            gzip;q=0.5, identity         |
            identity, gzip               |
            identity                     |
            deflate                      |
            x-gzip                       |
            *                            |
            ''                           |
            """)
    void compressesForThoseWhoWantIt(String accepted, String encoding) throws IOException {
        server.put("/metrics/job/a", BODY);
        byte[] plain = server.get(PUSHED).body();

        Reply reply = server.get(PUSHED, "Accept-Encoding: " + accepted);

        assertThat(reply.header("Content-Encoding")).isEqualTo(encoding == null ? "" : encoding);
        assertThat(reply.header("Vary")).isEqualTo("Accept, Accept-Encoding");
        assertThat(Bytes.decoded(reply)).isEqualTo(plain);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            /metrics                                               | true  | true
            /metrics?                                              | true  | true
            /metrics?collect[]=pushed                              | true  | false
            /metrics?collect[]=node                                | false | true
            /metrics?collect%5B%5D=pushed                          | true  | false
            /metrics?collect%5b%5d=%6eode                          | false | true
            /metrics?collect[]=node&collect[]=pushed               | true  | true
            /metrics?collect[]=pushed&collect[]=pushed             | true  | false
            /metrics?a=b&collect[]=pushed&name[]=x                 | true  | false
            /metrics?collect=node&collect[0]=node                  | true  | true
            /metrics?%zz&x=%&y=%ff&collect[]=pushed                | true  | false
            """)
    void answersTheHalvesThatAreAskedFor(String target, boolean pushed, boolean own) throws IOException {
        server.put("/metrics/job/a", "m 1\n");

        String text = server.get(target).text();

        assertThat(text.contains("\nm{") || text.startsWith("# TYPE m ")).isEqualTo(pushed);
        assertThat(text.contains("\npush_time_seconds{")).isEqualTo(pushed);
        assertThat(text.contains("\njvm_threads_current")).isEqualTo(own);
        assertThat(text.contains("\nquorumgate_scrape_stale 0\n")).isEqualTo(own);
    }

    @ParameterizedTest(name = "collect[]={0}")
    @ValueSource(strings = {"", "all", "Pushed", "pushed,node", "go", "%FF", "%zz"})
    void refusesHalvesThatThereAreNot(String half) throws IOException {
        Reply reply = server.get("/metrics?collect[]=node&collect[]=" + half);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text())
                .startsWith("unknown collect[] value \"")
                .endsWith("\"; expected \"pushed\" or \"node\"\n");
    }

    @Test
    void readsNoParametersFromABody() throws IOException {
        Reply reply =
                server.ask("GET", PUSHED, "collect[]=nonsense", "Content-Type: application/x-www-form-urlencoded");

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void takesMoreParametersThanAnyoneSends() throws IOException {
        assertThat(server.get("/metrics?" + "a&".repeat(400_000) + "collect[]=pushed")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void givesBackWhatWasPushed() throws IOException {
        server.put("/metrics/job/a/x/1", BODY);
        String scraped = withoutTimes(server.get(PUSHED).text());

        server.log.clear();
        server.put("/metrics/job/a/x/1", scraped);

        assertThat(scraped)
                .contains("# HELP c Things \\\\ done,\\nall of them.\n")
                .contains("c{a=\"\\\"x\\\"\",b=\"y\\\\z\\n\",instance=\"\",job=\"a\",x=\"1\"} 1.5\n");
        assertThat(withoutTimes(server.get(PUSHED).text())).isEqualTo(scraped);
    }

    @Test
    void givesBackWhatWasPushedInProtobuf() throws IOException {
        server.put("/metrics/job/a/x/1", BODY);
        Reply text = server.get(PUSHED);
        Reply scraped = server.get(PUSHED, "Accept: " + DELIMITED);

        server.log.clear();
        server.ask("PUT", "/metrics/job/a/x/1", scraped.body(), "Content-Type: " + Bytes.PROTOBUF);

        assertThat(server.get(PUSHED).text()).isEqualTo(text.text());
        assertThat(server.get(PUSHED, "Accept: " + DELIMITED).body()).isEqualTo(scraped.body());
    }

    @Test
    void givesBackNativeHistogramsBitByBit() throws IOException {
        MetricFamily pushed = MetricFamily.newBuilder()
                .setName("h")
                .setHelp("Native.")
                .setType(MetricType.HISTOGRAM)
                .addMetric(Metric.newBuilder()
                        .addLabel(LabelPair.newBuilder().setName("instance").setValue(""))
                        .addLabel(LabelPair.newBuilder().setName("job").setValue("a"))
                        .setHistogram(Histogram.newBuilder()
                                .setSampleCount(5)
                                .setSampleSum(3.25)
                                .addBucket(Bucket.newBuilder()
                                        .setCumulativeCount(5)
                                        .setUpperBound(Double.POSITIVE_INFINITY))
                                .setSchema(3)
                                .setZeroThreshold(0x1p-128)
                                .setZeroCount(1)
                                .addPositiveSpan(
                                        BucketSpan.newBuilder().setOffset(-2).setLength(2))
                                .addPositiveDelta(1)
                                .addPositiveDelta(2)))
                .build();
        server.ask("PUT", "/metrics/job/a", Bytes.delimited(pushed), "Content-Type: " + Bytes.PROTOBUF);

        byte[] scraped = server.get(PUSHED, "Accept: " + DELIMITED).body();

        assertThat(Bytes.families(scraped).get(0)).isEqualTo(pushed);
    }

    @Test
    void writesPushedMetricsTheSameEachTime() throws IOException {
        server.put("/metrics/job/b", BODY);
        server.put("/metrics/job/a/z/1", BODY);

        for (String accept : List.of("*/*", DELIMITED)) {
            for (String encoding : List.of("identity", "gzip")) {
                String[] headers = {"Accept: " + accept, "Accept-Encoding: " + encoding};
                assertThat(server.get(PUSHED, headers).body())
                        .isEqualTo(server.get(PUSHED, headers).body());
            }
        }
    }

    @Test
    void tellsWhichNodeAnsweredAndWhatItHadApplied() throws IOException {
        server.put("/metrics/job/a", "m 1\n");
        Reply one = server.get("/metrics");
        server.put("/metrics/job/a", "m 2\n");
        Reply two = server.ask("HEAD", "/metrics", "");

        assertThat(one.header("Quorumgate-Node")).isEqualTo("n1");
        assertThat(one.header("Quorumgate-Applied-Index")).isEqualTo("0");
        assertThat(two.header("Quorumgate-Applied-Index")).isEqualTo("1");
        assertThat(one.header("Quorumgate-State-Hash"))
                .matches("[0-9a-f]+")
                .isNotEqualTo(two.header("Quorumgate-State-Hash"));
        assertThat(one.hasHeader("Quorumgate-Stale")).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"*/*", "application/openmetrics-text", DELIMITED})
    void answersHeadWithTheHeadersOfGet(String accept) throws IOException {
        server.put("/metrics/job/a", "m 1\n");
        Reply get = server.get(PUSHED, "Accept: " + accept, "Accept-Encoding: gzip");

        Reply head = server.ask("HEAD", PUSHED, "", "Accept: " + accept, "Accept-Encoding: gzip");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        for (String header : List.of("Content-Type", "Content-Encoding", "Vary", "Quorumgate-State-Hash")) {
            assertThat(head.header(header)).as(header).isNotEmpty().isEqualTo(get.header(header));
        }
    }

    @Test
    void tellsItsOwnMetricsInOpenMetricsToo() throws IOException {
        server.put("/metrics/job/a", "m 1\n");

        Reply reply = server.get(NODE, "Accept: application/openmetrics-text");

        assertThat(reply.header("Content-Type")).startsWith(OPENMETRICS);
        assertThat(reply.text())
                .contains("# TYPE pushgateway_http_requests counter\n", "\npushgateway_http_requests_total{");
    }

    @Test
    void waitsUntilTheReadIsConfirmed() throws IOException {
        server.log.hold();
        try (RawConnection scrape = server.connect();
                RawConnection push = server.connect()) {
            push.send(RawConnection.head("PUT", "/metrics/job/a", "Content-Length: 4") + "m 1\n");
            await().until(() -> server.log.heldCount() == 1);
            scrape.send(RawConnection.head("GET", PUSHED));
            await().until(() -> server.log.heldCount() == 2);
            server.log.release();

            assertThat(scrape.receive().text()).contains("m{instance=\"\",job=\"a\"} 1\n");
            assertThat(push.receive().status()).isEqualTo(200);
        }
    }

    @Test
    void saysWhoseAnswersAreMissingWhenNoMajorityConfirms() throws IOException {
        server.log.failReads(new ReadUnavailableException("no majority: n2 and n3 do not answer"));

        for (String target : List.of("/metrics", PUSHED)) {
            Reply reply = server.get(target, "Accept-Encoding: gzip");
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(reply.text()).isEqualTo("no majority: n2 and n3 do not answer\n");
        }
    }

    @Test
    void servesTheNodesOwnMetricsWithoutAMajority() throws IOException {
        server.log.failReads(new ReadUnavailableException("no majority"));

        Reply own = server.get(NODE);

        assertThat(own.status()).isEqualTo(200);
        assertThat(own.text()).contains("pushgateway_build_info").doesNotContain("push_time_seconds");
    }

    @Test
    void servesAnOldViewOnlyWhereThatIsAllowedAndSaysSo() throws IOException {
        try (TestServer lenient =
                TestServer.with().maxStaleness(Duration.ofHours(1)).start()) {
            lenient.log.failReads(new ReadUnavailableException("no majority"));
            assertThat(lenient.get("/metrics").status())
                    .as("nothing was ever confirmed")
                    .isEqualTo(503);
            lenient.log.healReads();
            lenient.put("/metrics/job/a", "m 1\n");
            assertThat(lenient.get("/metrics").text()).contains("\nquorumgate_scrape_stale 0\n");

            lenient.log.failReads(new ReadUnavailableException("no majority"));
            Reply stale = lenient.get(PUSHED);

            assertThat(stale.status()).isEqualTo(200);
            assertThat(stale.header("Quorumgate-Stale")).isEqualTo("1");
            assertThat(stale.text()).contains("m{instance=\"\",job=\"a\"} 1\n", "\nquorumgate_scrape_stale 1\n");
        }
    }

    @Test
    void showsTheMetricsThatTheOriginalHasAndScrapesAreNotCounted() throws IOException {
        try (TestServer fresh = TestServer.with().start()) {
            fresh.get("/metrics");
            fresh.put("/metrics/job/a", "m 1\n");
            fresh.get("/nope");
            fresh.get("/-/healthy");

            // An answer may be there before it is counted.
            await().untilAsserted(
                            () -> assertThat(fresh.get(NODE).text()).contains("handler=\"healthy\"", "size_bytes_sum"));
            String text = fresh.get(NODE).text();

            assertThat(text)
                    .contains(
                            "# TYPE pushgateway_build_info gauge\n",
                            "version=\"test\"} 1\n",
                            "# HELP pushgateway_http_requests_total Total HTTP requests processed by the Pushgateway,"
                                    + " excluding scrapes.\n# TYPE pushgateway_http_requests_total counter\n",
                            "# TYPE pushgateway_http_push_size_bytes summary\n",
                            "pushgateway_http_push_duration_seconds{method=\"put\",quantile=\"0.5\"} ",
                            "pushgateway_http_push_duration_seconds_count{method=\"put\"} 1\n");
            assertThat(text)
                    .as("request line and headers count as well as the body's four bytes")
                    .containsPattern("pushgateway_http_push_size_bytes_sum\\{method=\"put\"} [0-9]{2}\n");
            assertThat(text.lines().filter(line -> line.startsWith("pushgateway_http_requests_total")))
                    .containsExactlyInAnyOrder(
                            "pushgateway_http_requests_total{code=\"200\",handler=\"push\",method=\"put\"} 1",
                            "pushgateway_http_requests_total{code=\"200\",handler=\"healthy\",method=\"get\"} 1");
        }
    }

    @Test
    void mergesOwnAndPushedMetricsOfOneName() throws IOException {
        server.put(
                "/metrics/job/a",
                "# HELP jvm_threads_current Pushed.\n# TYPE jvm_threads_current gauge\njvm_threads_current 7\n");

        List<String> lines = server.get("/metrics")
                .text()
                .lines()
                .filter(line -> line.matches("(# .* )?jvm_threads_current[ {].*"))
                .map(line -> line.replaceFirst("^jvm_threads_current [0-9]+$", "own"))
                .toList();

        assertThat(lines)
                .containsExactly(
                        "# HELP jvm_threads_current Current thread count of a JVM",
                        "# TYPE jvm_threads_current gauge",
                        "own",
                        "jvm_threads_current{instance=\"\",job=\"a\"} 7");
    }

    @Test
    void leavesAnOwnMetricOutWhereAPushedOneHasAnotherTypeAndCountsThat() throws IOException {
        server.put("/metrics/job/a", "# TYPE jvm_threads_current counter\njvm_threads_current 7\n");

        for (String accept : List.of("*/*", DELIMITED)) {
            double before = hiddenFamilies();
            Reply reply = server.get("/metrics", "Accept: " + accept);
            assertThat(reply.status()).isEqualTo(200);
            await().untilAsserted(() -> assertThat(hiddenFamilies()).isEqualTo(before + 1));
        }
        assertThat(server.get("/metrics").text().lines().filter(line -> line.contains("jvm_threads_current")))
                .containsExactly(
                        "# TYPE jvm_threads_current counter", "jvm_threads_current{instance=\"\",job=\"a\"} 7");
    }

    @Test
    void namesEachFamilyOnceAndInOrder() throws IOException {
        server.put("/metrics/job/a", BODY + "jvm_a 1\nprocess_a 1\nzz 1\n");

        List<String> names = server.get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", -1)[2])
                .toList();

        assertThat(names).doesNotHaveDuplicates().isSorted().contains("c", "jvm_a", "push_time_seconds", "zz");
    }

    @Test
    void tellsTheOwnMetricsOfTheNodesOfAClusterApart() throws IOException {
        try (TestServer member = TestServer.with().instance("n1").start()) {
            member.put("/metrics/job/a", "m 1\n");

            assertThat(member.get(NODE).text().lines().filter(line -> !line.startsWith("#")))
                    .isNotEmpty()
                    .allMatch(line -> line.contains("instance=\"n1\""));
            assertThat(member.get(PUSHED).text()).contains("m{instance=\"\",job=\"a\"} 1\n");
        }
        assertThat(server.get(NODE).text()).doesNotContain("instance=");
    }

    @Test
    void doesNotMakeOthersWaitForAClientThatDoesNotRead() throws IOException {
        pushMuch(server);
        try (RawConnection narrow = RawConnection.openNarrow(server.port());
                RawConnection other = server.connect()) {
            scrapeWithTheAnswerOfTheLog(narrow);
            scrapeWithTheAnswerOfTheLog(other);

            assertThat(other.receive().status()).isEqualTo(200);
        }
    }

    @Test
    void answersOthersWhenScrapersDoNotRead() throws IOException {
        try (TestServer busy = TestServer.with().scrapes(1, Duration.ZERO).start()) {
            pushMuch(busy);
            for (int i = 0; i < 3; i++) {
                try (RawConnection stuck = RawConnection.openNarrow(busy.port())) {
                    stuck.send(RawConnection.head("GET", PUSHED));
                    stuck.awaitAnswer();

                    assertThat(busy.get(PUSHED).status()).isEqualTo(200);
                    assertThatThrownBy(stuck::receive).as("half an answer").isInstanceOf(IOException.class);
                }
            }
        }
    }

    @Test
    void letsAScrapeHaveItsTimeBeforeOthers() throws IOException {
        try (TestServer busy = TestServer.with().scrapes(1, Duration.ofDays(1)).start()) {
            pushMuch(busy);
            try (RawConnection stuck = RawConnection.openNarrow(busy.port())) {
                stuck.send(RawConnection.head("GET", PUSHED));
                stuck.awaitAnswer();

                Reply refused = busy.get(PUSHED);
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("Retry-After")).isEqualTo("1");
                assertThat(refused.text()).isEqualTo("this node sends 1 other scrapes; try again soon\n");
                assertThat(busy.put("/metrics/job/b", "m 1\n").status()).isEqualTo(200);
                assertThat(busy.get(NODE).status()).isEqualTo(200);
            }
            await().until(() -> busy.get(PUSHED).status() == 200);
        }
    }

    /** More in all than the buffers of a connection can hold. */
    private static void pushMuch(TestServer server) throws IOException {
        for (int i = 0; i < 16; i++) {
            server.put("/metrics/job/a/i/" + i, "m{v=\"" + "x".repeat(900_000) + "\"} 1\n");
        }
    }

    /** The view comes from the log's own thread, which must not be the one that writes to the client. */
    private static void scrapeWithTheAnswerOfTheLog(RawConnection connection) throws IOException {
        server.log.hold();
        connection.send(RawConnection.head("GET", PUSHED));
        await().until(() -> server.log.heldCount() == 1);
        server.log.release();
    }

    private static String withoutTimes(String scrape) {
        return scrape.lines()
                .filter(line -> !line.matches("(# \\w+ )?push_(failure_)?time_seconds.*"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static double hiddenFamilies() throws IOException {
        return server.get(NODE)
                .text()
                .lines()
                .filter(line -> line.startsWith("quorumgate_scrape_hidden_families_total "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }
}
