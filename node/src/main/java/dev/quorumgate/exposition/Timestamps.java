package dev.quorumgate.exposition;

import com.google.protobuf.Timestamp;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Points in time, which OpenMetrics writes as Unix seconds and the client model holds as seconds and nanoseconds. */
final class Timestamps {
    /** What a {@link Timestamp} may hold: from the year 1 to the year 9999. */
    private static final double SECONDS_MIN = -62_135_596_800.0;

    private static final double SECONDS_END = 253_402_300_800.0;

    private static final int NANOS_DIGITS = 9;

    private Timestamps() {}

    /** Whether a {@link Timestamp} can hold this time. */
    static boolean fits(double seconds) {
        return seconds >= SECONDS_MIN && seconds < SECONDS_END;
    }

    /** The time of so many seconds, which must {@linkplain #fits fit}: of the decimal that the number was written as. */
    static Timestamp ofSeconds(double seconds) {
        BigDecimal exact = BigDecimal.valueOf(seconds).setScale(NANOS_DIGITS, RoundingMode.HALF_EVEN);
        BigDecimal whole = exact.setScale(0, RoundingMode.FLOOR);
        BigDecimal nanos = exact.subtract(whole).scaleByPowerOfTen(NANOS_DIGITS);
        return Timestamp.newBuilder()
                .setSeconds(whole.longValueExact())
                .setNanos(nanos.intValueExact())
                .build();
    }
}
