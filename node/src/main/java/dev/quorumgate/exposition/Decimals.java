package dev.quorumgate.exposition;

import java.nio.charset.StandardCharsets;

/**
 * Numbers as the text formats show them: the shortest decimal that reads back as the same double, laid out as Go does it
 * ({@code strconv.FormatFloat(x, 'g', -1, 64)}), except that negative zero is {@code 0}. Allocates nothing.
 *
 * <p>Source: API reference of the original, "Text lines", numbers.
 */
public final class Decimals {
    /** Bytes that a number takes at most: {@code -2.2250738585072014e-308}. */
    public static final int LENGTH_MAX = 24;

    /** Decimal exponents of the first digit beyond which numbers are shown with an exponent. */
    private static final int PLAIN_EXPONENT_MIN = -4;

    private static final int PLAIN_EXPONENT_MAX = 5;
    private static final long PLAIN_WHOLE_END = 1_000_000;

    /** Whole numbers below this are doubles themselves, and so are those around them: their own digits are the shortest. */
    private static final double EXACT_WHOLE_END = 1L << 53;

    /** The least number with so many digits. */
    private static final long[] LEAST_OF_LENGTH = new long[19];

    static {
        for (int length = 2; length < LEAST_OF_LENGTH.length; length++) {
            LEAST_OF_LENGTH[length] = Math.max(1, LEAST_OF_LENGTH[length - 1]) * 10;
        }
    }

    private static final byte[] NAN = ascii("NaN");
    private static final byte[] INFINITY = ascii("+Inf");
    private static final byte[] NEGATIVE_INFINITY = ascii("-Inf");

    private Decimals() {}

    /**
     * Writes a number.
     *
     * @param out has {@link #LENGTH_MAX} bytes left at {@code at}
     * @return the position behind the number
     */
    public static int write(double value, byte[] out, int at) {
        double magnitude = Math.abs(value);
        if (!(magnitude <= Double.MAX_VALUE)) {
            return writeSpecial(value, out, at);
        }
        int start = at;
        if (value < 0) {
            out[start++] = '-';
        }
        long whole = (long) magnitude;
        if (whole == magnitude && magnitude < EXACT_WHOLE_END) {
            return whole < PLAIN_WHOLE_END ? writeDigits(whole, out, start) : lay(whole, 0, out, start);
        }
        long bits = Double.doubleToRawLongBits(magnitude);
        int exponent = ShortestDecimal.exponent(bits);
        return lay(ShortestDecimal.digits(bits, exponent), exponent, out, start);
    }

    /** The number as {@link #write} writes it. */
    public static String format(double value) {
        byte[] text = new byte[LENGTH_MAX];
        return new String(text, 0, write(value, text, 0), StandardCharsets.ISO_8859_1);
    }

    private static int writeSpecial(double value, byte[] out, int at) {
        byte[] word = Double.isNaN(value) ? NAN : value > 0 ? INFINITY : NEGATIVE_INFINITY;
        System.arraycopy(word, 0, out, at, word.length);
        return at + word.length;
    }

    /** Writes {@code digits * 10^exponent}, plain or with an exponent. */
    private static int lay(long digits, int exponent, byte[] out, int at) {
        long significant = digits;
        int power = exponent;
        while (significant % 10 == 0) {
            significant /= 10;
            power++;
        }
        // One byte is left free in front, where the digits before the point go.
        int end = writeDigits(significant, out, at + 1);
        int count = end - at - 1;
        int first = power + count - 1;
        if (first < PLAIN_EXPONENT_MIN || first > PLAIN_EXPONENT_MAX) {
            out[at] = out[at + 1];
            out[at + 1] = '.';
            return writeExponent(first, out, count == 1 ? at + 1 : end);
        }
        if (first < 0) {
            return layBelowOne(first, count, out, at);
        }
        // A number without a fraction was whole and small, and is not laid out here.
        System.arraycopy(out, at + 1, out, at, first + 1);
        out[at + first + 1] = '.';
        return end;
    }

    /** Puts {@code 0.} and zeros before the digits, which are one byte behind their start. */
    private static int layBelowOne(int first, int count, byte[] out, int at) {
        int zeros = 1 - first;
        System.arraycopy(out, at + 1, out, at + zeros, count);
        for (int i = 0; i < zeros; i++) {
            out[at + i] = '0';
        }
        out[at + 1] = '.';
        return at + zeros + count;
    }

    private static int writeExponent(int exponent, byte[] out, int at) {
        int magnitude = Math.abs(exponent);
        out[at] = 'e';
        out[at + 1] = (byte) (exponent < 0 ? '-' : '+');
        int end = at + 2;
        if (magnitude < 10) {
            out[end++] = '0';
        }
        return writeDigits(magnitude, out, end);
    }

    /** Writes a whole number that is not negative. */
    private static int writeDigits(long number, byte[] out, int at) {
        int end = at + length(number);
        int position = end;
        long rest = number;
        // Most of the work in ints, whose division is much cheaper.
        while (rest > Integer.MAX_VALUE) {
            long higher = rest / 100_000_000;
            int lower = (int) (rest - higher * 100_000_000);
            for (int i = 0; i < 8; i++) {
                out[--position] = (byte) ('0' + lower % 10);
                lower /= 10;
            }
            rest = higher;
        }
        int low = (int) rest;
        do {
            out[--position] = (byte) ('0' + low % 10);
            low /= 10;
        } while (low > 0);
        return end;
    }

    /** How many digits a number has. */
    private static int length(long number) {
        // 1233 / 4096 is log10(2), so this is right or one too many.
        int length = (((Long.SIZE - Long.numberOfLeadingZeros(number | 1)) * 1233) >> 12) + 1;
        return number < LEAST_OF_LENGTH[length] ? length - 1 : length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
