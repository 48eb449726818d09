package dev.quorumgate.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them. */
final class Quantities {
    private static final Pattern DURATION = Pattern.compile("(?:\\d+(?:\\.\\d+)?(?:ms|s|m|h))+");
    private static final Pattern DURATION_PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h)");
    private static final Map<String, Integer> MILLIS = Map.of("ms", 1, "s", 1000, "m", 60_000, "h", 3_600_000);

    private static final Pattern SIZE = Pattern.compile("(\\d{1,12})(B|KiB|MiB|GiB|kB|KB|MB|GB)?");
    private static final Map<String, Long> BYTES = Map.of(
            "B", 1L,
            "KiB", 1L << 10,
            "MiB", 1L << 20,
            "GiB", 1L << 30,
            "kB", 1_000L,
            "KB", 1_000L,
            "MB", 1_000_000L,
            "GB", 1_000_000_000L);

    private Quantities() {}

    /** Reads Go's form: {@code 15s}, {@code 1m30s}, {@code 500ms}, {@code 0}. */
    static Optional<Duration> duration(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        if (!DURATION.matcher(text).matches()) {
            return Optional.empty();
        }
        double millis = 0;
        for (Matcher part = DURATION_PART.matcher(text); part.find(); ) {
            millis += Double.parseDouble(part.group(1)) * MILLIS.getOrDefault(part.group(2), 0);
        }
        return millis > Long.MAX_VALUE / 1_000_000.0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.round(millis)));
    }

    /** Reads {@code 8MiB}, {@code 500kB} or a number of bytes. */
    static Optional<Long> bytes(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String unit = matcher.group(2) == null ? "B" : matcher.group(2);
        long count = Long.parseLong(matcher.group(1));
        long size = BYTES.getOrDefault(unit, 1L);
        return count > Long.MAX_VALUE / size ? Optional.empty() : Optional.of(count * size);
    }
}
