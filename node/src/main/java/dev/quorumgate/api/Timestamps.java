package dev.quorumgate.api;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/**
 * Times as RFC 3339 in one zone, with as many digits of the second as are not zero: {@code 2026-05-27T10:00:01.5Z}. One
 * thread.
 */
public final class Timestamps {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final DateTimeFormatter RFC_3339 = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendOffset("+HH:MM", "Z")
            .toFormatter(Locale.ROOT);

    private final ZoneId zone;

    /** The families of a group mostly have one time. */
    private long lastNanos;

    private String last;

    public Timestamps(ZoneId zone) {
        this.zone = zone;
        this.last = format(Instant.EPOCH);
    }

    /** A time in Unix nanoseconds. */
    public String format(long nanos) {
        if (nanos != lastNanos) {
            lastNanos = nanos;
            last = format(Instant.ofEpochSecond(
                    Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND)));
        }
        return last;
    }

    public String format(Instant time) {
        return RFC_3339.format(OffsetDateTime.ofInstant(time, zone));
    }
}
