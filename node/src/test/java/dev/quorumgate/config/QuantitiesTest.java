package dev.quorumgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {
    /** The texts on the right are what Go makes of those on the left. */
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "0,0s",
        "0s,0s",
        "5m,5m0s",
        "1h,1h0m0s",
        "90s,1m30s",
        "3600.5s,1h0m0.5s",
        "1.5h,1h30m0s",
        ".5s,500ms",
        "1.s,1s",
        "+15s,15s",
        "1500us,1.5ms",
        "1500ns,1.5µs",
        "7ns,7ns",
        "2m1h,1h2m0s",
        "100h,100h0m0s",
    })
    void readsAndWritesDurationsAsGo(String text, String written) {
        assertThat(Quantities.duration(text).map(Quantities::text)).contains(written);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"", "5", "s", ".s", "-5s", "5 s", "5d", "1e3s", "9999999h", "5S"})
    void refusesOtherDurations(String text) {
        assertThat(Quantities.duration(text)).isEmpty();
    }
}
