package dev.quorumgate.tree;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A subtree. Immutable, never empty; all leaves of a tree are at one depth. */
abstract sealed class Node<K, V> permits Leaf, Branch {
    /** Number of entries below. */
    abstract int size();

    abstract K firstKey();

    abstract @Nullable V get(K key, Comparator<? super K> order);

    abstract Grown<K, V> with(K key, V value, Comparator<? super K> order);

    /** The subtree without {@code key}: itself when it does not hold it, null when nothing is left. */
    abstract @Nullable Node<K, V> without(K key, Comparator<? super K> order);

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
