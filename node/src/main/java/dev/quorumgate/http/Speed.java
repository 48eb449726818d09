package dev.quorumgate.http;

import java.util.Comparator;
import java.util.concurrent.TimeUnit;

/**
 * How much of something has come or gone in what time. The lowest is the first to give way to others: the slower one; of two that
 * are much alike, the one of which there is less to lose, so that others come to their end.
 *
 * @param nanos how long that took
 */
record Speed(long bytes, long nanos) implements Comparable<Speed> {
    private static final Comparator<Speed> ORDER =
            Comparator.comparingInt(Speed::magnitude).thenComparingLong(Speed::bytes);

    /** Whether that is not slower than it may be. */
    boolean keeps(Pace pace) {
        return nanos <= pace.nanos(bytes);
    }

    /** In powers of two: what is measured is not more exact. */
    private int magnitude() {
        double perSecond = bytes / (double) Math.max(nanos, 1) * TimeUnit.SECONDS.toNanos(1);
        return Math.getExponent(perSecond);
    }

    @Override
    public int compareTo(Speed other) {
        return ORDER.compare(this, other);
    }
}
