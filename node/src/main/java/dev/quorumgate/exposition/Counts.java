package dev.quorumgate.exposition;

/** Counts, which the client model holds as unsigned 64-bit integers and the text format writes as floats. */
final class Counts {
    private static final double END = 0x1p64;
    private static final double SIGNED_END = 0x1p63;

    private Counts() {}

    /** Whether a count, zero or more, fits in 64 bits once its fraction is cut off. */
    static boolean fits(double count) {
        return count < END;
    }

    /** Whether a count, zero or more, is an integer of 64 bits. */
    static boolean isInteger(double count) {
        return fits(count) && Math.rint(count) == count;
    }

    /** A count that {@linkplain #fits fits}, without its fraction, as an unsigned integer. */
    static long toUnsigned(double count) {
        return count < SIGNED_END ? (long) count : (long) (count - SIGNED_END) + Long.MIN_VALUE;
    }

    /** The sum of unsigned integers, or the largest of them where that is beyond 64 bits. */
    static long add(long a, long b) {
        long sum = a + b;
        return Long.compareUnsigned(sum, a) < 0 ? -1 : sum;
    }
}
