package dev.quorumgate.ui;

import dev.quorumgate.api.Numbers;
import dev.quorumgate.api.Timestamps;
import dev.quorumgate.cluster.ByteCount;
import dev.quorumgate.cluster.NodeStatus;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Numbers and times as people read them. */
public final class Format {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final char CONTROL_PICTURES = '\u2400';
    private static final double PLAIN_MIN = 1e-6;
    private static final double PLAIN_MAX = 1e15;

    private Format() {}

    /** {@code 50,000}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 1 group}, {@code 2 groups}. */
    public static String count(long count, String one) {
        return count(count) + " "
                + (count == 1 ? one : one.endsWith("y") ? one.substring(0, one.length() - 1) + "ies" : one + "s");
    }

    /** {@code 1.5 KiB}, as in all that operators read. */
    public static String bytes(long bytes) {
        return ByteCount.text(bytes);
    }

    /** {@code non-voter}. */
    public static String role(NodeStatus.Role role) {
        return role == NodeStatus.Role.NONE
                ? "not taking part"
                : role.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A sample value: a plain decimal, unless that would be long. */
    public static String value(double value) {
        String text = Numbers.format(value);
        double magnitude = Math.abs(value);
        return text.indexOf('e') >= 0 && magnitude >= PLAIN_MIN && magnitude < PLAIN_MAX
                ? new BigDecimal(text).toPlainString()
                : text;
    }

    /** A number of which the first digits are enough. */
    public static String rounded(double value) {
        if (!Double.isFinite(value) || value == Math.rint(value)) {
            return value(value);
        }
        return value(new BigDecimal(value).round(new MathContext(4)).doubleValue());
    }

    /** RFC 3339 in UTC, to the millisecond. */
    public static String time(Instant time) {
        return new Timestamps(ZoneOffset.UTC).format(time.truncatedTo(ChronoUnit.MILLIS));
    }

    /** The same to the second. */
    public static String second(Instant time) {
        return time(time.truncatedTo(ChronoUnit.SECONDS));
    }

    /** A time in Unix nanoseconds. */
    public static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }

    /** How long ago a time was, {@code 3 min ago}. The script says it in the same words later on. */
    public static String ago(Instant time, Instant now) {
        long seconds = Math.max(0, Duration.between(time, now).toSeconds());
        return seconds < 1 ? "just now" : span(seconds) + " ago";
    }

    /** {@code 3 min}, {@code 2 h}, {@code 5 d}. */
    public static String span(long seconds) {
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 120 * 60) {
            return seconds / 60 + " min";
        }
        return seconds < 48 * 3600 ? seconds / 3600 + " h" : count(seconds / 86_400) + " d";
    }

    /** {@code 1.25 ms}, {@code 3.0 s}. */
    public static String latency(Duration duration) {
        double millis = duration.toNanos() / 1e6;
        return millis < 1000
                ? String.format(Locale.ROOT, "%.2f ms", millis)
                : String.format(Locale.ROOT, "%.1f s", millis / 1000);
    }

    /** A name or value of a label, cut off behind so many characters; control characters are seen, which a browser drops. */
    public static String label(String text, int max) {
        StringBuilder shown = new StringBuilder(cut(text, max));
        for (int i = 0; i < shown.length(); i++) {
            if (shown.charAt(i) < ' ') {
                shown.setCharAt(i, (char) (CONTROL_PICTURES + shown.charAt(i)));
            }
        }
        return shown.toString();
    }

    /** The text, cut off behind so many characters. */
    public static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
        return text.substring(0, end) + "… (" + count(text.length() - end) + " more characters)";
    }
}
