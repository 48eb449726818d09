package dev.quorumgate.cluster;

import java.util.Comparator;

/**
 * A place in a Raft log. Of two logs of one cluster, the one that ends at the higher place holds all that was committed in the
 * other one, if it is one of a majority.
 */
public record LogPlace(long term, long index) implements Comparable<LogPlace> {
    /** Before the first entry. */
    public static final LogPlace START = new LogPlace(0, -1);

    private static final Comparator<LogPlace> ORDER =
            Comparator.comparingLong(LogPlace::term).thenComparingLong(LogPlace::index);

    @Override
    public int compareTo(LogPlace other) {
        return ORDER.compare(this, other);
    }
}
