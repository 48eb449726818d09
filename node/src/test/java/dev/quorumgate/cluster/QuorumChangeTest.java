package dev.quorumgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: no change of the members endangers the majority unseen. Method: configurations, those who do not answer in brackets. */
class QuorumChangeTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void tellsWhatAChangeDoesToTheMajority(
            String name,
            String before,
            String after,
            int toleranceBefore,
            int toleranceAfter,
            QuorumChange.Verdict verdict) {
        QuorumChange change = change(before, after);

        assertThat(change.before().tolerance()).isEqualTo(toleranceBefore);
        assertThat(change.after().tolerance()).isEqualTo(toleranceAfter);
        assertThat(change.verdict()).isEqualTo(verdict);
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                arguments("one of three", "1 2 3", "1 2", 1, 0, QuorumChange.Verdict.ENDANGERS),
                arguments("the dead one of three", "1 2 (3)", "1 2", 0, 0, QuorumChange.Verdict.SAFE),
                arguments("a living one while one is dead", "1 2 (3)", "1 (3)", 0, -1, QuorumChange.Verdict.LOSES),
                arguments("one of five", "1 2 3 4 5", "1 2 3 4", 2, 1, QuorumChange.Verdict.SAFE),
                arguments("one of four", "1 2 3 4", "1 2 3", 1, 1, QuorumChange.Verdict.SAFE),
                arguments("one of two", "1 2", "1", 0, 0, QuorumChange.Verdict.SAFE),
                arguments("the last one", "1", "", 0, -1, QuorumChange.Verdict.LOSES),
                arguments("a second one", "1", "1 2", 0, 0, QuorumChange.Verdict.SAFE),
                arguments("a third one", "1 2", "1 2 3", 0, 1, QuorumChange.Verdict.SAFE),
                arguments("a fourth one", "1 2 3", "1 2 3 4", 1, 1, QuorumChange.Verdict.SAFE),
                arguments("a fourth one while one is dead", "1 2 (3)", "1 2 (3) 4", 0, 0, QuorumChange.Verdict.SAFE),
                arguments("a new one for a dead one", "1 2 (3)", "1 2 4", 0, 1, QuorumChange.Verdict.SAFE),
                arguments("a new one for a living one", "1 2 3", "1 2 4", 1, 1, QuorumChange.Verdict.SAFE),
                arguments("a silent one as a second", "1", "1 (2)", 0, -1, QuorumChange.Verdict.LOSES));
    }

    @Test
    void leavesNobodyWithoutAVoterWhateverTheOperatorSays() {
        assertThat(change("1", "").mayBeForced()).isFalse();
        assertThat(change("1 2 (3)", "1 (3)").mayBeForced()).isTrue();
    }

    @Test
    void saysWhatASafeChangeDoesNotBring() {
        assertThat(change("1", "1 2").note())
                .contains("from now on losing either voter stops the cluster; go on to three");
        assertThat(change("1 2 3", "1 2 3 4").note()).contains("4 voters tolerate no more losses than 3; go on to 5");
        assertThat(change("1 2", "1 2 3").note()).isEmpty();
    }

    private static QuorumChange change(String before, String after) {
        return QuorumChange.of(
                configuration(before),
                configuration(after),
                voter -> !before.contains("(" + voter + ")") && !after.contains("(" + voter + ")"));
    }

    private static Configuration configuration(String voters) {
        return new Configuration(
                1,
                Arrays.stream(voters.replaceAll("[()]", "").split(" "))
                        .filter(name -> !name.isEmpty())
                        .map(name -> new MemberRef(PeerId.of(name), name + ":1", name + ":2"))
                        .toList(),
                List.of());
    }
}
