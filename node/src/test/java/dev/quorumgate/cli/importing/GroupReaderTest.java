package dev.quorumgate.cli.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorumgate.cli.importing.Losses.Loss;
import dev.quorumgate.groups.GroupSelector;
import dev.quorumgate.proto.client.Counter;
import dev.quorumgate.proto.client.Exemplar;
import dev.quorumgate.proto.client.LabelPair;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.MetricFamily;
import dev.quorumgate.proto.client.MetricType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a Pushgateway answers at two moments between which something was pushed, and what it answers by mischance. */
class GroupReaderTest {
    private static final String TIMES = """
            "push_time_seconds":{"time_stamp":"t","type":"GAUGE","metrics":[{"labels":{},"value":"1.5e+09"}]},
            "push_failure_time_seconds":{"time_stamp":"t","type":"GAUGE","metrics":[{"labels":{},"value":"0"}]}""";

    private final Losses losses = new Losses();

    @Test
    void theScrapeAddsToASeriesThatIsInTheSameState() throws Exception {
        ScrapeIndex scrape = scrape(counter("c_total", 7));

        List<SourceGroup> groups = read(scrape, group("c_total", "COUNTER", "\"value\":\"7\""));

        assertThat(only(groups).getCounter().hasExemplar()).isTrue();
        assertThat(scrape.unseen()).isEmpty();
    }

    @Test
    void aSeriesThatWasPushedInBetweenIsAsTheApiTells() throws Exception {
        ScrapeIndex scrape = scrape(counter("c_total", 7));

        List<SourceGroup> groups = read(scrape, group("c_total", "COUNTER", "\"value\":\"8\""));

        assertThat(only(groups).getCounter())
                .isEqualTo(Counter.newBuilder().setValue(8).build());
    }

    @Test
    void whatOnlyOneOfBothHasIsTold() throws Exception {
        ScrapeIndex scrape = scrape(counter("gone", 1));

        List<SourceGroup> groups = read(scrape, group("new", "COUNTER", "\"value\":\"8\""));

        assertThat(only(groups).getCounter().getValue()).isEqualTo(8);
        assertThat(losses.count(Loss.ONLY_TOLD)).isEqualTo(1);
        assertThat(scrape.unseen()).containsEntry("gone", 1L);
    }

    @Test
    void aNativeHistogramThatTheScrapeHadInAnotherStateIsLeftAndNamed() throws Exception {
        List<SourceGroup> groups = read(
                scrape(), group("n", "HISTOGRAM", "\"buckets\":[[0,\"1\",\"2\",\"3\"]],\"count\":\"3\",\"sum\":\"4\""));

        assertThat(groups.get(0).families()).isEmpty();
        assertThat(losses.count(Loss.HISTOGRAMS)).isEqualTo(1);
    }

    @Test
    void countsAreWholeOrFractionsAsTheyAreWritten() throws Exception {
        List<SourceGroup> groups = read(
                scrape(),
                group(
                        "h",
                        "HISTOGRAM",
                        "\"buckets\":{\"+Inf\":\"18446744073709551615\",\"0.1\":\"1.5\"},"
                                + "\"count\":\"18446744073709551615\",\"sum\":\"NaN\""));

        assertThat(only(groups).getHistogram().getSampleCount()).isEqualTo(-1L);
        assertThat(only(groups).getHistogram().getBucket(0).getCumulativeCountFloat())
                .isEqualTo(1.5);
        assertThat(only(groups).getHistogram().getBucket(1).getUpperBound()).isInfinite();
        assertThat(only(groups).getHistogram().getSampleSum()).isNaN();
    }

    @Test
    void aFamilyNamedLabelsHidesWhereItsGroupBelongs() throws Exception {
        String data = "{\"labels\":" + family("GAUGE", "\"value\":\"1\"") + "," + TIMES + "}";

        assertThat(read(scrape(counter("labels", 1)), data)).isEmpty();
        assertThat(losses.count(Loss.HIDDEN_LABELS)).isEqualTo(1);
    }

    @Test
    void groupingLabelsMayBeNamedAsAFamilysKeys() throws Exception {
        String data =
                "{\"labels\":{\"job\":\"a\",\"type\":\"b\",\"metrics\":\"c\",\"time_stamp\":\"d\"}," + TIMES + "}";

        assertThat(read(scrape(), data))
                .singleElement()
                .satisfies(group -> assertThat(group.labels()).hasSize(4));
    }

    @Test
    void whatIsNoPushgatewayIsToldInWords() {
        assertThatThrownBy(() -> read(scrape(), "{\"labels\":{\"job\":\"\"}}")).hasMessageContaining("job");
        assertThatThrownBy(() -> read(scrape(), "[]")).hasMessageContaining("no JSON object");
        assertThatThrownBy(() -> read(scrape(), group("x", "COUNTER", "\"value\":\"many\"")))
                .hasMessageContaining("\"many\"");
        assertThatThrownBy(() -> read(scrape(), group("x", "NOVEL", "\"value\":\"1\"")))
                .hasMessageContaining("\"NOVEL\"");
        assertThatThrownBy(() -> JsonTrees.readData(in("<html>"), element -> {}))
                .hasMessageContaining("no JSON");
        assertThatThrownBy(() -> JsonTrees.readData(in("{\"status\":\"success\"}"), element -> {}))
                .hasMessageContaining("\"data\"");
    }

    private List<SourceGroup> read(ScrapeIndex scrape, String group) throws Exception {
        GroupReader reader = new GroupReader(scrape, GroupSelector.ALL, true, losses);
        List<SourceGroup> groups = new ArrayList<>();
        JsonTrees.readData(
                in("{\"status\":\"success\",\"data\":[" + group + "]}"),
                element -> reader.read(element).ifPresent(groups::add));
        return groups;
    }

    private static Metric only(List<SourceGroup> groups) {
        assertThat(groups).hasSize(1);
        return groups.get(0).families().get(0).getMetric(0);
    }

    private static String group(String name, String type, String value) {
        return "{\"labels\":{\"job\":\"j\"},\"last_push_successful\":true,\"" + name + "\":" + family(type, value) + ","
                + TIMES + "}";
    }

    private static String family(String type, String value) {
        return "{\"time_stamp\":\"t\",\"type\":\"" + type + "\",\"metrics\":[{\"labels\":{\"job\":\"j\"}," + value
                + "}]}";
    }

    private static MetricFamily counter(String name, double value) {
        return MetricFamily.newBuilder()
                .setName(name)
                .setType(MetricType.COUNTER)
                .addMetric(Metric.newBuilder()
                        .addLabel(LabelPair.newBuilder().setName("job").setValue("j"))
                        .setCounter(Counter.newBuilder()
                                .setValue(value)
                                .setExemplar(Exemplar.newBuilder().setValue(1))))
                .build();
    }

    private static ScrapeIndex scrape(MetricFamily... families) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (MetricFamily family : families) {
            family.writeDelimitedTo(out);
        }
        return ScrapeIndex.read(new ByteArrayInputStream(out.toByteArray()));
    }

    private static ByteArrayInputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
