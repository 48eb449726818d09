package dev.quorumgate.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them. */
public final class Quantities {
    private static final String DURATION_PART = "(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)";
    private static final Pattern DURATION_PARTS = Pattern.compile(DURATION_PART);
    private static final Pattern DURATION = Pattern.compile("\\+?(?:" + DURATION_PART + ")+");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

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

    /** Reads Go's form: {@code 15s}, {@code 1m30s}, {@code 1.5h}, {@code 0}. */
    public static Optional<Duration> duration(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        if (!DURATION.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal nanos = BigDecimal.ZERO;
        for (Matcher part = DURATION_PARTS.matcher(text); part.find(); ) {
            nanos = nanos.add(
                    new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(NANOS.getOrDefault(part.group(2), 0L))));
        }
        return nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(nanos.longValue()));
    }

    /** Writes Go's form: {@code 15s}, {@code 5m0s}, {@code 1h0m0.5s}, {@code 1.5ms}. */
    static String text(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0s";
        } else if (nanos < 1_000) {
            return nanos + "ns";
        } else if (nanos < 1_000_000) {
            return decimal(nanos, 3) + "µs";
        } else if (nanos < 1_000_000_000) {
            return decimal(nanos, 6) + "ms";
        }
        String hours = duration.toHours() == 0 ? "" : duration.toHours() + "h";
        String minutes = duration.toMinutes() == 0 ? "" : duration.toMinutesPart() + "m";
        return hours + minutes + decimal(nanos % 60_000_000_000L, 9) + "s";
    }

    private static String decimal(long unscaled, int fractionDigits) {
        return BigDecimal.valueOf(unscaled, fractionDigits).stripTrailingZeros().toPlainString();
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
