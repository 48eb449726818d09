package dev.quorumgate.api;

import dev.quorumgate.exposition.Decimals;

/** Sample values, which the API gives as strings: JSON knows no NaN, and many readers no large whole numbers. */
public final class Numbers {
    private Numbers() {}

    /** As the text format shows it, but for negative zero. */
    public static String format(double value) {
        return value == 0 && 1 / value < 0 ? "-0" : Decimals.format(value);
    }

    /** A count of observations: the whole one, without an exponent, unless there is a float one. */
    public static String formatCount(double floatCount, long count) {
        return floatCount > 0 ? format(floatCount) : Long.toUnsignedString(count);
    }
}
