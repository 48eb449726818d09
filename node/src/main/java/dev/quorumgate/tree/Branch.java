package dev.quorumgate.tree;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An inner node: neighbouring subtrees of one depth, and the first key of each. */
final class Branch<K, V> extends Node<K, V> {
    static final int CHILDREN_MAX = 32;

    private final Object[] firstKeys;
    private final Node<K, V>[] children;
    private final int size;

    private Branch(Object[] firstKeys, Node<K, V>[] children, int size) {
        this.firstKeys = firstKeys;
        this.children = children;
        this.size = size;
    }

    private static <K, V> Branch<K, V> counted(Object[] firstKeys, Node<K, V>[] children) {
        int entries = 0;
        for (Node<K, V> child : children) {
            entries += child.size();
        }
        return new Branch<>(firstKeys, children, entries);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type has no other constructor
    static <K, V> Branch<K, V> of(Node<K, V> left, Node<K, V> right) {
        return counted(new Object[] {left.firstKey(), right.firstKey()}, new Node[] {left, right});
    }

    int childCount() {
        return children.length;
    }

    Node<K, V> child(int position) {
        return children[position];
    }

    @Override
    int size() {
        return size;
    }

    @Override
    @SuppressWarnings("unchecked") // only keys of type K are ever put in
    K firstKey() {
        return (K) firstKeys[0];
    }

    /** With {@code grown} in place of the child at {@code position}. */
    Grown<K, V> withChild(int position, Grown<K, V> grown) {
        Branch<K, V> updated = replacing(position, grown.left());
        Node<K, V> right = grown.right();
        return right == null ? Grown.one(updated) : updated.inserting(position + 1, right);
    }

    /** With {@code reduced} in place of the child at {@code position}; null when nothing is left. */
    @Nullable
    Node<K, V> withReducedChild(int position, @Nullable Node<K, V> reduced) {
        if (reduced == null) {
            return children.length == 1 ? null : removing(position);
        }
        return replacing(position, reduced).mended(position);
    }

    @Override
    boolean isSparse() {
        return children.length < CHILDREN_MAX / 4;
    }

    @Override
    @Nullable
    Node<K, V> joinedWith(Node<K, V> next) {
        Branch<K, V> other = (Branch<K, V>) next;
        if (children.length + other.children.length > CHILDREN_MAX * 3 / 4) {
            return null;
        }
        return new Branch<>(
                Arrays2.concat(firstKeys, other.firstKeys),
                Arrays2.concat(children, other.children),
                size + other.size);
    }

    /** Joins the child at {@code position} with a neighbour if it became sparse and they fit into one. */
    private Branch<K, V> mended(int position) {
        if (!children[position].isSparse()) {
            return this;
        }
        for (int left : new int[] {position - 1, position}) {
            if (left >= 0 && left + 1 < children.length) {
                Node<K, V> joined = children[left].joinedWith(children[left + 1]);
                if (joined != null) {
                    return removing(left + 1).replacing(left, joined);
                }
            }
        }
        return this;
    }

    private Branch<K, V> replacing(int position, Node<K, V> child) {
        Object firstKey = Objects.requireNonNull(child.firstKey());
        Object[] newKeys = firstKeys[position] == firstKey ? firstKeys : Arrays2.replace(firstKeys, position, firstKey);
        return new Branch<>(
                newKeys, Arrays2.replace(children, position, child), size - children[position].size() + child.size());
    }

    private Branch<K, V> removing(int position) {
        return new Branch<>(
                Arrays2.remove(firstKeys, position),
                Arrays2.remove(children, position),
                size - children[position].size());
    }

    private Grown<K, V> inserting(int position, Node<K, V> child) {
        Object[] keys = Arrays2.insert(firstKeys, position, Objects.requireNonNull(child.firstKey()));
        Node<K, V>[] nodes = Arrays2.insert(children, position, child);
        if (nodes.length <= CHILDREN_MAX) {
            return Grown.one(new Branch<>(keys, nodes, size + child.size()));
        }
        // As in a leaf: in-order growth leaves full nodes behind.
        int cut = position == nodes.length - 1 ? nodes.length - 1 : nodes.length / 2;
        return Grown.two(
                counted(Arrays.copyOfRange(keys, 0, cut), Arrays.copyOfRange(nodes, 0, cut)),
                counted(Arrays.copyOfRange(keys, cut, keys.length), Arrays.copyOfRange(nodes, cut, nodes.length)));
    }

    /** The last child whose first key is not above {@code key}; the first one when all are above. */
    @SuppressWarnings("unchecked") // only keys of type K are ever put in
    int childFor(K key, Comparator<? super K> order) {
        int low = 1;
        int high = firstKeys.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (order.compare((K) firstKeys[middle], key) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return low - 1;
    }
}
