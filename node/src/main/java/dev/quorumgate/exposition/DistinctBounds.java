package dev.quorumgate.exposition;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The bounds of buckets, or quantiles, of one metric in the order in which they came, each once. */
final class DistinctBounds {
    private static final double[] NONE = {};

    private double[] bounds = NONE;
    private int size;

    /** The bounds to look others up in; null as long as each was above the one before, as it should be. */
    private @Nullable Set<Double> seen;

    /** Adds a bound; false, and nothing is added, if it is there already. */
    boolean add(double bound) {
        // Negative zero is shown as zero, so it is the same bound.
        double canonical = bound + 0.0;
        if (seen == null && size > 0 && !(canonical > bounds[size - 1])) {
            seen = new HashSet<>();
            for (int i = 0; i < size; i++) {
                seen.add(bounds[i]);
            }
        }
        if (seen != null && !seen.add(canonical)) {
            return false;
        }
        if (size == bounds.length) {
            bounds = Arrays.copyOf(bounds, Math.max(4, 2 * size));
        }
        bounds[size++] = canonical;
        return true;
    }

    int size() {
        return size;
    }

    double get(int index) {
        return bounds[index];
    }
}
