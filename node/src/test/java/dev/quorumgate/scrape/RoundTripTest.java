package dev.quorumgate.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.groups.TestPushes;
import dev.quorumgate.model.CodePointOrder;
import dev.quorumgate.proto.client.LabelPair;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.MetricFamily;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: what is scraped in a format and pushed again in it is what was scraped.
 *
 * <p>Method: random families of all types are pushed in protobuf. The times of groups are pushed too, and dropped.
 */
class RoundTripTest {
    private static final String UTF8 = ";escaping=allow-utf-8";

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void protobufLosesNothing(int seed) throws IOException {
        List<MetricFamily> pushed = new RandomFamilies(seed).next();
        TestGateway first = gateway(TestGateway.DELIMITED, body(pushed));

        byte[] scraped = first.scrape(TestGateway.DELIMITED + UTF8);

        assertThat(families(scraped).stream().filter(family -> !family.getName().startsWith("push_")))
                .containsExactlyInAnyOrderElementsOf(
                        pushed.stream().map(family -> labelled(family, "a")).toList());
        assertThat(gateway(TestGateway.DELIMITED, scraped).scrape(TestGateway.DELIMITED + UTF8))
                .isEqualTo(scraped);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void textSaysTheSameWhenItIsPushedAgain(int seed) throws IOException {
        TestGateway first = gateway(TestGateway.DELIMITED, body(new RandomFamilies(seed).next()));
        byte[] scraped = first.scrape(TestGateway.TEXT + UTF8);

        TestGateway second = gateway(TestGateway.TEXT, scraped);

        byte[] again = second.scrape(TestGateway.TEXT + UTF8);
        assertThat(again).isEqualTo(scraped);
        assertThat(gateway(TestGateway.TEXT, again).scrape(TestGateway.DELIMITED + UTF8))
                .isEqualTo(second.scrape(TestGateway.DELIMITED + UTF8));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void openMetricsSaysTheSameWhenItIsPushedAgain(int seed) throws IOException {
        TestGateway first = gateway(TestGateway.DELIMITED, body(new RandomFamilies(seed).next()));
        Scrape scrape = first.answer(TestGateway.OPENMETRICS + UTF8);
        byte[] scraped = TestGateway.scrape(scrape);

        // Where OpenMetrics could not tell it this is text once more.
        TestGateway second = gateway(scrape.format().contentType(), scraped);

        assertThat(second.scrape(TestGateway.OPENMETRICS + UTF8)).isEqualTo(scraped);
        assertThat(second.scrape(TestGateway.TEXT + UTF8))
                .satisfies(text -> assertThat(samples(text))
                        .containsExactlyInAnyOrderElementsOf(samples(first.scrape(TestGateway.TEXT + UTF8))));
    }

    /** A pushed family as it must come back. */
    static MetricFamily labelled(MetricFamily family, String job) {
        MetricFamily.Builder labelled = family.toBuilder().clearMetric();
        List<Metric> metrics = new ArrayList<>();
        for (Metric metric : family.getMetricList()) {
            List<LabelPair> labels = new ArrayList<>(metric.getLabelList());
            labels.add(LabelPair.newBuilder().setName("instance").setValue("").build());
            labels.add(LabelPair.newBuilder().setName("job").setValue(job).build());
            labels.sort(Comparator.comparing(LabelPair::getName, CodePointOrder.INSTANCE));
            metrics.add(metric.toBuilder().clearLabel().addAllLabel(labels).build());
        }
        metrics.sort(Comparator.comparingInt(Metric::getLabelCount)
                .thenComparing(RoundTripTest::values, RoundTripTest::compare));
        return labelled.addAllMetric(metrics).build();
    }

    static List<MetricFamily> families(byte[] body) throws IOException {
        List<MetricFamily> families = new ArrayList<>();
        InputStream in = new ByteArrayInputStream(body);
        while (in.available() > 0) {
            families.add(MetricFamily.parseDelimitedFrom(in));
        }
        return families;
    }

    static byte[] body(List<MetricFamily> families) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (MetricFamily family : families) {
            family.writeDelimitedTo(body);
        }
        return body.toByteArray();
    }

    private static TestGateway gateway(String contentType, byte[] body) throws IOException {
        return new TestGateway().push(TestPushes.key("a"), contentType, body);
    }

    private static List<String> samples(byte[] text) {
        return new String(text, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    private static List<String> values(Metric metric) {
        return metric.getLabelList().stream().map(LabelPair::getValue).toList();
    }

    private static int compare(List<String> a, List<String> b) {
        for (int i = 0; i < a.size(); i++) {
            int order = CodePointOrder.compare(a.get(i), b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
