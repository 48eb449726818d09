package dev.quorumgate.groups;

import static dev.quorumgate.groups.LabelMatcher.Operator.EQUAL;
import static dev.quorumgate.groups.LabelMatcher.Operator.MATCHES;
import static dev.quorumgate.groups.TestPushes.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorumgate.model.GroupingKey;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What it takes to find the groups that a selector chooses. */
class SelectionTest {
    /** {@code (?:a?){480}z} is one that looks at all of its instructions at each character. */
    private static final LabelMatcher SLOW = Selectors.matcher("job", MATCHES, "(?:a?){480}z");

    @Test
    void countsWhatThePatternsTake() throws TooMuchToMatchException {
        LabelMatcher pattern = Selectors.matcher("job", MATCHES, "a.*");
        long one = pattern.programSize() * 4L;
        Selection selection = new Selection(Selectors.of(List.of(pattern)), 2 * one);

        assertThat(selection.chooses(key("abc"))).isTrue();
        assertThat(selection.chooses(key("bcd"))).isFalse();
        assertThat(selection.chooses(key("abc", "x", "any"))).as("remembered").isTrue();
        assertThatThrownBy(() -> selection.chooses(key("cde")))
                .isInstanceOf(TooMuchToMatchException.class)
                .hasMessageStartingWith("the patterns take too long to match: " + 3 * one
                        + " steps for the first 4 groups, at most " + 2 * one + " are possible");
    }

    @Test
    void looksAtPatternsLast() throws TooMuchToMatchException {
        GroupSelector selector = Selectors.of(List.of(SLOW, Selectors.matcher("zone", EQUAL, "eu")));

        assertThat(new Selection(selector, 0).chooses(key("aaa", "zone", "us"))).isFalse();
        assertThat(selector.toString()).startsWith("{job=~");
    }

    @Test
    void remembersNoMoreThanAFixedNumberOfValues() throws TooMuchToMatchException {
        LabelMatcher pattern = Selectors.matcher("job", MATCHES, "x");
        List<GroupingKey> keys = new ArrayList<>();
        IntStream.range(1_000_000, 1_000_000 + Selection.REMEMBERED_MAX + 1)
                .forEach(i -> keys.add(key(Integer.toString(i))));
        long one = pattern.programSize() * 8L;
        Selection selection = new Selection(Selectors.of(List.of(pattern)), one * (keys.size() + 1));

        for (GroupingKey key : keys) {
            selection.chooses(key);
        }

        assertThat(selection.chooses(keys.get(0))).isFalse();
        assertThat(selection.chooses(keys.get(keys.size() - 1))).isFalse();
        assertThatThrownBy(() -> selection.chooses(keys.get(keys.size() - 1)))
                .as("each time it is asked about the one value too many")
                .isInstanceOf(TooMuchToMatchException.class);
    }

    @Test
    void givesUpBeforeOneMatchThatTakesTooLong() {
        Selection selection = new Selection(Selectors.of(List.of(SLOW)), Selection.STEPS_MAX);

        assertThatThrownBy(() -> selection.chooses(key("a".repeat(6_000_000))))
                .isInstanceOf(TooMuchToMatchException.class);
    }

    @Test
    void deletesNothingWhenTheCommandDoesNotAllowAsManySteps() {
        Groups groups = Groups.EMPTY
                .apply(new Batch(1, 1, List.of(TestPushes.put(key("az")))))
                .next();
        GroupSelector selector = Selectors.of(List.of(SLOW));
        long needed = SLOW.programSize() * 3L;

        Transition refused = groups.apply(
                new Batch(2, 2, List.of(new Command.DeleteMatching(selector, OptionalLong.empty(), needed - 1))));
        Transition done = groups.apply(
                new Batch(2, 2, List.of(new Command.DeleteMatching(selector, OptionalLong.empty(), needed))));

        assertThat(refused.outcomes()).singleElement().satisfies(outcome -> {
            Outcome.Rejected rejected = (Outcome.Rejected) outcome;
            assertThat(rejected.cause()).isEqualTo(Outcome.Cause.LIMIT);
            assertThat(rejected.reason()).startsWith("the patterns take too long to match: ");
        });
        assertThat(refused.next().byKey().size()).isEqualTo(1);
        assertThat(done.next().byKey().size()).isZero();
    }
}
