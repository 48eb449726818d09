package dev.quorumgate.tree;

import org.jspecify.annotations.Nullable;

/** A subtree. Immutable, never empty; all leaves of a tree are at one depth. */
abstract sealed class Node<K, V> permits Leaf, Branch {
    /** Number of entries below. */
    abstract int size();

    abstract K firstKey();

    /** Whether this node has so few entries that its parent should join it with a neighbour. */
    abstract boolean isSparse();

    /** This node and its right neighbour of the same kind as one; null when that would be too large. */
    abstract @Nullable Node<K, V> joinedWith(Node<K, V> next);

    /** A subtree after an insertion: one node, or two when it had to be split. */
    record Grown<K, V>(Node<K, V> left, @Nullable Node<K, V> right) {
        static <K, V> Grown<K, V> one(Node<K, V> node) {
            return new Grown<>(node, null);
        }

        static <K, V> Grown<K, V> two(Node<K, V> left, Node<K, V> right) {
            return new Grown<>(left, right);
        }
    }
}
