package dev.quorumgate.groups;

import dev.quorumgate.model.CodePointOrder;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricCursor;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.tree.SortedTree;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the other groups that hold a series of a given family, at the cost of that family.
 *
 * <p>A series carries the grouping labels of its group. So the series with labels L can live only in groups whose grouping
 * labels are all contained in L: for each set of label names that grouping keys use, L restricted to these names is the one
 * key in question. Exact, and there is no index of series to keep.
 */
final class Rivals {
    /** What a push may ask for; a second or so of the one thread that applies for everybody. */
    private static final long LOOKUPS_MAX = 500_000;

    static final String TOO_MUCH =
            "too much to compare: the labels of the pushed series contain the grouping labels of too"
                    + " many other kinds of groups (more than " + LOOKUPS_MAX
                    + " comparisons); push less at a time, or group by fewer different label names";

    private Rivals() {}

    /** Whether a push would cost more than others should have to wait for. */
    static boolean isTooMuchToCompare(Command.Push push, LabelNameSets labelNameSets) {
        long metrics = 0;
        for (MetricFamily family : push.families()) {
            metrics += family.metricCount();
        }
        return metrics * labelNameSets.size() > LOOKUPS_MAX && lookups(push, labelNameSets) > LOOKUPS_MAX;
    }

    private static long lookups(Command.Push push, LabelNameSets labelNameSets) {
        List<String> ownNames = push.key().names();
        List<String> knownNames = List.of();
        int sets = 0;
        long lookups = 0;
        for (MetricFamily family : push.families()) {
            for (MetricCursor metric = family.cursor(); metric.nextMetric(); ) {
                List<String> names = metric.labels().stream().map(Label::name).toList();
                if (!names.equals(knownNames)) {
                    knownNames = names;
                    sets = labelNameSets.containedIn(names, ownNames).size();
                    lookups++; // finding them is work, too
                }
                lookups += sets;
            }
        }
        return lookups;
    }

    /** Whether two families have the same type and metrics with the same labels, whatever their values. */
    static boolean sameSeries(HeldFamily a, HeldFamily b) {
        if (a.family().type() != b.family().type()
                || a.family().metricCount() != b.family().metricCount()) {
            return false;
        }
        MetricCursor inA = a.family().cursor();
        MetricCursor inB = b.family().cursor();
        while (inA.nextMetric() && inB.nextMetric()) {
            if (!inA.hasLabelsOf(inB)) {
                return false;
            }
        }
        return true;
    }

    /** The keys, sorted, of the groups other than {@code key} that hold a series of {@code held} with the same type. */
    static List<GroupingKey> of(NamedFamily named, LabelNameSets labelNameSets, GroupingKey key, HeldFamily held) {
        SortedTree<GroupingKey, HeldFamily> holders =
                named.holdersOf(held.family().type());
        if (holders.isEmpty() || (holders.size() == 1 && holders.get(key) != null)) {
            return List.of();
        }
        List<String> ownNames = key.names();
        if (labelNameSets.hasOnly(ownNames)) {
            return List.of();
        }
        List<GroupingKey> rivals = new ArrayList<>();
        seriesByCandidate(labelNameSets, ownNames, held, holders).forEach((candidate, series) -> {
            HeldFamily other = holders.get(candidate);
            if (other != null && holdsAny(other, series)) {
                rivals.add(candidate);
            }
        });
        return rivals;
    }

    /** The groups that hold the family and may hold some of its series, with the encoded labels of these series. */
    private static Map<GroupingKey, Set<ByteBuffer>> seriesByCandidate(
            LabelNameSets labelNameSets,
            List<String> ownNames,
            HeldFamily held,
            SortedTree<GroupingKey, HeldFamily> holders) {
        Map<GroupingKey, Set<ByteBuffer>> series = new TreeMap<>();
        List<String> knownNames = List.of();
        List<List<String>> sets = List.of();
        for (MetricCursor metric = held.family().cursor(); metric.nextMetric(); ) {
            List<Label> labels = metric.labels();
            List<String> names = labels.stream().map(Label::name).toList();
            if (!names.equals(knownNames)) {
                knownNames = names;
                sets = labelNameSets.containedIn(names, ownNames);
            }
            for (List<String> set : sets) {
                List<Label> projected = labels.stream()
                        .filter(label -> contains(set, label.name()))
                        .toList();
                GroupingKey candidate = GroupingKey.of(projected);
                if (holders.get(candidate) != null) {
                    series.computeIfAbsent(candidate, any -> new HashSet<>()).add(encodedLabels(metric));
                }
            }
        }
        return series;
    }

    private static boolean holdsAny(HeldFamily held, Set<ByteBuffer> series) {
        for (MetricCursor metric = held.family().cursor(); metric.nextMetric(); ) {
            if (series.contains(encodedLabels(metric))) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(List<String> sortedNames, String name) {
        for (String each : sortedNames) {
            int comparison = CodePointOrder.compare(each, name);
            if (comparison >= 0) {
                return comparison == 0;
            }
        }
        return false;
    }

    private static ByteBuffer encodedLabels(MetricCursor metric) {
        int start = metric.labelsStart();
        return ByteBuffer.wrap(metric.bytes(), start, metric.valueStart() - start);
    }
}
