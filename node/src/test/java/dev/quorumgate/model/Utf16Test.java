package dev.quorumgate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: no two names that differ in memory are one in the log. */
class Utf16Test {
    @ParameterizedTest
    @ValueSource(strings = {"\uD800", "\uDFFF", "a\uD83D", "\uDE00\uD83D", "\uD83D\uD83D\uDE00", "\uD83D\uDE00\uDE00"})
    void findsHalvesOfPairs(String text) {
        assertThat(Utf16.isWellFormed(text)).isFalse();
        assertThatThrownBy(() -> new Label(text, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Label("a", text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FamilyMetadata.of(text, MetricType.GAUGE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FamilyMetadata("m", MetricType.GAUGE, Optional.of(text), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesWholePairs() {
        assertThat(List.of("", "a", "\uD83D\uDE00", "\uE000\uFFFF\uD83D\uDE00\uD83D\uDE00z"))
                .allMatch(Utf16::isWellFormed);
    }
}
