package dev.quorumgate.groups;

import dev.quorumgate.model.FamilyMetadata;
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
        return of(family, earlierRivals + change);
    }

    /** The same with an equal family and another number of rivals. */
    HeldFamily of(MetricFamily equalFamily, int rivals) {
        return new HeldFamily(equalFamily, heldSince, pushedAtNanos, rivals);
    }

    /** Its part of the state hash. */
    long hash(GroupingKey key) {
        FamilyMetadata metadata = family.metadata();
        long hash = Hash64.mix(key.hash64(), Hash64.of(metadata.name()));
        hash = Hash64.mix(hash, metadata.type().number());
        hash = StateHash.mix(hash, metadata.help());
        hash = StateHash.mix(hash, metadata.unit());
        hash = Hash64.mix(hash, Hash64.of(family.metrics()));
        return Hash64.mix(Hash64.mix(hash, heldSince), pushedAtNanos);
    }
}
