package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.quorumgate.clustertests.harness.Answer;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.Pushgateway;
import dev.quorumgate.clustertests.harness.TestRun;
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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Goal: who reads {@code /api/v1} of a Pushgateway 1.11 cannot tell that it was replaced.
 *
 * <p>Method: the same pushes, of every type of metric, to the real Pushgateway and to a node; then the answers must be equal
 * byte by byte, but for times. One group at a time, since the original puts groups in random order.
 */
@ClusterTest
class SameApiAsPushgatewayTest {
    private static final String PROTOBUF =
            "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited";
    private static final Pattern TIME =
            Pattern.compile("(\"time_stamp\":\")[^\"]*|(\"value\":\")1\\.[79]\\d{8,}e\\+09(?=\"}]}[,}])");
    private static final int SCHEMA_MIN = -4;
    private static final int SCHEMA_MAX = 8;

    @Test
    void metricsOfAllTypesAreShownTheSame(TestRun run) throws Exception {
        Gateway original = Pushgateway.start(run);
        Gateway ours = run.cluster().nodes(1).start().leader().gateway();

        pushToBoth(
                original,
                ours,
                "/job/all/zone/%3C%C3%A9%26%3E",
                family("c", MetricType.COUNTER, metric("a", "1").setCounter(counter(12345678)))
                        .setHelp("<Items> & \"more\" \u2028 \u0001\b\f\n\r\t\u007f / 😀 \ud7ff\uffff"),
                family(
                                "g",
                                MetricType.GAUGE,
                                metric("a", "1").setGauge(gauge(-0.0)),
                                metric("a", "2").setGauge(gauge(Double.POSITIVE_INFINITY)),
                                metric("a", "3").setGauge(gauge(1e21)),
                                metric("a", "4").setGauge(gauge(0.1)))
                        .setHelp(""),
                family(
                        "u",
                        MetricType.UNTYPED,
                        Metric.newBuilder().setUntyped(Untyped.newBuilder().setValue(Double.NaN))),
                family(
                        "s",
                        MetricType.SUMMARY,
                        Metric.newBuilder()
                                .setSummary(Summary.newBuilder()
                                        .setSampleCount(30_000_000)
                                        .setSampleSum(3e7)
                                        .addQuantile(Quantile.newBuilder()
                                                .setQuantile(0.99)
                                                .setValue(Double.NaN))
                                        .addQuantile(Quantile.newBuilder()
                                                .setQuantile(0.5)
                                                .setValue(0.25)))),
                histogram(
                        "h",
                        Histogram.newBuilder()
                                .setSampleCount(30_000_000)
                                .setSampleSum(4)
                                .addBucket(
                                        Bucket.newBuilder().setUpperBound(0.1).setCumulativeCount(10_000_000))
                                .addBucket(
                                        Bucket.newBuilder().setUpperBound(1e7).setCumulativeCount(20_000_000))),
                histogram(
                        "hf",
                        Histogram.newBuilder()
                                .setSampleCountFloat(3e7)
                                .setSampleSum(-4)
                                .addBucket(
                                        Bucket.newBuilder().setUpperBound(0.1).setCumulativeCountFloat(1.5))
                                .addBucket(Bucket.newBuilder()
                                        .setUpperBound(Double.POSITIVE_INFINITY)
                                        .setCumulativeCountFloat(3e7))),
                histogram(
                        "n",
                        Histogram.newBuilder()
                                .setSampleCount(30_000_006)
                                .setSampleSum(3.2)
                                .setSchema(3)
                                .setZeroThreshold(0.001)
                                .setZeroCount(30_000_000)
                                .addNegativeSpan(span(-4, 2))
                                .addNegativeSpan(span(3, 1))
                                .addAllNegativeDelta(List.of(1L, -1L, 1L))
                                .addPositiveSpan(span(5, 2))
                                .addAllPositiveDelta(List.of(2L, 0L))
                                .addBucket(Bucket.newBuilder().setUpperBound(1).setCumulativeCount(6))),
                histogram(
                        "nf",
                        Histogram.newBuilder()
                                .setSampleCountFloat(9e7)
                                .setSampleSum(3e7)
                                .setSchema(-4)
                                .setZeroCountFloat(3e7)
                                .addNegativeSpan(span(64, 1))
                                .addNegativeCount(3e7)
                                .addPositiveSpan(span(63, 2))
                                .addAllPositiveCount(List.of(0.0, 3e7))),
                histogram(
                        "nothing",
                        Histogram.newBuilder()
                                .setSampleCount(0)
                                .setSampleSum(0)
                                .setZeroThreshold(1e-128)
                                .addPositiveSpan(span(0, 0))),
                histogram(
                        "zero",
                        Histogram.newBuilder()
                                .setSampleCount(1)
                                .setSampleSum(0)
                                .setZeroThreshold(0.5)
                                .setZeroCount(1)));

        assertThat(shown(ours)).isEqualTo(shown(original));
    }

    @Test
    void allBoundsOfNativeBucketsAreTheSame(TestRun run) throws Exception {
        Gateway original = Pushgateway.start(run);
        Gateway ours = run.cluster().nodes(1).start().leader().gateway();

        MetricFamily.Builder[] families = new MetricFamily.Builder[SCHEMA_MAX - SCHEMA_MIN + 1];
        for (int schema = SCHEMA_MIN; schema <= SCHEMA_MAX; schema++) {
            int perPowerOfTwo = schema > 0 ? 1 << schema : 1;
            int last = schema > 0 ? 1024 << schema : 1024 >> -schema;
            families[schema - SCHEMA_MIN] = histogram(
                    "schema_" + (schema - SCHEMA_MIN),
                    Histogram.newBuilder()
                            .setSampleCount(2L * perPowerOfTwo + 2)
                            .setSampleSum(1)
                            .setSchema(schema)
                            .addPositiveSpan(span(-perPowerOfTwo, 2 * perPowerOfTwo))
                            .addPositiveSpan(span(last - perPowerOfTwo - 1, 2))
                            .addPositiveDelta(1)
                            .addAllPositiveDelta(Collections.nCopies(2 * perPowerOfTwo + 1, 0L)));
        }
        pushToBoth(original, ours, "/job/bounds", families);

        assertThat(shown(ours)).isEqualTo(shown(original));
    }

    @Test
    void aGroupIsShownTheSameAfterEachChange(TestRun run) throws Exception {
        Gateway original = Pushgateway.start(run);
        Gateway ours = run.cluster().nodes(1).start().leader().gateway();
        assertThat(shown(ours)).isEqualTo(shown(original));
        for (String body :
                List.of("# TYPE a counter\n# HELP a Text.\na 1\nb{x=\"y\"} 2\n", "b 3\n", "", "c 1 1\n", "d 1\n")) {
            original.pushAdd("/job/changing/zone/eu", body);

            ours.pushAdd("/job/changing/zone/eu", body);

            assertThat(shown(ours)).as("after POST of '%s'", body).isEqualTo(shown(original));
        }
    }

    @Test
    void answersCarryTheSameHeaders(TestRun run) throws Exception {
        Gateway original = Pushgateway.start(run);
        Gateway ours = run.cluster().nodes(1).start().leader().gateway();
        for (String method : List.of("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS")) {
            for (String path : List.of("/metrics", "/status", "/none", "/", "/admin/wipe", "/metrics/x")) {
                Answer wanted = original.send(method, "/api/v1" + path, "");

                Answer answer = ours.send(method, "/api/v1" + path, "");

                assertThat(essence(answer)).as("%s %s", method, path).isEqualTo(essence(wanted));
            }
        }
    }

    @Test
    void theStatusHasTheSameKeys(TestRun run) throws Exception {
        Gateway original = Pushgateway.start(run);
        Gateway ours = run.cluster().nodes(1).start().leader().gateway();

        JsonElement wanted =
                JsonParser.parseString(original.get("/api/v1/status").text());
        JsonElement answer = JsonParser.parseString(ours.get("/api/v1/status").text());

        // Debian's build has a flag for the place of the web page.
        wanted.getAsJsonObject()
                .getAsJsonObject("data")
                .getAsJsonObject("flags")
                .remove("web.local-assets");
        assertThat(keys(answer)).isEqualTo(keys(wanted));
    }

    private static void pushToBoth(Gateway original, Gateway ours, String group, MetricFamily.Builder... families)
            throws Exception {
        byte[] body = delimited(families);
        assertThat(original.push(group, PROTOBUF, body).status()).isEqualTo(200);
        Answer answer = ours.push(group, PROTOBUF, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static String shown(Gateway gateway) throws Exception {
        return TIME.matcher(gateway.get("/api/v1/metrics").text()).replaceAll("$1$2TIME");
    }

    /** All but the length, the date, and data. */
    private static String essence(Answer answer) {
        TreeMap<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.keySet().removeAll(List.of("content-length", "transfer-encoding", "date"));
        String text = answer.text().startsWith("{") ? answer.text().substring(0, 27) : answer.text();
        return answer.status() + " " + headers + " " + text;
    }

    /** The keys of all objects, with their places. */
    private static String keys(JsonElement element) {
        if (element instanceof JsonArray array) {
            return array.asList().stream()
                    .map(SameApiAsPushgatewayTest::keys)
                    .toList()
                    .toString();
        }
        if (!element.isJsonObject()) {
            return "";
        }
        TreeMap<String, String> keys = new TreeMap<>();
        element.getAsJsonObject().asMap().forEach((name, value) -> keys.put(name, keys(value)));
        return keys.toString();
    }

    private static byte[] delimited(MetricFamily.Builder... families) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (MetricFamily.Builder family : families) {
            family.build().writeDelimitedTo(out);
        }
        return out.toByteArray();
    }

    private static MetricFamily.Builder family(String name, MetricType type, Metric.Builder... metrics) {
        MetricFamily.Builder family = MetricFamily.newBuilder().setName(name).setType(type);
        for (Metric.Builder metric : metrics) {
            family.addMetric(metric);
        }
        return family;
    }

    private static MetricFamily.Builder histogram(String name, Histogram.Builder histogram) {
        return family(name, MetricType.HISTOGRAM, Metric.newBuilder().setHistogram(histogram));
    }

    private static Metric.Builder metric(String label, String value) {
        return Metric.newBuilder()
                .addLabel(LabelPair.newBuilder().setName(label).setValue(value));
    }

    private static Counter.Builder counter(double value) {
        return Counter.newBuilder().setValue(value);
    }

    private static Gauge.Builder gauge(double value) {
        return Gauge.newBuilder().setValue(value);
    }

    private static BucketSpan.Builder span(int offset, int length) {
        return BucketSpan.newBuilder().setOffset(offset).setLength(length);
    }
}
