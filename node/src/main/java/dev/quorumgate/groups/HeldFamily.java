package dev.quorumgate.groups;

import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Hash64;
import dev.quorumgate.model.MetricFamily;

/**
 * A metric family as one group holds it.
 *
 * @param heldSince sequence number of the command since which the group holds it with this type
 * @param pushedAtNanos time of the push that wrote it, Unix nanoseconds
 * @param earlierRivals how many other groups hold one of its series for longer; above 0 only after unchecked pushes. Derived:
 *     neither stored nor hashed
 */
public record HeldFamily(MetricFamily family, long heldSince, long pushedAtNanos, int earlierRivals) {
    /** Whether another group's equal series keep it out of the exposition. */
    public boolean isWithheld() {
        return earlierRivals > 0;
    }

    HeldFamily withRivals(int change) {
        return change == 0 ? this : new HeldFamily(family, heldSince, pushedAtNanos, earlierRivals + change);
    }

    /** The same with another instance of an equal family. */
    HeldFamily of(MetricFamily equalFamily) {
        return new HeldFamily(equalFamily, heldSince, pushedAtNanos, earlierRivals);
    }

    /** Its part of the state hash. */
    long hash(GroupingKey key) {
        long hash = Hash64.mix(key.hash64(), family.metadata().hash64());
        hash = Hash64.mix(hash, Hash64.of(family.metrics()));
        return Hash64.mix(Hash64.mix(hash, heldSince), pushedAtNanos);
    }
}
