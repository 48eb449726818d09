package dev.quorumgate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GroupingKeyTest {
    @Test
    void isTheSetOfItsLabels() {
        GroupingKey oneWay = GroupingKey.of(List.of(new Label("zone", "eu"), new Label("job", "a")));
        GroupingKey another = GroupingKey.of(List.of(new Label("job", "a"), new Label("zone", "eu")));

        assertThat(oneWay).isEqualTo(another).hasSameHashCodeAs(another);
        assertThat(oneWay).hasToString("{job=\"a\",zone=\"eu\"}");
    }

    @Test
    void keepsEmptyValuesApartFromMissingLabels() {
        GroupingKey without = GroupingKey.of(Map.of("job", "a"));
        GroupingKey with = GroupingKey.of(Map.of("job", "a", "instance", ""));

        assertThat(without).isNotEqualTo(with);
        assertThat(without).isLessThan(with);
    }

    @Test
    void sortsByJobThenByTheOtherLabels() {
        List<GroupingKey> sorted = List.of(
                GroupingKey.of(Map.of("job", "a")),
                GroupingKey.of(Map.of("job", "a", "a", "2")),
                GroupingKey.of(Map.of("job", "a", "b", "1")),
                GroupingKey.of(Map.of("job", "a", "b", "1", "c", "")),
                GroupingKey.of(Map.of("job", "a\0", "a", "1")),
                GroupingKey.of(Map.of("job", "aa", "a", "1")),
                GroupingKey.of(Map.of("job", "\uFFFD", "a", "1")),
                GroupingKey.of(Map.of("job", "\uD83D\uDE00", "a", "1")));

        assertThat(sorted).isSorted();
    }

    @Test
    void needsAJobAndUniqueNames() {
        assertThatThrownBy(() -> GroupingKey.of(Map.of("instance", "a"))).hasMessageContaining("needs a job");
        assertThatThrownBy(() -> GroupingKey.of(Map.of("job", ""))).hasMessageContaining("needs a job");
        assertThatThrownBy(
                        () -> GroupingKey.of(List.of(new Label("job", "a"), new Label("x", "1"), new Label("x", "2"))))
                .hasMessageContaining("'x' occurs twice");
    }

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void comesBackFromItsEncoding(int seed) {
        Random random = new Random(seed);
        TreeMap<String, String> labels = new TreeMap<>(Map.of("job", "j" + text(random)));
        for (int i = random.nextInt(5); i > 0; i--) {
            labels.put("n" + text(random), text(random));
        }
        GroupingKey key = GroupingKey.of(labels);

        assertThat(GroupingKey.decode(key.encoded())).isEqualTo(key);
        assertThat(GroupingKey.decode(key.encoded()).labels()).isEqualTo(key.labels());
    }

    private static String text(Random random) {
        String alphabet = "\0\1\u007Fa\u00E9\uFFFF\uE000";
        List<String> parts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            int choice = random.nextInt(alphabet.length() + 1);
            parts.add(choice == alphabet.length() ? "\uD83D\uDE00" : alphabet.substring(choice, choice + 1));
        }
        return String.join("", parts);
    }
}
