package dev.quorumgate.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: the tree is a sorted map, and old versions stay as they were. Method: random writes beside a TreeMap. */
class SortedTreeTest {
    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void holdsWhatATreeMapHolds(int seed) {
        Random random = new Random(seed);
        int keys = 1 + random.nextInt(seed % 10 == 0 ? 20_000 : 400);
        int bias = 1 + random.nextInt(3);
        TreeMap<Integer, String> expected = new TreeMap<>();
        SortedTree<Integer, String> tree = SortedTree.empty(Comparator.naturalOrder());
        List<SortedTree<Integer, String>> versions = new ArrayList<>();
        List<TreeMap<Integer, String>> expectedVersions = new ArrayList<>();

        for (int step = 0; step < keys * 3; step++) {
            int key = random.nextInt(keys);
            // Phases that mostly insert and phases that mostly remove, so that nodes split and join.
            boolean insert = random.nextInt(4) >= (step / keys % 2 == 0 ? 1 : bias);
            if (insert) {
                expected.put(key, "v" + step);
                tree = tree.with(key, "v" + step);
            } else {
                expected.remove(key);
                tree = tree.without(key);
            }
            if (random.nextInt(keys) == 0) {
                versions.add(tree);
                expectedVersions.add(new TreeMap<>(expected));
            }
        }

        assertThat(contentOf(tree)).isEqualTo(expected);
        assertThat(tree.size()).isEqualTo(expected.size());
        assertThat(tree.firstKey()).isEqualTo(expected.isEmpty() ? null : expected.firstKey());
        for (int key = -1; key <= keys; key++) {
            assertThat(tree.get(key)).isEqualTo(expected.get(key));
            assertThat(tree.ceilingKey(key)).isEqualTo(expected.ceilingKey(key));
        }
        for (int i = 0; i < versions.size(); i++) {
            assertThat(contentOf(versions.get(i))).as("version %d", i).isEqualTo(expectedVersions.get(i));
        }
    }

    @Test
    void keepsLeavesFullWhenKeysArriveInOrder() {
        SortedTree<Integer, String> tree = SortedTree.empty(Comparator.naturalOrder());
        for (int key = 0; key < 100 * Leaf.SIZE_MAX; key++) {
            tree = tree.with(key, "");
        }

        assertThat(leavesOf(tree)).hasSize(100);
    }

    @Test
    void joinsLeavesThatBecomeSparse() {
        SortedTree<Integer, String> tree = SortedTree.empty(Comparator.naturalOrder());
        for (int key = 0; key < 1000 * Leaf.SIZE_MAX; key++) {
            tree = tree.with(key, "");
        }
        for (int key = 0; key < 1000 * Leaf.SIZE_MAX; key++) {
            if (key % Leaf.SIZE_MAX != 0) {
                tree = tree.without(key);
            }
        }

        assertThat(tree.size()).isEqualTo(1000);
        assertThat(leavesOf(tree)).hasSizeLessThan(100);
    }

    @Test
    void keepsWhatWasDerivedFromLeavesThatAWriteDidNotTouch() {
        SortedTree<Integer, String> tree = SortedTree.empty(Comparator.naturalOrder());
        for (int key = 0; key < 10 * Leaf.SIZE_MAX; key++) {
            tree = tree.with(key, "");
        }
        AtomicInteger computed = new AtomicInteger();
        deriveAll(tree, computed);
        computed.set(0);

        deriveAll(tree.with(0, "new").without(1), computed);

        assertThat(computed).hasValue(1);
    }

    @Test
    void isTheSameTreeWhenAKeyToRemoveIsNotThere() {
        SortedTree<Integer, String> tree =
                SortedTree.<Integer, String>empty(Comparator.naturalOrder()).with(1, "a");

        assertThat(tree.without(2)).isSameAs(tree);
        assertThat(tree.without(1).isEmpty()).isTrue();
    }

    private static void deriveAll(SortedTree<Integer, String> tree, AtomicInteger computed) {
        for (Leaf<Integer, String> leaf : tree) {
            Integer size = leaf.derived(Integer.class, each -> {
                computed.incrementAndGet();
                return each.size();
            });
            assertThat(size).isEqualTo(leaf.size());
        }
    }

    private static List<Leaf<Integer, String>> leavesOf(SortedTree<Integer, String> tree) {
        List<Leaf<Integer, String>> leaves = new ArrayList<>();
        tree.forEach(leaves::add);
        return leaves;
    }

    private static Map<Integer, String> contentOf(SortedTree<Integer, String> tree) {
        TreeMap<Integer, String> content = new TreeMap<>();
        List<Integer> order = new ArrayList<>();
        tree.forEachEntry((key, value) -> {
            content.put(key, value);
            order.add(key);
        });
        assertThat(order).isSorted().hasSize(content.size());
        return content;
    }
}
