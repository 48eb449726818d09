package dev.quorumgate.groups;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Goal: no pattern breaks a node or keeps it busy: it is refused, or matches in no time. Method: as {@code BodiesFuzzTest};
 * the fuzzer reports what takes longer than {@code -timeout} seconds or too much memory.
 */
class LabelMatcherFuzzTest {
    private static final int VALUE_LENGTH_MAX = 1000;

    @FuzzTest(maxDuration = "5m")
    void pattern(FuzzedDataProvider data) {
        String value = data.consumeString(VALUE_LENGTH_MAX);
        try {
            LabelMatcher.of("x", LabelMatcher.Operator.MATCHES, data.consumeRemainingAsString())
                    .matches(value);
        } catch (InvalidSelectorException e) {
            // Refused, as it may be.
        }
    }
}
