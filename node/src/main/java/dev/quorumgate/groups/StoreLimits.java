package dev.quorumgate.groups;

/**
 * How much may be stored. It travels with each command that adds to what is stored, since all nodes must judge alike
 * whatever their flags are.
 *
 * @param groups {@link #NONE} for any number
 * @param series in all groups together, as {@link Groups#seriesCount} counts: with the two times of each group;
 *     {@link #NONE} for any number
 */
public record StoreLimits(long groups, long series) {
    public static final long NONE = Long.MAX_VALUE;

    public static final StoreLimits UNLIMITED = new StoreLimits(NONE, NONE);
}
