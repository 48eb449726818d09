package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quorumgate.groups.ReadUnavailableException;
import dev.quorumgate.proto.client.Bucket;
import dev.quorumgate.proto.client.BucketSpan;
import dev.quorumgate.proto.client.Counter;
import dev.quorumgate.proto.client.Gauge;
import dev.quorumgate.proto.client.Histogram;
import dev.quorumgate.proto.client.LabelPair;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.MetricFamily;
import dev.quorumgate.proto.client.MetricType;
import dev.quorumgate.proto.client.Quantile;
import dev.quorumgate.proto.client.Summary;
import dev.quorumgate.proto.client.Untyped;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Pushgateway's query API. What is expected of metrics was recorded from Pushgateway 1.11.2. */
class ApiV1Test extends SharedServer {
    private static final String METRICS = "/api/v1/metrics";
    private static final String LABELS = "\"labels\":{\"instance\":\"\",\"job\":\"a\"}";

    static Stream<Arguments> families() {
        return Stream.of(
                shown(
                        "a counter, with what needs escapes",
                        family(
                                        "m",
                                        MetricType.COUNTER,
                                        metric().setCounter(Counter.newBuilder().setValue(12345678)))
                                .setHelp("<done> & \"x\" \u2028 é \u0001\b\f\n\t\u007f / 😀"),
                        "\"type\":\"COUNTER\",\"help\":\"\\u003cdone\\u003e \\u0026 \\\"x\\\" \\u2028 é"
                                + " \\u0001\\b\\f\\n\\t\u007f / 😀\",\"metrics\":[{LABELS,\"value\":\"1.2345678e+07\"}]"),
                shown(
                        "a gauge below nothing, and an empty help text",
                        family(
                                        "m",
                                        MetricType.GAUGE,
                                        metric().setGauge(Gauge.newBuilder().setValue(-0.0)))
                                .setHelp(""),
                        "\"type\":\"GAUGE\",\"metrics\":[{LABELS,\"value\":\"-0\"}]"),
                shown(
                        "two untyped metrics",
                        family(
                                "m",
                                MetricType.UNTYPED,
                                metric().setUntyped(Untyped.newBuilder().setValue(Double.NaN)),
                                metric().addLabel(LabelPair.newBuilder()
                                                .setName("x")
                                                .setValue("\\<>\""))
                                        .setUntyped(Untyped.newBuilder().setValue(Double.NEGATIVE_INFINITY))),
                        "\"type\":\"UNTYPED\",\"metrics\":[{LABELS,\"value\":\"NaN\"},{\"labels\":{\"instance\":\"\","
                                + "\"job\":\"a\",\"x\":\"\\\\\\u003c\\u003e\\\"\"},\"value\":\"-Inf\"}]"),
                shown(
                        "a summary",
                        family(
                                "m",
                                MetricType.SUMMARY,
                                metric().setSummary(Summary.newBuilder()
                                        .setSampleCount(30_000_000)
                                        .setSampleSum(3e7)
                                        .addQuantile(Quantile.newBuilder()
                                                .setQuantile(0.99)
                                                .setValue(Double.NaN))
                                        .addQuantile(Quantile.newBuilder()
                                                .setQuantile(0.5)
                                                .setValue(0.2)))),
                        "\"type\":\"SUMMARY\",\"metrics\":[{\"count\":\"30000000\",LABELS,"
                                + "\"quantiles\":{\"0.5\":\"0.2\",\"0.99\":\"NaN\"},\"sum\":\"3e+07\"}]"),
                shown(
                        "a classic histogram without its last bucket",
                        histogram(
                                MetricType.HISTOGRAM,
                                Histogram.newBuilder()
                                        .setSampleCount(30_000_000)
                                        .setSampleSum(4)
                                        .addBucket(bucket(0.1).setCumulativeCount(10_000_000))
                                        .addBucket(bucket(1e7).setCumulativeCount(20_000_000))),
                        "\"type\":\"HISTOGRAM\",\"metrics\":[{\"buckets\":{\"0.1\":\"10000000\",\"1e+07\":\"20000000\"},"
                                + "\"count\":\"30000000\",LABELS,\"sum\":\"4\"}]"),
                shown(
                        "a classic histogram of floats",
                        histogram(
                                MetricType.HISTOGRAM,
                                Histogram.newBuilder()
                                        .setSampleCountFloat(3e7)
                                        .setSampleSum(4)
                                        .addBucket(bucket(0.1).setCumulativeCountFloat(1.5))
                                        .addBucket(
                                                bucket(Double.POSITIVE_INFINITY).setCumulativeCountFloat(3e7))),
                        "\"type\":\"HISTOGRAM\",\"metrics\":[{\"buckets\":{\"+Inf\":\"3e+07\",\"0.1\":\"1.5\"},"
                                + "\"count\":\"3e+07\",LABELS,\"sum\":\"4\"}]"),
                shown(
                        "a gauge histogram, where the original shows a value of 0",
                        histogram(
                                MetricType.GAUGE_HISTOGRAM,
                                Histogram.newBuilder()
                                        .setSampleCount(3)
                                        .setSampleSum(4)
                                        .addBucket(bucket(0.1).setCumulativeCount(1))),
                        "\"type\":\"GAUGE_HISTOGRAM\",\"metrics\":[{\"buckets\":{\"0.1\":\"1\"},\"count\":\"3\",LABELS,"
                                + "\"sum\":\"4\"}]"),
                shown(
                        "a native histogram, whose classic buckets are not shown",
                        histogram(
                                MetricType.HISTOGRAM,
                                Histogram.newBuilder()
                                        .setSampleCount(30_000_003)
                                        .setSampleSum(3.2)
                                        .setSchema(3)
                                        .setZeroThreshold(0.001)
                                        .setZeroCount(30_000_000)
                                        .addNegativeSpan(span(-4, 2))
                                        .addNegativeSpan(span(3, 1))
                                        .addAllNegativeDelta(List.of(1L, -1L, 1L))
                                        .addPositiveSpan(span(5, 1))
                                        .addPositiveDelta(1)
                                        .addBucket(bucket(1).setCumulativeCount(1))),
                        "\"type\":\"HISTOGRAM\",\"metrics\":[{\"buckets\":["
                                + "[1,\"-1.0905077326652577\",\"-1\",\"1\"],"
                                + "[1,\"-0.7071067811865475\",\"-0.6484197773255048\",\"1\"],"
                                + "[3,\"-0.001\",\"0.001\",\"30000000\"],"
                                + "[0,\"1.414213562373095\",\"1.5422108254079407\",\"1\"]],"
                                + "\"count\":\"30000003\",LABELS,\"sum\":\"3.2\"}]"),
                shown(
                        "a native histogram of floats, at the largest numbers there are",
                        histogram(
                                MetricType.HISTOGRAM,
                                Histogram.newBuilder()
                                        .setSampleCountFloat(9e7)
                                        .setSampleSum(3e7)
                                        .setSchema(-4)
                                        .setZeroCountFloat(3e7)
                                        .addNegativeSpan(span(64, 1))
                                        .addNegativeCount(3e7)
                                        .addPositiveSpan(span(64, 1))
                                        .addPositiveCount(3e7)),
                        "\"type\":\"HISTOGRAM\",\"metrics\":[{\"buckets\":["
                                + "[1,\"-1.7976931348623157e+308\",\"-2.7430620343968443e+303\",\"3e+07\"],"
                                + "[3,\"-0\",\"0\",\"3e+07\"],"
                                + "[0,\"2.7430620343968443e+303\",\"1.7976931348623157e+308\",\"3e+07\"]],"
                                + "\"count\":\"9e+07\",LABELS,\"sum\":\"3e+07\"}]"),
                shown(
                        "a native histogram without observations",
                        histogram(
                                MetricType.HISTOGRAM,
                                Histogram.newBuilder()
                                        .setSampleCount(0)
                                        .setSampleSum(0)
                                        .setZeroThreshold(1e-128)
                                        .addPositiveSpan(span(0, 0))),
                        "\"type\":\"HISTOGRAM\",\"metrics\":[{\"buckets\":[],\"count\":\"0\",LABELS,\"sum\":\"0\"}]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("families")
    void showsMetricsAsTheOriginal(String name, MetricFamily family, String expected) throws IOException {
        Reply pushed = server.ask("PUT", "/metrics/job/a", Bytes.delimited(family), "Content-Type: " + Bytes.PROTOBUF);
        assertThat(pushed.status()).as(pushed.text()).isEqualTo(200);

        Reply reply = server.get(METRICS);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text())
                .startsWith(
                        "{\"status\":\"success\",\"data\":[{\"labels\":{\"job\":\"a\"},\"last_push_successful\":true,"
                                + "\"m\":{\"time_stamp\":\"" + timeOfFirstPush() + "\","
                                + expected.replace("LABELS", LABELS)
                                + "},\"push_failure_time_seconds\":{")
                .endsWith("\"push_time_seconds\":{\"time_stamp\":\"" + timeOfFirstPush() + "\",\"type\":\"GAUGE\","
                        + "\"help\":\"Last Unix time when changing this group in the Pushgateway succeeded.\","
                        + "\"metrics\":[{" + LABELS + ",\"value\":\"1.7e+09\"}]}}]}");
    }

    @Test
    void showsGroupsInTheOrderOfTheirKeysAndWhetherTheLastPushSucceeded() throws IOException {
        server.put("/metrics/job/b", "");
        server.put("/metrics/job/a/zone/eu", "m 1\n");
        server.put("/metrics/job/a/zone/eu", "m 1 1\n");

        String shown = server.get(METRICS).text();

        assertThat(shown)
                .startsWith("{\"status\":\"success\",\"data\":[{\"labels\":{\"job\":\"a\",\"zone\":\"eu\"},"
                        + "\"last_push_successful\":false,\"m\":{");
        assertThat(shown)
                .contains(",{\"labels\":{\"job\":\"b\"},\"last_push_successful\":true,\"push_failure_time_seconds\":");
    }

    @Test
    void keepsItsOwnKeysWhereFamiliesHaveTheirNames() throws IOException {
        server.put("/metrics/job/a", "labels 1\nlast_push_successful 1\nlabela 1\n");

        assertThat(server.get(METRICS).text())
                .startsWith("{\"status\":\"success\",\"data\":[{\"labela\":{\"time_stamp\":")
                .contains(
                        "]},\"labels\":{\"job\":\"a\"},\"last_push_successful\":true,\"push_failure_time_seconds\":{");
    }

    @Test
    void showsAnEmptyStoreAsAnEmptyList() throws IOException {
        assertThat(server.get(METRICS).text()).isEqualTo("{\"status\":\"success\",\"data\":[]}");
    }

    @Test
    void tellsWhatTheNodeIsAndItsFlags() throws IOException {
        Reply reply = server.get("/api/v1/status");

        assertThat(reply.text())
                .startsWith("{\"status\":\"success\",\"data\":{\"build_information\":{\"branch\":")
                .contains(
                        "\"version\":\"test\"},\"flags\":{\"log.level\":\"info\",\"web.telemetry-path\":\"/metrics\"},")
                .endsWith("\"start_time\":\""
                        + ZonedDateTime.ofInstant(TestServer.STARTED_AT, ZoneId.systemDefault())
                                .toOffsetDateTime() + "\"}}");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "GET /api/v1/metrics",
                "GET /api/v1/status",
                "OPTIONS /api/v1/metrics",
                "OPTIONS /api/v1/",
                "OPTIONS /api/v1/no/such/thing"
            })
    void letsPagesOfOtherOriginsAsk(String request) throws IOException {
        String[] parts = request.split(" ", -1);

        Reply reply = server.ask(parts[0], parts[1], "");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Access-Control-Allow-Headers"))
                .isEqualTo("Accept, Authorization, Content-Type, Origin");
        assertThat(reply.header("Access-Control-Allow-Methods")).isEqualTo("GET, POST, DELETE, OPTIONS");
        assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(reply.header("Access-Control-Expose-Headers")).isEqualTo("Date");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-cache, no-store, must-revalidate");
        assertThat(reply.hasHeader("Allow")).isFalse();
        if (parts[0].equals("OPTIONS")) {
            assertThat(reply.body()).isEmpty();
            assertThat(reply.header("Content-Length")).isEqualTo("0");
        } else {
            assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"GET /api/v1/none", "PUT /api/v1/metrics", "GET /api/v1/", "GET /api/v1"})
    void keepsTheseHeadersFromWhatIsNotThere(String request) throws IOException {
        String[] parts = request.split(" ", -1);

        Reply reply = server.ask(parts[0], parts[1], "");

        assertThat(reply.status()).isIn(404, 405);
        assertThat(reply.hasHeader("Access-Control-Allow-Origin")).isFalse();
    }

    @Test
    void doesNotAnswerWithoutAMajority() throws IOException {
        server.put("/metrics/job/a", "m 1\n");
        server.log.failReads(new ReadUnavailableException("n2 and n3 do not answer"));

        Reply reply = server.get(METRICS);

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text()).isEqualTo("n2 and n3 do not answer\n");
        assertThat(server.get("/api/v1/status").status()).isEqualTo(200);
    }

    @Test
    void isThereBelowThePrefix() throws IOException {
        try (TestServer prefixed = TestServer.with().routePrefix("/pg").start()) {
            assertThat(prefixed.get("/pg/api/v1/metrics").text()).isEqualTo("{\"status\":\"success\",\"data\":[]}");
            assertThat(prefixed.ask("OPTIONS", "/pg/api/v1/x", "").status()).isEqualTo(200);
            assertThat(prefixed.get("/api/v1/metrics").status()).isEqualTo(404);
        }
    }

    @Test
    void countsRequestsUnderTheNamesOfTheOriginal() throws IOException {
        server.get(METRICS);
        server.get("/api/v1/status");
        server.ask("OPTIONS", "/api/v1/x", "");

        await().untilAsserted(
                        () -> assertThat(server.get("/metrics?collect[]=node").text())
                                .contains(
                                        "pushgateway_http_requests_total{code=\"200\",handler=\"api/v1/metrics\",method=\"get\"}",
                                        "pushgateway_http_requests_total{code=\"200\",handler=\"api/v1/status\",method=\"get\"}",
                                        "pushgateway_http_requests_total{code=\"200\",handler=\"api/v1/options\",method=\"options\"}"));
    }

    private static String timeOfFirstPush() {
        return ZonedDateTime.ofInstant(Instant.ofEpochSecond(MemoryLog.FIRST_SECONDS), ZoneId.systemDefault())
                .toOffsetDateTime()
                .toString();
    }

    private static Arguments shown(String name, MetricFamily.Builder family, String expected) {
        return Arguments.arguments(name, family.build(), expected);
    }

    private static MetricFamily.Builder family(String name, MetricType type, Metric.Builder... metrics) {
        MetricFamily.Builder family = MetricFamily.newBuilder().setName(name).setType(type);
        for (Metric.Builder metric : metrics) {
            family.addMetric(metric);
        }
        return family;
    }

    private static MetricFamily.Builder histogram(MetricType type, Histogram.Builder histogram) {
        return family("m", type, metric().setHistogram(histogram));
    }

    private static Metric.Builder metric() {
        return Metric.newBuilder();
    }

    private static Bucket.Builder bucket(double upperBound) {
        return Bucket.newBuilder().setUpperBound(upperBound);
    }

    private static BucketSpan.Builder span(int offset, int length) {
        return BucketSpan.newBuilder().setOffset(offset).setLength(length);
    }
}
