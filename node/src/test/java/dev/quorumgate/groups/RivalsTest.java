package dev.quorumgate.groups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricType;
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
        List<Command.Push> pushes = IntStream.range(0, 400)
                .mapToObj(i -> (Command.Push) push("large" + i, 20))
                .toList();

        Transition all = groups.apply(batch(groups, new Command.PushGroups(pushes)));
        Transition few = groups.apply(batch(groups, new Command.PushGroups(pushes.subList(0, 10))));

        assertThat(all.outcomes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(Rivals.TOO_MUCH));
        assertThat(few.outcomes()).containsExactly(Outcome.ACCEPTED);
        assertThat(all.next().seriesCount()).isEqualTo(groups.seriesCount() + 2); // the two times of the refused group
    }

    /** Two million look-ups, or a look at the thousand groups: the latter, and it finds what is there. */
    @Test
    void looksAtAllThatHoldTheFamilyWhereThatIsLess() {
        Groups groups = withAGroupForEachSetOfLabelNames();
        Transition large = groups.apply(batch(groups, push("large", 2000)));
        Groups withLarge = large.next();

        Transition same = withLarge.apply(batch(
                withLarge,
                TestPushes.put(
                        TestPushes.key("large"),
                        TestPushes.family("f", MetricType.GAUGE, metric(0, "kind", "of its own"), metric(-1)))));

        assertThat(large.outcomes()).containsExactly(Outcome.ACCEPTED);
        assertThat(same.outcomes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason())
                                .contains("group {job=\"large\",kind=\"of its own\"} holds this series"));
    }

    @Test
    void findsTheGroupsThatHoldOneOfManySeries() {
        Groups groups = withAGroupForEachSetOfLabelNames();
        GroupingKey held = TestPushes.key("large", "l3", "v", "l7", "v");
        groups = groups.apply(batch(
                        groups,
                        TestPushes.post(
                                held, TestPushes.family("f", MetricType.GAUGE, metric(1999, "kind", "of its own")))))
                .next();

        assertThat(groups.apply(batch(groups, push("large", 2000))).outcomes())
                .singleElement()
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.reason()).contains("group " + held + " holds this series"));
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
                    TestPushes.family(
                            "f",
                            MetricType.GAUGE,
                            IntStream.range(0, 10)
                                    .mapToObj(i -> TestPushes.metric(1, "own", "x" + i))
                                    .toArray(PushedMetric[]::new))));
        }
        return Groups.EMPTY.apply(new Batch(0, 1, pushes)).next();
    }

    private static Batch batch(Groups before, Command command) {
        return new Batch(before.position().appliedIndex() + 1, 1, List.of(command));
    }

    private static Command push(String job, int series) {
        return TestPushes.put(
                TestPushes.key(job, "kind", "of its own"),
                TestPushes.family(
                        "f",
                        MetricType.GAUGE,
                        IntStream.range(0, series).mapToObj(i -> metric(i)).toArray(PushedMetric[]::new)));
    }

    /** With all label names. */
    private static PushedMetric metric(int number, String... more) {
        List<String> labels = new ArrayList<>(List.of(more));
        labels.addAll(List.of("series", "s" + number));
        for (int i = 0; i < LABELS; i++) {
            labels.addAll(List.of("l" + i, "v"));
        }
        return TestPushes.metric(1, labels.toArray(String[]::new));
    }
}
