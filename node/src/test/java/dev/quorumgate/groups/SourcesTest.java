package dev.quorumgate.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who replaces a group: a letter is a push by the host of that name. */
class SourcesTest {
    static Stream<Arguments> histories() {
        return Stream.of(
                arguments("", ""),
                arguments("AAAA", ""),
                arguments("AAAB", ""),
                arguments("AAABBBB", ""),
                arguments("ABA", ""),
                arguments("AAABBBBA", ""),
                arguments("ABCDEF", ""),
                arguments("ABCABCABC", ""),
                arguments("ABAB", "A"),
                arguments("ABABA", "B"),
                arguments("AABBAAB", "A"),
                arguments("ABABB", "A"),
                arguments("ABABBB", ""),
                arguments("ABABC", ""),
                arguments("ABABABABBBBBB", ""));
    }

    @ParameterizedTest(name = "pushes by {0}")
    @MethodSource("histories")
    void suspectsHostsThatTakeTurns(String pushes, String rival) {
        Sources sources = Sources.NONE;
        for (int i = 0; i < pushes.length(); i++) {
            sources = sources.with(pushes.charAt(i) + ":" + i);
        }

        assertThat(sources.rival().orElse("")).isEqualTo(rival);
    }

    @Test
    void takesAddressesOfEitherKindAndKeepsOnlySoMuch() {
        assertThat(Sources.NONE.with("[::1]:9").last()).isEqualTo("[::1]");
        assertThat(Sources.NONE.with("x".repeat(1000) + ":1").last()).hasSize(100);
        Sources known = Sources.NONE.with("a:1");
        assertThat(known.with("a:2")).isSameAs(known);
        assertThat(known.with("")).isSameAs(known);
    }
}
