package dev.quorumgate.groups;

import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.tree.SortedTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A view in the making: references to immutable trees that move on with each write, and everything derived from their
 * content kept up to date (hash, counts, what is withheld). One thread.
 */
final class Draft {
    private SortedTree<GroupingKey, Group> byKey;
    private SortedTree<String, NamedFamily> byName;
    private LabelNameSets labelNameSets;
    private long stateHash;
    private long seriesCount;
    private final List<Change> changes = new ArrayList<>();

    /** Families of other groups that lost a place in the exposition to a write, and may have got it back since. */
    private final List<FamilyId> outrivaled = new ArrayList<>();

    /** A family of a group. */
    record FamilyId(GroupingKey key, String name) {}

    /** Everything that {@link #restore} puts back. */
    record Savepoint(
            SortedTree<GroupingKey, Group> byKey,
            SortedTree<String, NamedFamily> byName,
            LabelNameSets labelNameSets,
            long stateHash,
            long seriesCount,
            int changeCount) {}

    Draft(Groups base) {
        this.byKey = base.byKey();
        this.byName = base.byName();
        this.labelNameSets = base.labelNameSets();
        this.stateHash = base.position().stateHash();
        this.seriesCount = base.seriesCount();
    }

    SortedTree<String, NamedFamily> byName() {
        return byName;
    }

    LabelNameSets labelNameSets() {
        return labelNameSets;
    }

    @Nullable
    Group group(GroupingKey key) {
        return byKey.get(key);
    }

    /** The records written so far, in order. */
    List<Change> changes() {
        return changes;
    }

    long stateHash() {
        return stateHash;
    }

    Groups view(long appliedIndex, long sequence, long timeNanos) {
        return new Groups(
                new Groups.Position(appliedIndex, sequence, timeNanos, stateHash),
                seriesCount,
                byKey,
                byName,
                labelNameSets);
    }

    Savepoint savepoint() {
        outrivaled.clear();
        return new Savepoint(byKey, byName, labelNameSets, stateHash, seriesCount, changes.size());
    }

    void restore(Savepoint savepoint) {
        byKey = savepoint.byKey;
        byName = savepoint.byName;
        labelNameSets = savepoint.labelNameSets;
        stateHash = savepoint.stateHash;
        seriesCount = savepoint.seriesCount;
        changes.subList(savepoint.changeCount, changes.size()).clear();
    }

    /** Families of other groups that were exposed at {@code savepoint} and are withheld now. */
    List<FamilyId> newlyWithheld(Savepoint savepoint) {
        return outrivaled.stream()
                .filter(id -> isWithheld(byName, id) && !isWithheld(savepoint.byName, id))
                .distinct()
                .toList();
    }

    /** Adds or replaces a group, with its two times; its other families are placed one by one. */
    void putGroup(Group group) {
        GroupingKey key = group.key();
        Group old = byKey.get(key);
        if (old == null) {
            labelNameSets = labelNameSets.with(key);
        } else {
            stateHash -= old.hash();
        }
        stateHash += group.hash();
        byKey = byKey.with(key, group);
        changes.add(new Change.OfGroup(key, Optional.of(group)));
        long pushTime = group.pushTimeNanos();
        if (old == null || old.pushTimeNanos() != pushTime) {
            putTime(TimeFamilies.pushTime(key, pushTime), group);
        }
        long failureTime = group.failure().timeNanos();
        if (old == null || old.failure().timeNanos() != failureTime) {
            putTime(TimeFamilies.failureTime(key, failureTime), group);
        }
    }

    /** Removes a group with its two times; its other families must be gone. */
    void removeGroup(Group group) {
        GroupingKey key = group.key();
        withdraw(key, TimeFamilies.PUSH_TIME.name());
        withdraw(key, TimeFamilies.FAILURE_TIME.name());
        stateHash -= group.hash();
        byKey = byKey.without(key);
        labelNameSets = labelNameSets.without(key);
        changes.add(new Change.OfGroup(key, Optional.empty()));
    }

    /** Makes {@code family} what a group that is there holds under its name. */
    void place(GroupingKey key, MetricFamily family, long sequence, long timeNanos) {
        NamedFamily named = byName.get(family.name());
        HeldFamily old = named == null ? null : named.heldBy(key);
        long heldSince = sequence;
        if (old != null) {
            stateHash -= old.hash(key);
            heldSince = old.family().type() == family.type() ? old.heldSince() : sequence;
        }
        HeldFamily next = new HeldFamily(family, heldSince, timeNanos, 0);
        stateHash += next.hash(key);
        putNamed(named, exchanged(named, key, next, sequence).described(family.metadata()));
        changes.add(new Change.OfFamily(key, family.name(), Optional.of(next)));
    }

    /** Takes the family of this name from a group that holds it. */
    void remove(GroupingKey key, String name) {
        HeldFamily old = withdraw(key, name);
        stateHash -= old.hash(key);
        changes.add(new Change.OfFamily(key, name, Optional.empty()));
    }

    /** Puts a stored name back, before the groups that hold it. */
    void restoreName(NamedFamily named) {
        stateHash += named.hash();
        expose(named);
    }

    /** Puts a stored group back, before its families. */
    void restoreGroup(Group group) {
        putGroup(group);
        changes.clear();
    }

    /** Puts a stored family back. */
    void restoreFamily(GroupingKey key, HeldFamily held) {
        NamedFamily named = byName.get(held.family().name());
        stateHash += held.hash(key);
        putNamed(named, exchanged(named, key, held, held.heldSince()));
    }

    private void putTime(MetricFamily family, Group group) {
        NamedFamily named = byName.get(family.name());
        HeldFamily next = new HeldFamily(family, group.since(), 0, 0);
        putNamed(named, exchanged(named, group.key(), next, group.since()).described(family.metadata()));
    }

    /** {@code before} with {@code next} in place of what the group holds under the name. */
    private NamedFamily exchanged(@Nullable NamedFamily before, GroupingKey key, HeldFamily next, long sequence) {
        NamedFamily named = before == null ? NamedFamily.empty(next.family().name()) : before;
        HeldFamily old = named.heldBy(key);
        MetricFamily family = named.sharing(next.family(), old);
        seriesCount += family.metricCount();
        int earlierRivals = 0;
        if (old != null) {
            seriesCount -= old.family().metricCount();
            if (old.family().type() == family.type() && Rivals.sameSeries(old, next)) {
                // The usual push: new values of known series. What rivals it has, it keeps.
                return named.with(key, next.of(family, old.earlierRivals()), sequence);
            }
            named = outrival(named, key, old, -1);
            if (old.family().type() != family.type()) {
                named = named.without(key, old.family().type());
            }
        }
        for (GroupingKey rival : Rivals.of(named, labelNameSets, key, next)) {
            earlierRivals += isEarlier(named, rival, next) ? 1 : 0;
        }
        return outrival(named, key, next, +1).with(key, next.of(family, earlierRivals), sequence);
    }

    /** Takes the family of this name from the group, and returns it. */
    private HeldFamily withdraw(GroupingKey key, String name) {
        NamedFamily before = byName.get(name);
        HeldFamily old = before == null ? null : before.heldBy(key);
        if (before == null || old == null) {
            throw new IllegalStateException("group " + key + " does not hold '" + name + "'");
        }
        putNamed(
                before, outrival(before, key, old, -1).without(key, old.family().type()));
        seriesCount -= old.family().metricCount();
        return old;
    }

    /** Tells those that hold a series of {@code held} for less long that a rival has come (+1) or is going (-1). */
    private NamedFamily outrival(NamedFamily named, GroupingKey key, HeldFamily held, int change) {
        NamedFamily adjusted = named;
        for (GroupingKey rival : Rivals.of(named, labelNameSets, key, held)) {
            HeldFamily other = adjusted.heldBy(rival);
            if (other != null && !isEarlier(adjusted, rival, held)) {
                adjusted = adjusted.with(rival, other.withRivals(change), 0);
                outrivaled.add(new FamilyId(rival, named.name()));
            }
        }
        return adjusted;
    }

    private static boolean isEarlier(NamedFamily named, GroupingKey rival, HeldFamily held) {
        HeldFamily other = named.heldBy(rival);
        return other != null && other.heldSince() < held.heldSince();
    }

    private static boolean isWithheld(SortedTree<String, NamedFamily> byName, FamilyId id) {
        NamedFamily named = byName.get(id.name);
        HeldFamily held = named == null ? null : named.heldBy(id.key);
        return held != null && held.isWithheld();
    }

    /** Puts {@code after} in place of {@code before}; it leaves the view when no group holds it any more. */
    private void putNamed(@Nullable NamedFamily before, NamedFamily after) {
        if (before != null && before.isExposedLike(after)) {
            byName = byName.with(after.name(), after);
        } else {
            if (before != null) {
                collide(before, -1);
                byName = byName.without(before.name());
            }
            if (!after.isEmpty()) {
                expose(after);
            }
        }
        if (before == null || before.differsInRecord(after)) {
            stateHash += (after.isEmpty() ? 0 : after.hash()) - (before == null ? 0 : before.hash());
            changes.add(new Change.OfName(after.name(), after.isEmpty() ? Optional.empty() : Optional.of(after)));
        }
    }

    private void expose(NamedFamily named) {
        byName = byName.with(named.name(), named.withEarlierCollisions(earlierCollisions(named)));
        collide(named, +1);
    }

    private int earlierCollisions(NamedFamily named) {
        int earlier = 0;
        for (NamedFamily other : Collisions.of(named, byName)) {
            earlier += Collisions.precedes(other, named) ? 1 : 0;
        }
        return earlier;
    }

    /** Tells the later names that collide with {@code named} that it has come (+1) or is going (-1). */
    private void collide(NamedFamily named, int change) {
        for (NamedFamily other : Collisions.of(named, byName)) {
            if (Collisions.precedes(named, other)) {
                byName = byName.with(other.name(), other.withEarlierCollisions(other.earlierCollisions() + change));
            }
        }
    }
}
