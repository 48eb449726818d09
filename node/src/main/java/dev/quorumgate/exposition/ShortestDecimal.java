package dev.quorumgate.exposition;

/**
 * The shortest decimal that stands for a double: of all decimals that read back as that double those with the fewest
 * digits, and of these the closest to it. The decimal is {@code digits * 10^exponent}; its digits may end in zeros.
 *
 * <p>The JDK cannot be asked: {@link Double#toString(double)} is not always shortest before JDK 19, and always prints two
 * digits after that.
 *
 * <p>Source: Raffaello Giulietti, "The Schubfach way to render doubles" (2020). The idea: choose the exponent so that the
 * decimals with it lie just dense enough for one or more of them to fall among the numbers that read back as the double.
 * Then at most one decimal with a digit less can fall there, and only four candidates need a look.
 */
final class ShortestDecimal {
    private static final int FRACTION_BITS = 52;
    private static final long HIDDEN_BIT = 1L << FRACTION_BITS;
    private static final int EXPONENT_MASK = 0x7FF;
    private static final int EXPONENT_BIAS = 1075;
    private static final int EXPONENT_MIN = 1 - EXPONENT_BIAS;
    private static final long LOW_63_BITS = Long.MAX_VALUE;

    private ShortestDecimal() {}

    /**
     * The exponent of the decimal.
     *
     * @param bits a finite double above zero, as bits
     */
    static int exponent(long bits) {
        int q = binaryExponent(bits);
        // Logarithms to base 10 of 2 and of 3/4, in units of 2^-41: the width of the interval is 2^q, or 3/4 of that.
        long width = q * 661_971_961_083L;
        return (int) ((isDenserBelow(bits, q) ? width - 274_743_187_321L : width) >> 41);
    }

    /**
     * The digits of the decimal, at most 17 of them.
     *
     * @param bits a finite double above zero, as bits
     * @param exponent what {@link #exponent} says for it
     */
    static long digits(long bits, int exponent) {
        int q = binaryExponent(bits);
        long c = significand(bits);
        // The double is c * 2^q. What reads back as it lies between left and right, in units of 2^(q-2); the bounds
        // themselves only if c is even, as ties go to even.
        long odd = c & 1;
        long center = 4 * c;
        long left = isDenserBelow(bits, q) ? center - 1 : center - 2;
        long right = center + 2;

        // The same three numbers in units of 10^exponent / 4.
        long high = PowersOfTen.high(-exponent);
        long low = PowersOfTen.low(-exponent);
        int shift = q + PowersOfTen.floorLog2(-exponent) + 2;
        long scaled = scale(high, low, center << shift);
        long lower = scale(high, low, left << shift) + odd;
        long upper = scale(high, low, right << shift) - odd;

        long digits = scaled >> 2;
        long tens = digits / 10 * 10;
        boolean tensFit = lower <= (tens << 2);
        boolean nextTensFit = ((tens + 10) << 2) <= upper;
        if (tensFit != nextTensFit) {
            return tensFit ? tens : tens + 10;
        }
        boolean digitsFit = lower <= (digits << 2);
        boolean nextDigitsFit = ((digits + 1) << 2) <= upper;
        if (digitsFit != nextDigitsFit) {
            return digitsFit ? digits : digits + 1;
        }
        long beyondMiddle = scaled - (4 * digits + 2);
        return beyondMiddle < 0 || (beyondMiddle == 0 && (digits & 1) == 0) ? digits : digits + 1;
    }

    private static int binaryExponent(long bits) {
        int biased = (int) (bits >>> FRACTION_BITS) & EXPONENT_MASK;
        return Math.max(biased, 1) - EXPONENT_BIAS;
    }

    private static long significand(long bits) {
        long fraction = bits & (HIDDEN_BIT - 1);
        return ((bits >>> FRACTION_BITS) & EXPONENT_MASK) == 0 ? fraction : fraction | HIDDEN_BIT;
    }

    /** Whether the doubles below this one lie half as far apart as those above it: so it is for powers of two. */
    private static boolean isDenserBelow(long bits, int q) {
        return (bits & (HIDDEN_BIT - 1)) == 0 && q > EXPONENT_MIN;
    }

    /**
     * {@code x} times a power of ten from the table, divided by 2^127. Rounded to odd: where something was cut off, the
     * last bit is set, so that comparing with a whole number gives what the uncut product would.
     */
    private static long scale(long high, long low, long x) {
        long fraction = ((high * x) >>> 1) + Math.multiplyHigh(low, x);
        long whole = Math.multiplyHigh(high, x) + (fraction >>> 63);
        return whole | (((fraction & LOW_63_BITS) + LOW_63_BITS) >>> 63);
    }
}
