package dev.quorumgate.groups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricCursor;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.model.PushedMetric;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Goal: a push that contradicts itself is refused in words that name what does. */
class PushIntakeTest {
    @Test
    void namesTheMetricThatHasATimestamp() {
        PushedMetric timed = new PushedMetric(List.of(new Label("a", "b")), new byte[0], Optional.of("1234"), true);

        assertThat(refusal(TestPushes.put(
                        TestPushes.key("j"),
                        TestPushes.family("n", MetricType.GAUGE, TestPushes.metric(1)),
                        TestPushes.family("m", MetricType.GAUGE, TestPushes.metric(1), timed))))
                .isEqualTo("pushed metrics must not have timestamps\n"
                        + "metric \"m\" {a=\"b\"} has the timestamp 1234; send the value alone");
    }

    @Test
    void showsBothMetricsThatBecomeOne() {
        assertThat(refusal(TestPushes.put(
                        TestPushes.key("j", "a", "9"),
                        TestPushes.family(
                                "m",
                                MetricType.GAUGE,
                                TestPushes.metric(1, "a", "1"),
                                TestPushes.metric(1, "b", "1"),
                                TestPushes.metric(1, "a", "2")))))
                .isEqualTo(
                        "collected metric \"m\" {a=\"9\",instance=\"\",job=\"j\"} was collected before with the same name"
                                + " and label values: this push holds it twice, as {a=\"1\"} and {a=\"2\"}");
    }

    @Test
    void putsEachGroupingLabelInThePlaceOfThePushedOne() {
        Command.Push push = (Command.Push) TestPushes.put(
                TestPushes.key("j", "b", "grouping", "z", "grouping"),
                TestPushes.family(
                        "m",
                        MetricType.GAUGE,
                        TestPushes.metric(1, "y", "own", "job", "own", "b", "own", "a", "own"),
                        TestPushes.metric(1, "instance", "own", "zz", "own")));

        MetricCursor metric = push.families().get(0).cursor();
        metric.nextMetric();
        assertThat(Label.format(metric.labels()))
                .isEqualTo("{b=\"grouping\",instance=\"own\",job=\"j\",z=\"grouping\",zz=\"own\"}");
        metric.nextMetric();
        assertThat(Label.format(metric.labels()))
                .isEqualTo("{a=\"own\",b=\"grouping\",instance=\"\",job=\"j\",y=\"own\",z=\"grouping\"}");
    }

    private static String refusal(Command command) {
        assertThat(command).isInstanceOf(Command.RecordFailure.class);
        return ((Command.RecordFailure) command).reason();
    }
}
