package dev.quorumgate.groups;

import dev.quorumgate.model.CodePointOrder;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.tree.Leaf;
import dev.quorumgate.tree.SortedTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The distinct sets of label names that grouping keys use, a handful in practice, with the number of groups of each.
 * Immutable.
 */
final class LabelNameSets {
    static final LabelNameSets EMPTY = new LabelNameSets(SortedTree.empty(byNames()));

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

    /** How many there are. */
    int size() {
        return groupCounts.size();
    }

    /** Whether no group uses any other set of label names than {@code names}. */
    boolean hasOnly(List<String> names) {
        return groupCounts.isEmpty() || (groupCounts.size() == 1 && names.equals(groupCounts.firstKey()));
    }

    /**
     * The sets, other than {@code except}, whose names all occur in {@code names}. Costs the smaller of the number of sets
     * and the number of subsets of {@code names}, so that many exotic keys do not make everybody's push expensive.
     *
     * @param names sorted, without duplicates
     */
    List<List<String>> containedIn(List<String> names, List<String> except) {
        List<List<String>> contained = new ArrayList<>();
        if (names.size() <= 20 && 1 << (names.size() - 1) < groupCounts.size()) {
            addSubsets(names, contained);
        } else {
            Set<String> available = new HashSet<>(names);
            for (Leaf<List<String>, Integer> leaf : groupCounts) {
                for (int i = 0; i < leaf.size(); i++) {
                    if (available.containsAll(leaf.key(i))) {
                        contained.add(leaf.key(i));
                    }
                }
            }
        }
        contained.remove(except);
        return contained;
    }

    private void addSubsets(List<String> names, List<List<String>> contained) {
        List<String> optional = new ArrayList<>(names);
        optional.remove(GroupingKey.JOB);
        for (int chosen = 0; chosen < 1 << optional.size(); chosen++) {
            List<String> subset = new ArrayList<>();
            subset.add(GroupingKey.JOB);
            for (int i = 0; i < optional.size(); i++) {
                if ((chosen >> i & 1) == 1) {
                    subset.add(optional.get(i));
                }
            }
            subset.sort(CodePointOrder.INSTANCE);
            if (groupCounts.get(subset) != null) {
                contained.add(subset);
            }
        }
    }

    private static Comparator<List<String>> byNames() {
        return (a, b) -> {
            for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
                int byName = CodePointOrder.compare(a.get(i), b.get(i));
                if (byName != 0) {
                    return byName;
                }
            }
            return Integer.compare(a.size(), b.size());
        };
    }
}
