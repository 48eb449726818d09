package dev.quorumgate.exposition;

import java.math.BigInteger;

/**
 * Powers of ten with 126 significant bits, as {@link ShortestDecimal} multiplies with them: 10<sup>e</sup> is
 * {@code (high(e) * 2^63 + low(e)) * 2^(floorLog2(e) - 125)}, or a little less, as the number in parentheses is cut to a whole
 * one and 1 is added.
 */
final class PowersOfTen {
    /** The smallest exponent in the table: the one that scales the largest double. */
    static final int MIN_EXPONENT = -292;

    /** The largest exponent in the table: the one that scales the smallest double. */
    static final int MAX_EXPONENT = 324;

    private static final int BITS = 126;
    private static final int HALF_BITS = BITS / 2;

    private static final long[] HALVES = new long[2 * (MAX_EXPONENT - MIN_EXPONENT + 1)];

    static {
        BigInteger half = BigInteger.ONE.shiftLeft(HALF_BITS);
        for (int exponent = MIN_EXPONENT; exponent <= MAX_EXPONENT; exponent++) {
            BigInteger power = BigInteger.TEN.pow(Math.abs(exponent));
            int shift = BITS - 1 - floorLog2(exponent);
            BigInteger scaled = exponent < 0
                    ? BigInteger.ONE.shiftLeft(shift).divide(power)
                    : shift >= 0 ? power.shiftLeft(shift) : power.shiftRight(-shift);
            BigInteger[] halves = scaled.add(BigInteger.ONE).divideAndRemainder(half);
            int at = 2 * (exponent - MIN_EXPONENT);
            HALVES[at] = halves[0].longValueExact();
            HALVES[at + 1] = halves[1].longValueExact();
        }
    }

    private PowersOfTen() {}

    static long high(int exponent) {
        return HALVES[2 * (exponent - MIN_EXPONENT)];
    }

    static long low(int exponent) {
        return HALVES[2 * (exponent - MIN_EXPONENT) + 1];
    }

    /** The largest n with {@code 2^n <= 10^exponent}. The factor is log2(10) in units of 2^-38, exact enough for the table. */
    static int floorLog2(int exponent) {
        return (int) ((exponent * 913_124_641_741L) >> 38);
    }
}
