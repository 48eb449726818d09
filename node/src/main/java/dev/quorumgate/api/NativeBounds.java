package dev.quorumgate.api;

/**
 * Bounds of the exponential buckets of native histograms: those of schema {@code s} are the powers of 2^(2^-s).
 *
 * <p>Prometheus takes them from a table of doubles that are not always the nearest ones. The products here give the very same
 * numbers; {@code SameApiAsPushgatewayTest} compares all of them.
 */
final class NativeBounds {
    private static final int SCHEMA_MAX = 8;

    /** Beyond every double. */
    private static final int EXPONENT_END = 5000;

    /** At schema s, what a bound is larger than the one before it. The root of two is one bit below the nearest double. */
    private static final double[] FACTORS = new double[SCHEMA_MAX + 1];

    static {
        FACTORS[1] = Math.nextDown(Math.sqrt(2));
        for (int schema = 2; schema <= SCHEMA_MAX; schema++) {
            FACTORS[schema] = StrictMath.pow(2, 1.0 / (1 << schema));
        }
    }

    private NativeBounds() {}

    /** The upper bound of the bucket at {@code index}; the lower one is that of the bucket before. */
    static double upper(int index, int schema) {
        if (schema <= 0) {
            return scaled(1, (long) index << -schema);
        }
        double fraction = 0.5;
        int within = index & ((1 << schema) - 1);
        for (int level = 1; level <= schema; level++) {
            if ((within >> (schema - level) & 1) == 1) {
                fraction *= FACTORS[level];
            }
        }
        return scaled(fraction * 2, index >> schema);
    }

    /** Prometheus keeps the last bound below infinity finite, so that the largest double is in a bucket. */
    private static double scaled(double fraction, long exponent) {
        if (fraction == 1 && exponent == Double.MAX_EXPONENT + 1) {
            return Double.MAX_VALUE;
        }
        return Math.scalb(fraction, (int) Math.max(-EXPONENT_END, Math.min(EXPONENT_END, exponent)));
    }
}
