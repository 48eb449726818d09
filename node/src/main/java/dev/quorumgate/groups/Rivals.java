package dev.quorumgate.groups;

import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricCursor;
import dev.quorumgate.tree.Leaf;
import dev.quorumgate.tree.SortedTree;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the other groups that hold a series of a given family, at the cost of that family; for one command.
 *
 * <p>A series carries the grouping labels of its group. So the series with labels L can live only in groups whose grouping
 * labels are all contained in L: for each set of label names that grouping keys use, L restricted to these names is the one
 * key in question. Exact, and there is no index of series to keep. Where that comes to more than to look at all that hold the
 * family, they are looked at.
 */
final class Rivals {
    /** What the search may come to for the families that a command brings: about a second. */
    private static final long WORK_MAX = 10_000_000;

    static final String TOO_MUCH =
            "too much to compare: the labels of the pushed series contain the grouping labels of too many other kinds of"
                    + " groups, and too many series of the same names are stored; push less at a time, or group by fewer"
                    + " different label names";

    private static final long LOOK_UP_STEPS = 10;
    private static final long SERIES_STEPS = 2;
    private static final long TRIAL_STEPS_MIN = 64;

    private final Effort effort;

    /** What is remembered below is true for these. */
    private LabelNameSets labelNameSets = LabelNameSets.EMPTY;

    private List<String> ownNames = List.of();
    private final Map<List<String>, List<LabelNameSets.Contained>> containedByNames =
            new TreeMap<>(LabelNameSets.BY_NAMES);

    private Rivals(Effort effort) {
        this.effort = effort;
    }

    /** For a command that is refused when its comparisons would keep everybody else waiting. */
    static Rivals limited() {
        return new Rivals(new Effort(WORK_MAX));
    }

    static Rivals unlimited() {
        return new Rivals(Effort.unlimited());
    }

    /** Whether it was too much. What {@link #ofComing} says then is incomplete, and what was made of it must be taken back. */
    boolean isExceeded() {
        return effort.isExceeded();
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
    List<GroupingKey> ofComing(NamedFamily named, LabelNameSets sets, GroupingKey key, HeldFamily held) {
        return of(named, sets, key, held, effort);
    }

    /** As {@link #ofComing}, for what a group holds no longer; that cannot be refused, so it does not count. */
    List<GroupingKey> ofGoing(NamedFamily named, LabelNameSets sets, GroupingKey key, HeldFamily held) {
        return of(named, sets, key, held, Effort.unlimited());
    }

    private List<GroupingKey> of(
            NamedFamily named, LabelNameSets sets, GroupingKey key, HeldFamily held, Effort total) {
        if (total.isExceeded()) {
            return List.of();
        }
        SortedTree<GroupingKey, HeldFamily> holders =
                named.holdersOf(held.family().type());
        if (holders.isEmpty() || (holders.size() == 1 && holders.get(key) != null)) {
            return List.of();
        }
        List<String> names = key.names();
        if (sets.hasOnly(names)) {
            return List.of();
        }
        if (sets != labelNameSets || !names.equals(ownNames)) {
            labelNameSets = sets;
            ownNames = names;
            containedByNames.clear();
        }
        // To look at all that hold the family takes as much at least, so this at most doubles the work.
        Effort trial = new Effort(Math.max(
                TRIAL_STEPS_MIN,
                SERIES_STEPS * ((long) holders.size() + held.family().metricCount())));
        List<GroupingKey> rivals = byLookUp(holders, held, trial);
        total.spend(trial.spent(), 0);
        return rivals == null ? byScan(holders, key, held, total) : rivals;
    }

    /** Asks for each group that can hold one of the series; null if that is too much. */
    private @Nullable List<GroupingKey> byLookUp(
            SortedTree<GroupingKey, HeldFamily> holders, HeldFamily held, Effort trial) {
        Map<GroupingKey, Set<ByteBuffer>> seriesByCandidate = new TreeMap<>();
        List<String> knownNames = List.of();
        List<LabelNameSets.Contained> sets = List.of();
        for (MetricCursor metric = held.family().cursor(); metric.nextMetric(); ) {
            List<Label> labels = metric.labels();
            List<String> names = labels.stream().map(Label::name).toList();
            trial.spend(labels.size(), labelBytes(metric));
            if (!names.equals(knownNames)) {
                knownNames = names;
                sets = containedIn(names, trial);
            }
            for (LabelNameSets.Contained set : sets) {
                if (trial.isExceeded()) {
                    return null;
                }
                GroupingKey candidate = set.keyFrom(labels);
                trial.spend(LOOK_UP_STEPS + set.size(), candidate.encoded().length);
                if (holders.get(candidate) != null) {
                    trial.spend(SERIES_STEPS, labelBytes(metric));
                    seriesByCandidate
                            .computeIfAbsent(candidate, any -> new HashSet<>())
                            .add(encodedLabels(metric));
                }
            }
        }
        List<GroupingKey> rivals = new ArrayList<>();
        seriesByCandidate.forEach((candidate, series) -> {
            HeldFamily other = holders.get(candidate);
            if (other != null && holdsAny(other, series, trial)) {
                rivals.add(candidate);
            }
        });
        return trial.isExceeded() ? null : rivals;
    }

    private List<LabelNameSets.Contained> containedIn(List<String> names, Effort trial) {
        List<LabelNameSets.Contained> known = containedByNames.get(names);
        if (known != null) {
            return known;
        }
        List<LabelNameSets.Contained> found = labelNameSets.containedIn(names, ownNames, trial);
        if (!trial.isExceeded()) {
            containedByNames.put(names, found);
        }
        return found;
    }

    private static List<GroupingKey> byScan(
            SortedTree<GroupingKey, HeldFamily> holders, GroupingKey key, HeldFamily held, Effort total) {
        Set<ByteBuffer> series = new HashSet<>();
        for (MetricCursor metric = held.family().cursor(); metric.nextMetric(); ) {
            total.spend(SERIES_STEPS, labelBytes(metric));
            series.add(encodedLabels(metric));
        }
        List<GroupingKey> rivals = new ArrayList<>();
        for (Leaf<GroupingKey, HeldFamily> leaf : holders) {
            for (int i = 0; i < leaf.size(); i++) {
                if (!leaf.key(i).equals(key) && holdsAny(leaf.value(i), series, total)) {
                    rivals.add(leaf.key(i));
                }
            }
        }
        return rivals;
    }

    /** Whether {@code held} has one of the series; false if it takes too much to say. */
    private static boolean holdsAny(HeldFamily held, Set<ByteBuffer> series, Effort effort) {
        for (MetricCursor metric = held.family().cursor(); metric.nextMetric(); ) {
            if (!effort.spend(SERIES_STEPS, labelBytes(metric))) {
                return false;
            }
            if (series.contains(encodedLabels(metric))) {
                return true;
            }
        }
        return false;
    }

    private static int labelBytes(MetricCursor metric) {
        return metric.valueStart() - metric.labelsStart();
    }

    private static ByteBuffer encodedLabels(MetricCursor metric) {
        return ByteBuffer.wrap(metric.bytes(), metric.labelsStart(), labelBytes(metric));
    }
}
