package dev.quorumgate.groups;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: the kinds of groups that a series can live in are found, all of them and at little cost. */
class LabelNameSetsTest {
    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void findsExactlyTheContainedOnes(int seed) {
        Random random = new Random(seed);
        LabelNameSets sets = LabelNameSets.EMPTY;
        Set<GroupingKey> keys = new HashSet<>();
        for (int i = random.nextInt(200); i >= 0; i--) {
            GroupingKey key = key(random, 1 + random.nextInt(9));
            keys.add(key);
            sets = sets.with(key);
        }
        GroupingKey own = key(random, 5);
        GroupingKey series = key(random, 1 + random.nextInt(30));

        List<LabelNameSets.Contained> found = sets.containedIn(series.names(), own.names(), Effort.unlimited());

        // All values are equal, so a key stands for its set of names.
        assertThat(found.stream().map(each -> each.keyFrom(series.labels())))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(keys.stream()
                        .filter(key -> series.labels().containsAll(key.labels()))
                        .filter(key -> !key.names().equals(own.names()))
                        .toList());
    }

    /** Of 100,000 others it must not be said that they are not contained, one by one, for each series anew. */
    @Test
    void costsWhatIsFoundNotWhatIsThere() {
        LabelNameSets sets = LabelNameSets.EMPTY;
        for (int i = 0; i < 5000; i++) {
            sets = sets.with(TestPushes.key("j", "g" + i, "")).with(TestPushes.key("j", "other", "", "z" + i, ""));
        }
        List<String> names = TestPushes.key(
                        "j",
                        IntStream.range(0, 30)
                                .boxed()
                                .flatMap(i -> Stream.of("n" + i, ""))
                                .toArray(String[]::new))
                .names();
        Effort effort = Effort.unlimited();

        assertThat(sets.containedIn(names, List.of(), effort)).isEmpty();
        assertThat(effort.spent()).isLessThan(1000);
    }

    @Test
    void stopsWhereItIsTooMuch() {
        LabelNameSets sets = LabelNameSets.EMPTY;
        Map<String, String> all = new TreeMap<>(Map.of("job", "j"));
        for (int i = 0; i < 1000; i++) {
            sets = sets.with(TestPushes.key("j", "g" + i, ""));
            all.put("g" + i, "");
        }
        Effort effort = new Effort(500);

        assertThat(sets.containedIn(GroupingKey.of(all).names(), List.of(), effort))
                .hasSizeLessThan(100);
        assertThat(effort.isExceeded()).isTrue();
    }

    private static GroupingKey key(Random random, int labels) {
        Set<Label> chosen = new HashSet<>(Set.of(new Label(GroupingKey.JOB, "v")));
        while (chosen.size() < labels) {
            chosen.add(new Label(Character.toString('a' + random.nextInt(15)).repeat(1 + random.nextInt(2)), "v"));
        }
        return GroupingKey.of(chosen);
    }
}
