package dev.quorumgate.scrape;

/**
 * The CRC-32 of two pieces of data in a row, from those of the pieces. Appending n zero bits to data multiplies its CRC, seen
 * as a polynomial over GF(2), by x^n modulo the CRC's polynomial; the CRC of the second piece is then added.
 *
 * <p>Polynomials are bit-reflected, as in CRC-32 itself: the highest bit is the coefficient of x^0.
 */
final class Crc32Combination {
    private static final int POLYNOMIAL = 0xEDB88320;
    private static final int ONE = 0x80000000;

    /** x^(2^n) at n. */
    private static final int[] POWERS = powers();

    private Crc32Combination() {}

    /** What {@link #combine} needs to know of the second piece's length; costly, so kept with the piece. */
    static int shift(long bytes) {
        int product = ONE;
        int power = 3; // a byte is 2^3 bits
        for (long rest = bytes; rest != 0; rest >>>= 1) {
            if ((rest & 1) != 0) {
                product = multiply(POWERS[power & 31], product);
            }
            power++;
        }
        return product;
    }

    /** The CRC of the first piece followed by the second one. */
    static int combine(int first, int second, int secondShift) {
        return multiply(secondShift, first) ^ second;
    }

    private static int[] powers() {
        int[] powers = new int[32];
        powers[0] = ONE >>> 1;
        for (int n = 1; n < powers.length; n++) {
            powers[n] = multiply(powers[n - 1], powers[n - 1]);
        }
        return powers;
    }

    private static int multiply(int a, int b) {
        int product = 0;
        int factor = b;
        for (int bit = ONE; bit != 0; bit >>>= 1) {
            if ((a & bit) != 0) {
                product ^= factor;
            }
            factor = (factor & 1) != 0 ? (factor >>> 1) ^ POLYNOMIAL : factor >>> 1;
        }
        return product;
    }
}
