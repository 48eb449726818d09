package dev.quorumgate.groups;

import dev.quorumgate.model.CodePointOrder;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import dev.quorumgate.tree.SortedTree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The distinct sets of label names that grouping keys use, a handful in practice, with the number of groups of each.
 * Immutable.
 */
final class LabelNameSets {
    /** Lists of names, by the first ones that differ. */
    static final Comparator<List<String>> BY_NAMES = LabelNameSets::compare;

    static final LabelNameSets EMPTY = new LabelNameSets(SortedTree.empty(BY_NAMES));

    private static final long VISIT_STEPS = 15;

    /** How often a list of names is compared with others until it is found among many. */
    private static final long COMPARISONS = 20;

    private final SortedTree<List<String>, Integer> groupCounts;

    private LabelNameSets(SortedTree<List<String>, Integer> groupCounts) {
        this.groupCounts = groupCounts;
    }

    LabelNameSets with(GroupingKey key) {
        List<String> names = key.names();
        Integer count = groupCounts.get(names);
        return new LabelNameSets(groupCounts.with(names, count == null ? 1 : count + 1));
    }

    LabelNameSets without(GroupingKey key) {
        List<String> names = key.names();
        Integer count = groupCounts.get(names);
        if (count == null) {
            throw new IllegalStateException("no group has the label names " + names);
        }
        return new LabelNameSets(count == 1 ? groupCounts.without(names) : groupCounts.with(names, count - 1));
    }

    /** Whether no group uses any other set of label names than {@code names}. */
    boolean hasOnly(List<String> names) {
        return groupCounts.isEmpty() || (groupCounts.size() == 1 && names.equals(groupCounts.firstKey()));
    }

    /** A set of label names, and where in a list of labels they are. */
    static final class Contained {
        private final int[] positions;

        private Contained(int[] positions) {
            this.positions = positions;
        }

        /** How many names. */
        int size() {
            return positions.length;
        }

        /**
         * The key of the group of this kind in which a series can live.
         *
         * @param labels of the series, all of the names that were searched
         */
        GroupingKey keyFrom(List<Label> labels) {
            List<Label> chosen = new ArrayList<>(positions.length);
            for (int position : positions) {
                chosen.add(labels.get(position));
            }
            return GroupingKey.of(chosen);
        }
    }

    /**
     * The sets, other than {@code except}, whose names all occur in {@code names}; some of them where that is too much effort.
     * Looks at those sets that are contained, and for each at few others: what begins with names that do not occur is left out
     * at one go. So that many exotic keys do not make everybody's push expensive.
     *
     * @param names sorted, without duplicates
     */
    List<Contained> containedIn(List<String> names, List<String> except, Effort effort) {
        List<Contained> contained = new ArrayList<>();
        List<String> from = List.of();
        while (from != null) {
            List<String> set = groupCounts.ceilingKey(from);
            if (set == null || !effort.spend(VISIT_STEPS + 2L * set.size(), bytesToCompare(set))) {
                return contained;
            }
            int[] positions = new int[set.size()];
            int found = find(set, names, positions);
            if (found == set.size()) {
                if (!set.equals(except)) {
                    contained.add(new Contained(positions));
                }
                from = followedBy(set, found, "");
            } else {
                from = next(set, found, names, positions);
            }
        }
        return contained;
    }

    /**
     * Finds the names of {@code set} one after the other.
     *
     * @param positions is given where each is, and for the first one that is missing, where the next one after it would be
     * @return how many were found before one was missing
     */
    private static int find(List<String> set, List<String> names, int[] positions) {
        int from = 0;
        for (int i = 0; i < positions.length; i++) {
            int position =
                    Collections.binarySearch(names.subList(from, names.size()), set.get(i), CodePointOrder.INSTANCE);
            positions[i] = from + (position < 0 ? -position - 1 : position);
            if (position < 0) {
                return i;
            }
            from = positions[i] + 1;
        }
        return positions.length;
    }

    /** Where the next set can be: the first names that are found stay, and the last of them that can moves on to the next one. */
    private static @Nullable List<String> next(List<String> set, int found, List<String> names, int[] positions) {
        if (positions[found] < names.size()) {
            return followedBy(set, found, names.get(positions[found]));
        }
        for (int i = found - 1; i >= 0; i--) {
            if (positions[i] + 1 < names.size()) {
                return followedBy(set, i, names.get(positions[i] + 1));
            }
        }
        return null;
    }

    private static List<String> followedBy(List<String> set, int count, String name) {
        List<String> names = new ArrayList<>(set.subList(0, count));
        names.add(name);
        return names;
    }

    private static long bytesToCompare(List<String> set) {
        long characters = 0;
        for (String name : set) {
            characters += name.length();
        }
        return COMPARISONS * characters;
    }

    private static int compare(List<String> a, List<String> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int byName = CodePointOrder.compare(a.get(i), b.get(i));
            if (byName != 0) {
                return byName;
            }
        }
        return Integer.compare(a.size(), b.size());
    }
}
