package dev.quorumgate.groups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.model.PushedFamily;
import dev.quorumgate.model.PushedMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Goal: one push cannot hold up everybody else's. */
class RivalsTest {
    private static final int LABELS = 10;

    @Test
    void refusesWhatWouldTakeTooLongToCompare() {
        Groups groups = withAGroupForEachSetOfLabelNames();

        Transition large = groups.apply(batch(groups, push(2000)));
        Transition small = groups.apply(batch(groups, push(100)));

        assertThat(large.outcomes())
                .containsExactly(new Outcome.Rejected(Outcome.Cause.INCONSISTENT, Rivals.TOO_MUCH, 0));
        assertThat(small.outcomes()).containsExactly(Outcome.ACCEPTED);
        assertThat(large.next().seriesCount()).isEqualTo(groups.seriesCount() + 2); // the group's two times
    }

    @Test
    void takesTheSameWhereGroupsAreOfFewKinds() {
        assertThat(Groups.EMPTY.apply(batch(Groups.EMPTY, push(2000))).outcomes())
                .containsExactly(Outcome.ACCEPTED);
    }

    /** {@code job} and each subset of the other names. */
    private static Groups withAGroupForEachSetOfLabelNames() {
        List<Command> pushes = new ArrayList<>();
        for (int subset = 0; subset < 1 << LABELS; subset++) {
            Map<String, String> labels = new TreeMap<>(Map.of("job", "small"));
            for (int i = 0; i < LABELS; i++) {
                if ((subset >> i & 1) == 1) {
                    labels.put("l" + i, "v");
                }
            }
            pushes.add(TestPushes.put(
                    GroupingKey.of(labels),
                    TestPushes.family("f", MetricType.GAUGE, TestPushes.metric(1, "own", "x"))));
        }
        return Groups.EMPTY.apply(new Batch(0, 1, pushes)).next();
    }

    private static Batch batch(Groups before, Command command) {
        return new Batch(before.position().appliedIndex() + 1, 1, List.of(command));
    }

    private static Command push(int series) {
        PushedMetric[] metrics = IntStream.range(0, series)
                .mapToObj(i -> {
                    String[] labels = new String[2 * LABELS + 2];
                    labels[0] = "series";
                    labels[1] = "s" + i;
                    for (int j = 0; j < LABELS; j++) {
                        labels[2 * j + 2] = "l" + j;
                        labels[2 * j + 3] = "v";
                    }
                    return TestPushes.metric(1, labels);
                })
                .toArray(PushedMetric[]::new);
        return TestPushes.put(
                TestPushes.key("large", "kind", "of its own"),
                new PushedFamily[] {TestPushes.family("f", MetricType.GAUGE, metrics)});
    }
}
