package dev.quorumgate.groups;

import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricCursor;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.tree.SortedTree;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Why a checked push that has been applied to a draft does not fit: because some of it would be kept out of the exposition,
 * or would keep out what another group exposes. The verdicts are those of the original's check; the words are its own words,
 * then what a person needs: the types and the other group.
 */
final class Conflicts {
    private final SortedTree<String, NamedFamily> byName;
    private final LabelNameSets labelNameSets;
    private final Rivals rivals = Rivals.unlimited();

    Conflicts(SortedTree<String, NamedFamily> byName, LabelNameSets labelNameSets) {
        this.byName = byName;
        this.labelNameSets = labelNameSets;
    }

    /** The conflict of a family that a group holds and that is not exposed. */
    String of(GroupingKey key, MetricFamily family) {
        NamedFamily named = byName.get(family.name());
        if (named == null) {
            throw new IllegalStateException("no group holds '" + family.name() + "'");
        }
        if (named.exposed().type() != family.type()) {
            return otherType(family, named.exposed());
        }
        return named.isWithheld() ? collision(named) : sharedSeries(named, key, held(key, family.name()));
    }

    /** The conflict of a group whose family has a series that {@code other} exposed until then. */
    String takenFrom(GroupingKey key, GroupingKey other, String name) {
        return collectedBefore(name, held(key, name).family(), held(other, name).family(), other);
    }

    private HeldFamily held(GroupingKey key, String name) {
        NamedFamily named = byName.get(name);
        HeldFamily held = named == null ? null : named.heldBy(key);
        if (held == null) {
            throw new IllegalStateException("group " + key + " does not hold '" + name + "'");
        }
        return held;
    }

    private String sharedSeries(NamedFamily named, GroupingKey key, HeldFamily held) {
        for (GroupingKey rival : rivals.ofComing(named, labelNameSets, key, held)) {
            HeldFamily other = named.exposed().byKey().get(rival);
            if (other != null && other.heldSince() < held.heldSince()) {
                return collectedBefore(named.name(), held.family(), other.family(), rival);
            }
        }
        throw new IllegalStateException("no group holds a series of '" + named.name() + "' of " + key + " for longer");
    }

    private static String collectedBefore(String name, MetricFamily family, MetricFamily other, GroupingKey holder) {
        return "collected metric \"" + name + "\" " + Label.format(firstShared(family, other))
                + " was collected before with the same name and label values: group " + holder
                + " holds this series";
    }

    private static String otherType(MetricFamily family, NamedFamily.Holders exposed) {
        MetricCursor first = family.cursor();
        first.nextMetric();
        return "collected metric \"" + family.name() + "\" " + Label.format(first.labels()) + " is not a "
                + exposed.type().name().toUpperCase(Locale.ROOT) + ": it is pushed as "
                + family.type().word() + ", and group " + exposed.byKey().firstKey() + " holds it as "
                + exposed.type().word();
    }

    private String collision(NamedFamily named) {
        for (NamedFamily other : Collisions.of(named, byName)) {
            if (Collisions.precedes(other, named)) {
                MetricType type = named.exposed().type();
                return Collisions.describe(
                                named.name(),
                                type,
                                other.name(),
                                other.exposed().type()) + " in group "
                        + other.exposed().byKey().firstKey();
            }
        }
        throw new IllegalStateException("nothing collides with '" + named.name() + "'");
    }

    private static List<Label> firstShared(MetricFamily family, MetricFamily other) {
        Set<List<Label>> inOther = new HashSet<>();
        for (MetricCursor metric = other.cursor(); metric.nextMetric(); ) {
            inOther.add(metric.labels());
        }
        for (MetricCursor metric = family.cursor(); metric.nextMetric(); ) {
            if (inOther.contains(metric.labels())) {
                return metric.labels();
            }
        }
        throw new IllegalStateException("'" + family.name() + "' has no series in common with the other group's");
    }
}
