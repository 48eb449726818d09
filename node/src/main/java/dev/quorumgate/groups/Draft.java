package dev.quorumgate.groups;

import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.tree.Slot;
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
    private Rivals rivals = Rivals.unlimited();
    private final List<Change> changes = new ArrayList<>();

    /** Families that were placed since the savepoint and are not exposed. */
    private final List<MetricFamily> unexposed = new ArrayList<>();

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

    SortedTree<GroupingKey, Group> byKey() {
        return byKey;
    }

    /** As {@link Groups#seriesCount}. */
    long seriesCount() {
        return seriesCount;
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

    /** Begins a command; with a limit, whoever gives it must look at {@link #isTooMuchToCompare} and restore the draft then. */
    void limitComparisons(boolean limited) {
        rivals = limited ? Rivals.limited() : Rivals.unlimited();
    }

    /** Whether what was placed since the command began takes more to compare than others should have to wait for. */
    boolean isTooMuchToCompare() {
        return rivals.isExceeded();
    }

    Savepoint savepoint() {
        outrivaled.clear();
        unexposed.clear();
        return new Savepoint(byKey, byName, labelNameSets, stateHash, seriesCount, changes.size());
    }

    /** As at the savepoint; nothing limits comparisons any more. */
    void restore(Savepoint savepoint) {
        rivals = Rivals.unlimited();
        byKey = savepoint.byKey;
        byName = savepoint.byName;
        labelNameSets = savepoint.labelNameSets;
        stateHash = savepoint.stateHash;
        seriesCount = savepoint.seriesCount;
        changes.subList(savepoint.changeCount, changes.size()).clear();
    }

    /** The families placed since the last savepoint that are kept out of the exposition. */
    List<MetricFamily> unexposed() {
        return List.copyOf(unexposed);
    }

    /** Families of other groups that were exposed at {@code savepoint} and are withheld now. */
    List<FamilyId> newlyWithheld(Savepoint savepoint) {
        return outrivaled.stream()
                .filter(id -> isWithheld(byName, id) && !isWithheld(savepoint.byName, id))
                .distinct()
                .toList();
    }

    /** What grew beyond a limit since {@code before}, in words; null for nothing. */
    @Nullable
    String excess(Savepoint before, StoreLimits limits) {
        if (byKey.size() > limits.groups() && byKey.size() > before.byKey.size()) {
            return "the limit of stored groups is reached: there are " + before.byKey.size() + ", the limit is "
                    + limits.groups() + " (--limit.groups); delete groups that are not needed, or raise it";
        }
        if (seriesCount > limits.series() && seriesCount > before.seriesCount) {
            return "the limit of stored series is reached: there are " + before.seriesCount + ", there would be "
                    + seriesCount + ", the limit is " + limits.series()
                    + " (--limit.series; it counts the two time series of each group); push fewer series, delete groups"
                    + " that are not needed, or raise it";
        }
        return null;
    }

    /** Adds or replaces a group, with its two times; its other families are placed one by one. */
    void putGroup(Group given) {
        GroupingKey key = given.key();
        Slot<GroupingKey, Group> slot = byKey.slot(key);
        Group old = slot.value();
        Group group = old != null && old.familyNames() == given.familyNames()
                ? given
                : given.withNames(shared(given.familyNames()));
        if (old == null) {
            labelNameSets = labelNameSets.with(key);
        } else {
            stateHash -= old.hash();
        }
        stateHash += group.hash();
        byKey = slot.with(group);
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
    private void removeGroup(Group group) {
        GroupingKey key = group.key();
        withdraw(key, TimeFamilies.PUSH_TIME.name());
        withdraw(key, TimeFamilies.FAILURE_TIME.name());
        stateHash -= group.hash();
        byKey = byKey.without(key);
        labelNameSets = labelNameSets.without(key);
        changes.add(new Change.OfGroup(key, Optional.empty()));
    }

    /** Removes a group with all that it holds. */
    void removeWithFamilies(Group group) {
        for (String name : group.familyNames()) {
            remove(group.key(), name);
        }
        removeGroup(group);
    }

    /** Removes everything, at no cost: the empty trees are there already, and nothing sums up to a hash of 0. */
    void clear() {
        byKey = Groups.EMPTY.byKey();
        byName = Groups.EMPTY.byName();
        labelNameSets = Groups.EMPTY.labelNameSets();
        stateHash = Groups.EMPTY.position().stateHash();
        seriesCount = 0;
        changes.add(new Change.OfAll());
    }

    /** Makes {@code family} what a group that is there holds under its name. */
    void place(GroupingKey key, MetricFamily family, long sequence, long timeNanos) {
        NamedFamily named = named(family.name());
        NamedFamily.Found old = named.find(key);
        long heldSince = sequence;
        if (old != null) {
            stateHash -= old.held().hash(key);
            heldSince = old.held().family().type() == family.type() ? old.held().heldSince() : sequence;
        }
        HeldFamily next = new HeldFamily(named.sharing(family, old), heldSince, timeNanos, 0);
        stateHash += next.hash(key);
        exchange(named, key, old, next, sequence);
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
        NamedFamily named = named(held.family().name());
        HeldFamily next = held.of(named.sharing(held.family(), null));
        stateHash += next.hash(key);
        seriesCount += next.family().metricCount();
        List<GroupingKey> found = rivals.ofComing(named, labelNameSets, key, next);
        HeldFamily placed = next.withRivals(earlier(named, found, next));
        putNamed(named, outrival(named, found, placed, +1).with(key, placed, placed.heldSince()));
    }

    /** The same names in the instances that the view has: most groups hold the same few. */
    private List<String> shared(List<String> names) {
        return names.stream()
                .map(name -> {
                    NamedFamily named = byName.get(name);
                    return named == null ? name : named.name();
                })
                .toList();
    }

    private void putTime(MetricFamily family, Group group) {
        NamedFamily named = named(family.name());
        NamedFamily.Found old = named.find(group.key());
        HeldFamily next = new HeldFamily(named.sharing(family, old), group.since(), 0, 0);
        exchange(named, group.key(), old, next, group.since());
    }

    /** The family of this name; an empty one when no group holds it. */
    private NamedFamily named(String name) {
        NamedFamily named = byName.get(name);
        return named == null ? NamedFamily.empty(name) : named;
    }

    /** Puts {@code next} in place of {@code old}, and notes if it is not exposed. */
    private void exchange(
            NamedFamily named, GroupingKey key, NamedFamily.@Nullable Found old, HeldFamily next, long sequence) {
        HeldFamily placed;
        NamedFamily after;
        if (old != null && Rivals.sameSeries(old.held(), next)) {
            // The usual push: new values of known series. What rivals it has, it keeps.
            placed = next.withRivals(old.held().earlierRivals());
            after = named.replacing(old, placed);
        } else {
            NamedFamily without = old == null ? named : relinquished(named, key, old.held(), next);
            List<GroupingKey> found = rivals.ofComing(without, labelNameSets, key, next);
            placed = next.withRivals(earlier(without, found, next));
            after = outrival(without, found, placed, +1).with(key, placed, sequence);
        }
        MetricFamily family = next.family();
        seriesCount +=
                family.metricCount() - (old == null ? 0 : old.held().family().metricCount());
        NamedFamily put = putNamed(named, after.described(family.metadata()));
        if (placed.isWithheld() || put.isWithheld() || put.exposed().type() != family.type()) {
            unexposed.add(family);
        }
    }

    /** Without the claims of {@code old}, which {@code next} is about to replace if it is of the same type. */
    private NamedFamily relinquished(NamedFamily named, GroupingKey key, HeldFamily old, HeldFamily next) {
        NamedFamily relinquished = unclaimed(named, key, old);
        return old.family().type() == next.family().type()
                ? relinquished
                : relinquished.without(key, old.family().type());
    }

    /** How many of {@code found} have held a series of {@code held} for longer. */
    private static int earlier(NamedFamily named, List<GroupingKey> found, HeldFamily held) {
        int earlier = 0;
        for (GroupingKey rival : found) {
            earlier += isEarlier(named, rival, held) ? 1 : 0;
        }
        return earlier;
    }

    /** Takes the family of this name from the group, and returns it. */
    private HeldFamily withdraw(GroupingKey key, String name) {
        NamedFamily before = named(name);
        HeldFamily old = before.heldBy(key);
        if (old == null) {
            throw new IllegalStateException("group " + key + " does not hold '" + name + "'");
        }
        putNamed(before, unclaimed(before, key, old).without(key, old.family().type()));
        seriesCount -= old.family().metricCount();
        return old;
    }

    /** Without the claims of {@code old} on its series. */
    private NamedFamily unclaimed(NamedFamily named, GroupingKey key, HeldFamily old) {
        return outrival(named, rivals.ofGoing(named, labelNameSets, key, old), old, -1);
    }

    /** Tells those of {@code found} that hold a series of {@code held} for less long that a rival has come (+1) or is going (-1). */
    private NamedFamily outrival(NamedFamily named, List<GroupingKey> found, HeldFamily held, int change) {
        NamedFamily adjusted = named;
        for (GroupingKey rival : found) {
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

    /**
     * Puts {@code after} in place of {@code before}; it leaves the view when no group holds it any more.
     *
     * @return it, as it is in the view now
     */
    private NamedFamily putNamed(NamedFamily before, NamedFamily after) {
        NamedFamily put = after;
        if (before.isExposedLike(after)) {
            byName = byName.with(after.name(), after);
        } else {
            if (!before.isEmpty()) {
                collide(before, -1);
                byName = byName.without(before.name());
            }
            if (!after.isEmpty()) {
                put = expose(after);
            }
        }
        if (before.differsInRecord(after)) {
            stateHash += (after.isEmpty() ? 0 : after.hash()) - (before.isEmpty() ? 0 : before.hash());
            changes.add(new Change.OfName(after.name(), after.isEmpty() ? Optional.empty() : Optional.of(after)));
        }
        return put;
    }

    private NamedFamily expose(NamedFamily named) {
        NamedFamily exposed = named.withEarlierCollisions(earlierCollisions(named));
        byName = byName.with(named.name(), exposed);
        collide(named, +1);
        return exposed;
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
