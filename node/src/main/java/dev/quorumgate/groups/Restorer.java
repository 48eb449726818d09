package dev.quorumgate.groups;

import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.tree.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Builds a view from stored records: first all names, then each group followed by its families. What is derived is derived
 * again. One thread, used once.
 */
public final class Restorer {
    private final Draft draft = new Draft(Groups.EMPTY);
    private long latestSequence;
    private long latestNanos;

    /** A type that groups hold a name with, and the sequence number of the command that brought it. */
    public record HeldType(MetricType type, long since) {}

    public void name(String name, Optional<String> help, Optional<String> unit, List<HeldType> types) {
        List<NamedFamily.Holders> holders = new ArrayList<>();
        for (HeldType each : types) {
            latestSequence = Math.max(latestSequence, each.since);
            holders.add(NamedFamily.Holders.none(each.type, each.since));
        }
        draft.restoreName(NamedFamily.restored(name, help, unit, holders));
    }

    public void group(Group group) {
        latestSequence = Math.max(latestSequence, group.since());
        latestNanos = Math.max(
                latestNanos, Math.max(group.pushTimeNanos(), group.failure().timeNanos()));
        draft.restoreGroup(group);
    }

    public void family(GroupingKey key, MetricFamily family, long heldSince, long pushedAtNanos) {
        latestSequence = Math.max(latestSequence, heldSince);
        latestNanos = Math.max(latestNanos, pushedAtNanos);
        draft.restoreFamily(key, new HeldFamily(family, heldSince, pushedAtNanos, 0));
    }

    /**
     * The view, if it is the one that was stored.
     *
     * @throws IllegalStateException if records are missing, left over or changed; the message says which, where it can
     */
    public Groups finish(Groups.Position stored) {
        for (Leaf<String, NamedFamily> leaf : draft.byName()) {
            for (int i = 0; i < leaf.size(); i++) {
                for (NamedFamily.Holders holders : leaf.value(i).holders()) {
                    if (holders.byKey().isEmpty()) {
                        throw new IllegalStateException("no group holds '" + leaf.key(i) + "' as "
                                + holders.type().word() + " although its record says so");
                    }
                }
            }
        }
        if (draft.stateHash() != stored.stateHash()) {
            throw new IllegalStateException("the records have the hash " + Long.toHexString(draft.stateHash())
                    + ", written was " + Long.toHexString(stored.stateHash()));
        }
        if (latestSequence > stored.sequence() || latestNanos > stored.timeNanos()) {
            throw new IllegalStateException("there are records of command " + latestSequence + " and of the time "
                    + latestNanos + ", later than the last one: " + stored.sequence() + ", " + stored.timeNanos());
        }
        return draft.view(stored.appliedIndex(), stored.sequence(), stored.timeNanos());
    }
}
