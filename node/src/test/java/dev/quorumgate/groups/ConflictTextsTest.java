package dev.quorumgate.groups;

import static dev.quorumgate.groups.TestPushes.family;
import static dev.quorumgate.groups.TestPushes.key;
import static dev.quorumgate.groups.TestPushes.metric;
import static dev.quorumgate.groups.TestPushes.post;
import static dev.quorumgate.groups.TestPushes.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person reads at night: the original's words, then the types or the series, and the other group. */
class ConflictTextsTest {
    private static final GroupingKey OTHER = key("other", "zone", "eu");

    static Stream<Arguments> conflicts() {
        return Stream.of(
                arguments(
                        "type",
                        put(OTHER, family("m", MetricType.GAUGE, metric(1))),
                        put(key("a"), family("m", MetricType.COUNTER, metric(1))),
                        "collected metric \"m\" {instance=\"\",job=\"a\"} is not a GAUGE: it is pushed as counter, and"
                                + " group {job=\"other\",zone=\"eu\"} holds it as gauge"),
                arguments(
                        "series",
                        put(OTHER, family("m", MetricType.GAUGE, metric(1, "x", "1"))),
                        put(key("other"), family("m", MetricType.GAUGE, metric(1, "x", "1", "zone", "eu"))),
                        "collected metric \"m\" {instance=\"\",job=\"other\",x=\"1\",zone=\"eu\"} was collected before"
                                + " with the same name and label values: group {job=\"other\",zone=\"eu\"} holds this"
                                + " series"),
                arguments(
                        "twin",
                        put(key("a")),
                        put(key("a", "instance", "")),
                        "2 error(s) occurred:\n"
                                + "* collected metric \"push_time_seconds\" {instance=\"\",job=\"a\"} was collected before"
                                + " with the same name and label values: group {job=\"a\"} holds this series\n"
                                + "* collected metric \"push_failure_time_seconds\" {instance=\"\",job=\"a\"} was"
                                + " collected before with the same name and label values: group {job=\"a\"} holds this"
                                + " series"),
                arguments(
                        "suffix, met second",
                        put(OTHER, family("h", MetricType.HISTOGRAM, metric(1))),
                        put(key("a"), family("h_count", MetricType.GAUGE, metric(1))),
                        "collected metric named \"h_count\" collides with previously collected histogram named \"h\" in"
                                + " group {job=\"other\",zone=\"eu\"}"),
                arguments(
                        "suffix, met first",
                        put(OTHER, family("h_bucket", MetricType.GAUGE, metric(1))),
                        put(key("a"), family("h", MetricType.HISTOGRAM, metric(1))),
                        "collected histogram named \"h\" collides with previously collected metric named \"h_bucket\" in"
                                + " group {job=\"other\",zone=\"eu\"}"),
                arguments(
                        "type of an own metric",
                        put(OTHER),
                        put(key("a"), family("process_open_fds", MetricType.COUNTER, metric(1))),
                        "gathered metric family process_open_fds has type COUNTER but should have GAUGE: the gateway"
                                + " exposes a metric of this name itself"),
                arguments(
                        "suffix of an own metric",
                        put(OTHER),
                        put(key("a"), family("pushgateway_http_push_size_bytes_sum", MetricType.GAUGE, metric(1))),
                        "collected metric named \"pushgateway_http_push_size_bytes_sum\" collides with previously"
                                + " collected summary named \"pushgateway_http_push_size_bytes\": the gateway exposes it"
                                + " itself"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conflicts")
    void nameTheOtherGroup(String name, Command before, Command refused, String text) {
        Groups groups = Groups.EMPTY.apply(new Batch(1, 5, List.of(before))).next();

        Transition step = groups.apply(new Batch(2, 7, List.of(refused)));

        assertThat(step.outcomes()).containsExactly(new Outcome.Rejected(Outcome.Cause.INCONSISTENT, text, 0));
    }

    @Test
    void areKeptInTheRecordOfTheGroup() {
        Groups groups = Groups.EMPTY
                .apply(new Batch(1, 5, List.of(put(OTHER, family("m", MetricType.GAUGE, metric(1))))))
                .next();

        Groups next = groups.apply(new Batch(2, 7, List.of(post(key("a"), family("m", MetricType.COUNTER, metric(1))))))
                .next();

        Group group = Objects.requireNonNull(next.byKey().get(key("a")));
        assertThat(group.failure().timeNanos()).isEqualTo(7);
        assertThat(group.failure().source()).isEqualTo("test");
        assertThat(group.failure().reason()).endsWith("group {job=\"other\",zone=\"eu\"} holds it as gauge");
    }

    @Test
    void ofAnAtomicPushSayWhichOneItIs() {
        List<Command.Push> pushes = new ArrayList<>();
        for (MetricType type : List.of(MetricType.GAUGE, MetricType.GAUGE, MetricType.COUNTER)) {
            pushes.add((Command.Push) put(key("job" + pushes.size()), family("m", type, metric(1))));
        }

        Transition step = Groups.EMPTY.apply(new Batch(1, 5, List.of(new Command.PushGroups(pushes))));

        assertThat(step.outcomes())
                .containsExactly(new Outcome.Rejected(
                        Outcome.Cause.INCONSISTENT,
                        "collected metric \"m\" {instance=\"\",job=\"job2\"} is not a GAUGE: it is pushed as counter, and"
                                + " group {job=\"job0\"} holds it as gauge",
                        2));
        assertThat(step.next().byKey().size())
                .as("the group of the failure alone")
                .isEqualTo(1);
        assertThat(step.next().byKey().get(key("job2"))).isNotNull();
    }
}
