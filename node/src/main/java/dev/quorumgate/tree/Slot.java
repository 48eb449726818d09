package dev.quorumgate.tree;

import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Where a key is in one version of a tree, or would be: found once, then asked and written without comparing keys again.
 * Short-lived.
 */
public final class Slot<K, V> {
    private static final int DEPTH_USUAL = 4;

    private final Comparator<? super K> order;
    private final K key;

    /** The branches from the root down, and the child that was taken in each. */
    private @Nullable Object[] branches = new Object[DEPTH_USUAL];

    private int[] taken = new int[DEPTH_USUAL];
    private int depth;

    private final @Nullable Leaf<K, V> leaf;
    /** In the leaf; as of {@link Leaf#position}. */
    private final int position;

    Slot(Comparator<? super K> order, @Nullable Node<K, V> root, K key) {
        this.order = order;
        this.key = key;
        Node<K, V> node = root;
        while (node instanceof Branch<K, V> branch) {
            int child = branch.childFor(key, order);
            enter(branch, child);
            node = branch.child(child);
        }
        this.leaf = (Leaf<K, V>) node;
        this.position = leaf == null ? -1 : leaf.position(key, order);
    }

    /** The value of the key; null when the tree does not hold it. */
    public @Nullable V value() {
        return leaf == null || position < 0 ? null : leaf.value(position);
    }

    /** The tree with the key mapped to {@code value}. */
    public SortedTree<K, V> with(V value) {
        if (leaf == null) {
            return new SortedTree<>(order, Leaf.of(key, value));
        }
        Node.Grown<K, V> grown = position >= 0
                ? Node.Grown.one(leaf.withValue(position, value))
                : leaf.inserting(-position - 1, key, value);
        for (int level = depth - 1; level >= 0; level--) {
            grown = branch(level).withChild(taken[level], grown);
        }
        Node<K, V> right = grown.right();
        return new SortedTree<>(order, right == null ? grown.left() : Branch.of(grown.left(), right));
    }

    /** The tree without the key, which it must hold. */
    SortedTree<K, V> without() {
        if (leaf == null || position < 0) {
            throw new IllegalStateException("the tree does not hold " + key);
        }
        Node<K, V> reduced = leaf.removing(position);
        for (int level = depth - 1; level >= 0; level--) {
            reduced = branch(level).withReducedChild(taken[level], reduced);
        }
        while (reduced instanceof Branch<K, V> branch && branch.childCount() == 1) {
            reduced = branch.child(0);
        }
        return new SortedTree<>(order, reduced);
    }

    private void enter(Branch<K, V> branch, int child) {
        if (depth == taken.length) {
            branches = Arrays.copyOf(branches, depth * 2);
            taken = Arrays.copyOf(taken, depth * 2);
        }
        branches[depth] = branch;
        taken[depth++] = child;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // enter() puts in branches of this type alone, below depth
    private Branch<K, V> branch(int level) {
        return (Branch<K, V>) branches[level];
    }
}
