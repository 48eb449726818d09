package dev.quorumgate.model;

import java.util.Locale;
import java.util.Optional;

/** The type of a metric family, with its number in the client model. */
public enum MetricType {
    COUNTER(0),
    GAUGE(1),
    SUMMARY(2),
    UNTYPED(3),
    HISTOGRAM(4),
    GAUGE_HISTOGRAM(5);

    private static final MetricType[] ALL = values();

    private final int number;
    private final String word = name().toLowerCase(Locale.ROOT);

    MetricType(int number) {
        this.number = number;
    }

    /** The type of this number in the client model; empty for a number it does not have. */
    public static Optional<MetricType> ofNumber(int number) {
        for (MetricType type : ALL) {
            if (type.number == number) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The number in the client model. */
    public int number() {
        return number;
    }

    /** The type in lower case, {@code gauge}. */
    public String word() {
        return word;
    }

    /** Whether a family of this type is exposed as {@code X_sum} and {@code X_count} beside {@code X}. */
    public boolean hasSumAndCount() {
        return this == SUMMARY || hasBuckets();
    }

    /** Whether a family of this type is exposed as {@code X_bucket} beside {@code X}. */
    public boolean hasBuckets() {
        return this == HISTOGRAM || this == GAUGE_HISTOGRAM;
    }
}
