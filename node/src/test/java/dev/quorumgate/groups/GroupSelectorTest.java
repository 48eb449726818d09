package dev.quorumgate.groups;

import static dev.quorumgate.groups.LabelMatcher.Operator.EQUAL;
import static dev.quorumgate.groups.LabelMatcher.Operator.MATCHES;
import static dev.quorumgate.groups.LabelMatcher.Operator.NOT_EQUAL;
import static dev.quorumgate.groups.LabelMatcher.Operator.NOT_MATCHES;
import static dev.quorumgate.groups.TestPushes.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.quorumgate.groups.LabelMatcher.Operator;
import dev.quorumgate.model.GroupingKey;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Label matchers as PromQL has them. */
class GroupSelectorTest {
    static Stream<Arguments> matchers() {
        return Stream.of(
                arguments("job", EQUAL, "a", true),
                arguments("job", EQUAL, "b", false),
                arguments("job", NOT_EQUAL, "b", true),
                arguments("zone", EQUAL, "eu-1", true),
                arguments("absent", EQUAL, "", true),
                arguments("absent", NOT_EQUAL, "", false),
                arguments("empty", EQUAL, "", true),
                arguments("zone", EQUAL, "", false),
                arguments("zone", MATCHES, "eu", false),
                arguments("zone", MATCHES, "eu.*", true),
                arguments("zone", MATCHES, "eu-1|us", true),
                arguments("zone", MATCHES, "eu|eu-1", true),
                arguments("zone", MATCHES, "^eu-1$", true),
                arguments("zone", NOT_MATCHES, "eu", true),
                arguments("zone", NOT_MATCHES, "(?i)EU-\\d", false),
                arguments("absent", MATCHES, "", true),
                arguments("absent", MATCHES, ".*", true),
                arguments("absent", MATCHES, ".+", false),
                arguments("absent", NOT_MATCHES, ".+", true),
                arguments("lines", MATCHES, "1.2", true),
                arguments("emoji", MATCHES, ".", true),
                arguments("emoji", MATCHES, "\\pL", false));
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @MethodSource("matchers")
    void matchesAsPromqlDoes(String name, Operator operator, String value, boolean expected) {
        GroupSelector selector = Selectors.of(List.of(Selectors.matcher(name, operator, value)));

        assertThat(chooses(selector, key("a", "zone", "eu-1", "empty", "", "lines", "1\n2", "emoji", "\ud83d\ude00")))
                .isEqualTo(expected);
    }

    @Test
    void choosesWhatAllMatchersMatch() {
        GroupSelector selector =
                Selectors.of(List.of(Selectors.matcher("job", EQUAL, "a"), Selectors.matcher("zone", NOT_EQUAL, "")));

        assertThat(chooses(selector, key("a", "zone", "1"))).isTrue();
        assertThat(chooses(selector, key("b", "zone", "1"))).isFalse();
        assertThat(chooses(selector, key("a"))).isFalse();
        assertThat(chooses(GroupSelector.ALL, key("a"))).isTrue();
        assertThat(selector).hasToString("{job=\"a\",zone!=\"\"}");
    }

    @Test
    void saysWhatIsWrongWithAPattern() {
        assertThatThrownBy(() -> LabelMatcher.of("zone", MATCHES, "eu("))
                .isInstanceOf(InvalidSelectorException.class)
                .hasMessage(
                        "the pattern \"eu(\" for label 'zone' is not a regular expression as RE2 has them: missing closing )");
        assertThatThrownBy(() -> LabelMatcher.of("zone", MATCHES, "(?=lookahead)"))
                .isInstanceOf(InvalidSelectorException.class);
        assertThat(Selectors.matcher("zone", EQUAL, "eu(")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000}){1000}",
                "(a{0,1000}){1000,}",
                "((((((a{30}){30}){30}){30}){30}){30})",
                "[a-z]{1000}{1}",
                "(a*){0,1000}",
                "(?:a*b*){0,400}"
            })
    void refusesPatternsThatWouldTakeTooMuch(String pattern) {
        assertThatThrownBy(() -> LabelMatcher.of("zone", MATCHES, pattern))
                .isInstanceOf(InvalidSelectorException.class);
    }

    /** Java versions differ in the case of some characters; and for U+1C80 RE2J would never end. */
    @ParameterizedTest
    @ValueSource(strings = {"(?i)\u1c80", "(?s-i:a)\u2c2fX", "(?i)\\x{1c80}", "(?im)\\pL", "(?i)[\\600-\\700]"})
    void ignoresCaseInAsciiOnly(String pattern) {
        assertThatThrownBy(() -> LabelMatcher.of("zone", MATCHES, pattern))
                .isInstanceOf(InvalidSelectorException.class)
                .hasMessageContaining("ignores case and has more than ASCII in it");
    }

    @Test
    void refusesMoreThanOthersShouldWaitFor() {
        assertThatThrownBy(() -> LabelMatcher.of("zone", MATCHES, "a".repeat(501)))
                .hasMessageContaining("has 501 characters; at most 500 are possible");
        assertThatThrownBy(() -> GroupSelector.of(Collections.nCopies(21, Selectors.matcher("a", EQUAL, "b"))))
                .hasMessage("21 label matchers; at most 20 are possible");
        assertThatThrownBy(() -> GroupSelector.of(Collections.nCopies(3, Selectors.matcher("a", MATCHES, "x{400}"))))
                .hasMessageContaining("all together they are too large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
                "(25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2})(\\.[0-9]{1,3}){3}",
                "prod-.*|staging-[a-z]{2,10}"
            })
    void takesPatternsThatPeopleUse(String pattern) throws InvalidSelectorException {
        assertThat(LabelMatcher.of("zone", MATCHES, pattern).value()).isEqualTo(pattern);
    }

    @Test
    void needsNoDeepStackForWhatItTook() throws Exception {
        List<String> deepest =
                List.of("(".repeat(166) + "a" + ")?".repeat(166), "(a?){0,180}", "(|a|b){100}", "(?:a*b*){0,150}");
        for (String pattern : deepest) {
            LabelMatcher matcher = LabelMatcher.of("job", MATCHES, pattern);
            boolean[] done = {false};
            Thread small = new Thread(
                    null,
                    () -> {
                        matcher.matches("a".repeat(300));
                        done[0] = true;
                    },
                    "small",
                    512 << 10);
            small.start();
            small.join();

            assertThat(done[0]).as(pattern).isTrue();
        }
    }

    private static boolean chooses(GroupSelector selector, GroupingKey key) {
        try {
            return new Selection(selector, Selection.STEPS_MAX).chooses(key);
        } catch (TooMuchToMatchException e) {
            throw new AssertionError(e);
        }
    }
}
