package dev.quorumgate.cli.output;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One value, for programs and for people.
 *
 * @param data a {@link String}, {@link Number}, {@link Boolean}, {@link java.util.List} or {@link java.util.Map} of such; null
 *     for nothing
 * @param text for people
 */
public record Cell(@Nullable Object data, String text, Mood mood) {
    private static final String NOTHING = "-";
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    /** What is shown as it is. */
    public static Cell of(Object data) {
        String text = data.toString();
        return new Cell(data, text.isEmpty() ? NOTHING : text, Mood.PLAIN);
    }

    /** What people are told in other words. */
    public static Cell of(Object data, String text) {
        return new Cell(data, text, Mood.PLAIN);
    }

    public static Cell nothing() {
        return new Cell(null, NOTHING, Mood.PLAIN);
    }

    /** Nothing when negative. */
    public static Cell count(long number) {
        return number < 0 ? nothing() : of(number);
    }

    /** Nothing when negative. */
    public static Cell millis(long millis) {
        return millis < 0 ? nothing() : of(millis, words(Duration.ofMillis(millis)));
    }

    /** Nothing when negative. */
    public static Cell bytes(long bytes) {
        return bytes < 0 ? nothing() : of(bytes, byteWords(bytes));
    }

    /** A state hash or the like. */
    public static Cell hash(long hash) {
        return of(String.format("%016x", hash));
    }

    /** A time, by its distance for people; nothing when it is 0, the beginning of Unix time. */
    public static Cell time(Instant time, Instant now) {
        if (time.equals(Instant.EPOCH)) {
            return nothing();
        }
        String data = DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.MILLIS));
        Duration ago = Duration.between(time, now);
        return of(data, ago.isNegative() ? "in " + words(ago.negated()) : words(ago) + " ago");
    }

    public Cell in(Mood other) {
        return new Cell(data, text, other);
    }

    /** Such as {@code 3.2 GiB}. */
    public static String byteWords(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /** Its two largest units, such as {@code 3m 20s}. */
    public static String words(Duration time) {
        if (time.toMillis() < 1000) {
            return time.toMillis() + "ms";
        }
        if (time.toSeconds() < 60) {
            return time.toMillis() % 1000 == 0 || time.toSeconds() >= 10
                    ? time.toSeconds() + "s"
                    : String.format(Locale.ROOT, "%.1fs", time.toMillis() / 1000.0);
        }
        if (time.toMinutes() < 60) {
            return time.toMinutes() + "m " + time.toSecondsPart() + "s";
        }
        return time.toHours() < 24
                ? time.toHours() + "h " + time.toMinutesPart() + "m"
                : time.toDays() + "d " + time.toHoursPart() + "h";
    }
}
