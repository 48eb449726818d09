package dev.quorumgate.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimestampsTest {
    @ParameterizedTest(name = "{0} ns in {1}")
    @CsvSource({
        "0, Z, 1970-01-01T00:00:00Z",
        "1700000000000000000, Z, 2023-11-14T22:13:20Z",
        "1700000000500000000, Z, 2023-11-14T22:13:20.5Z",
        "1700000000123456789, Z, 2023-11-14T22:13:20.123456789Z",
        "1700000000000000010, Europe/Berlin, 2023-11-14T23:13:20.00000001+01:00",
        "1700000000000000000, America/St_Johns, 2023-11-14T18:43:20-03:30",
    })
    void areWrittenAsGoWritesThem(long nanos, String zone, String expected) {
        Timestamps timestamps = new Timestamps(ZoneId.of(zone));

        assertThat(timestamps.format(nanos)).isEqualTo(expected);
        assertThat(timestamps.format(nanos)).as("again").isEqualTo(expected);
    }
}
