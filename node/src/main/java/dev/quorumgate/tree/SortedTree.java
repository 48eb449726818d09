package dev.quorumgate.tree;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map (a B+ tree) that makes its next version by copying one path: O(log n) time and memory for a write,
 * nothing for a reader that keeps the version before.
 *
 * <p>Two trees with equal entries may be cut into leaves differently; nothing but memory and speed may depend on that.
 */
public final class SortedTree<K, V> implements Iterable<Leaf<K, V>> {
    private final Comparator<? super K> order;
    private final @Nullable Node<K, V> root;

    SortedTree(Comparator<? super K> order, @Nullable Node<K, V> root) {
        this.order = order;
        this.root = root;
    }

    public static <K, V> SortedTree<K, V> empty(Comparator<? super K> order) {
        return new SortedTree<>(order, null);
    }

    public int size() {
        return root == null ? 0 : root.size();
    }

    public boolean isEmpty() {
        return root == null;
    }

    public @Nullable V get(K key) {
        return slot(key).value();
    }

    /** Where {@code key} is, or would be. */
    public Slot<K, V> slot(K key) {
        return new Slot<>(order, root, key);
    }

    /** The lowest key; null when the tree is empty. */
    public @Nullable K firstKey() {
        return root == null ? null : root.firstKey();
    }

    /** The lowest key that is not below {@code from}; null when there is none. */
    public @Nullable K ceilingKey(K from) {
        Node<K, V> node = root;
        K above = null; // the first key behind the subtree in question
        while (node instanceof Branch<K, V> branch) {
            int taken = branch.childFor(from, order);
            if (taken + 1 < branch.childCount()) {
                above = branch.child(taken + 1).firstKey();
            }
            node = branch.child(taken);
        }
        if (node instanceof Leaf<K, V> leaf) {
            for (int position = 0; position < leaf.size(); position++) {
                if (order.compare(leaf.key(position), from) >= 0) {
                    return leaf.key(position);
                }
            }
        }
        return above;
    }

    /** This map with {@code key} mapped to {@code value}, whatever it was mapped to before. */
    public SortedTree<K, V> with(K key, V value) {
        return slot(key).with(value);
    }

    /** This map without {@code key}; this very tree when it does not hold it. */
    public SortedTree<K, V> without(K key) {
        Slot<K, V> slot = slot(key);
        return slot.value() == null ? this : slot.without();
    }

    /** Calls {@code action} with each entry in ascending order of keys. */
    public void forEachEntry(BiConsumer<? super K, ? super V> action) {
        for (Leaf<K, V> leaf : this) {
            for (int position = 0; position < leaf.size(); position++) {
                action.accept(leaf.key(position), leaf.value(position));
            }
        }
    }

    /** Calls {@code visitor} with each entry in ascending order of keys, from {@code first} on, until it returns false. */
    public void visitFrom(K first, BiPredicate<? super K, ? super V> visitor) {
        LeafIterator<K, V> leaves = new LeafIterator<>(root, first, order);
        boolean goesOn = true;
        while (goesOn && leaves.hasNext()) {
            Leaf<K, V> leaf = leaves.next();
            // Only the first leaf can hold lower keys.
            for (int position = 0; goesOn && position < leaf.size(); position++) {
                goesOn = order.compare(leaf.key(position), first) < 0
                        || visitor.test(leaf.key(position), leaf.value(position));
            }
        }
    }

    /** The leaves in ascending order of keys. */
    @Override
    public Iterator<Leaf<K, V>> iterator() {
        return new LeafIterator<>(root);
    }

    private static final class LeafIterator<K, V> implements Iterator<Leaf<K, V>> {
        /** Subtrees still to be visited, the next one on top. */
        private final Deque<Node<K, V>> ahead = new ArrayDeque<>();

        LeafIterator(@Nullable Node<K, V> root) {
            if (root != null) {
                ahead.push(root);
            }
        }

        /** From the leaf on that holds {@code first}, or would. */
        LeafIterator(@Nullable Node<K, V> root, K first, Comparator<? super K> order) {
            Node<K, V> node = root;
            while (node instanceof Branch<K, V> branch) {
                int taken = branch.childFor(first, order);
                for (int position = branch.childCount() - 1; position > taken; position--) {
                    ahead.push(branch.child(position));
                }
                node = branch.child(taken);
            }
            if (node != null) {
                ahead.push(node);
            }
        }

        @Override
        public boolean hasNext() {
            return !ahead.isEmpty();
        }

        @Override
        public Leaf<K, V> next() {
            Node<K, V> node = ahead.poll();
            if (node == null) {
                throw new NoSuchElementException();
            }
            while (node instanceof Branch<K, V> branch) {
                for (int position = branch.childCount() - 1; position > 0; position--) {
                    ahead.push(branch.child(position));
                }
                node = branch.child(0);
            }
            return (Leaf<K, V>) node;
        }
    }
}
