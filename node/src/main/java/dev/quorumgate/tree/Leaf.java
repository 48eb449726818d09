package dev.quorumgate.tree;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run of neighbouring entries of a {@link SortedTree}: immutable, and shared by all versions in which none of its entries
 * changed. Never empty.
 */
public final class Leaf<K, V> extends Node<K, V> {
    /**
     * Entries at which a leaf is split. Large leaves make few, well compressing chunks for a scrape; small ones make the
     * copy that each write pays cheap.
     */
    static final int SIZE_MAX = 64;

    private final Object[] keys;
    private final Object[] values;

    /** What a reader derived from this leaf; written under its lock. */
    private volatile @Nullable Object derived;

    Leaf(Object[] keys, Object[] values) {
        this.keys = keys;
        this.values = values;
    }

    static <K, V> Leaf<K, V> of(K key, V value) {
        return new Leaf<>(new Object[] {key}, new Object[] {value});
    }

    @Override
    public int size() {
        return keys.length;
    }

    /** The key at {@code position}, from 0 to {@link #size()} - 1 in ascending order. */
    @SuppressWarnings("unchecked") // only keys of type K are ever put in
    public K key(int position) {
        return (K) keys[position];
    }

    /** The value that belongs to {@link #key}. */
    @SuppressWarnings("unchecked") // only values of type V are ever put in
    public V value(int position) {
        return (V) values[position];
    }

    /**
     * What {@code compute} makes of this leaf, from the second call on without computing it again.
     *
     * <p>A leaf remembers one value of one type; {@code compute} must depend on the leaf alone. Calls may overlap: one of them
     * computes, and the others wait for it, since many that compute the same take the memory for it many times.
     */
    public <T> T derived(Class<T> type, Function<? super Leaf<K, V>, ? extends T> compute) {
        Object known = derived;
        if (type.isInstance(known)) {
            return type.cast(known);
        }
        synchronized (this) {
            Object made = derived;
            if (type.isInstance(made)) {
                return type.cast(made);
            }
            T computed = compute.apply(this);
            derived = computed;
            return computed;
        }
    }

    @Override
    K firstKey() {
        return key(0);
    }

    Leaf<K, V> withValue(int position, V value) {
        return new Leaf<>(keys, Arrays2.replace(values, position, value));
    }

    Grown<K, V> inserting(int position, K key, V value) {
        if (keys.length < SIZE_MAX) {
            return Grown.one(new Leaf<>(Arrays2.insert(keys, position, key), Arrays2.insert(values, position, value)));
        }
        if (position == keys.length) {
            // Keys that arrive in order, as when a store is loaded, leave full leaves behind.
            return Grown.two(this, Leaf.of(key, value));
        }
        int middle = keys.length / 2;
        Leaf<K, V> left = slice(0, middle);
        Leaf<K, V> right = slice(middle, keys.length);
        return position <= middle
                ? Grown.two(left.inserting(position, key, value).left(), right)
                : Grown.two(left, right.inserting(position - middle, key, value).left());
    }

    @Nullable
    Leaf<K, V> removing(int position) {
        return keys.length == 1 ? null : new Leaf<>(Arrays2.remove(keys, position), Arrays2.remove(values, position));
    }

    @Override
    boolean isSparse() {
        return keys.length < SIZE_MAX / 4;
    }

    @Override
    @Nullable
    Node<K, V> joinedWith(Node<K, V> next) {
        Leaf<K, V> other = (Leaf<K, V>) next;
        if (keys.length + other.keys.length > SIZE_MAX * 3 / 4) {
            return null;
        }
        return new Leaf<>(Arrays2.concat(keys, other.keys), Arrays2.concat(values, other.values));
    }

    private Leaf<K, V> slice(int from, int to) {
        return new Leaf<>(Arrays.copyOfRange(keys, from, to), Arrays.copyOfRange(values, from, to));
    }

    /** Where {@code key} is, or -1 - where it would be inserted. */
    int position(K key, Comparator<? super K> order) {
        int low = 0;
        int high = keys.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int comparison = order.compare(key(middle), key);
            if (comparison < 0) {
                low = middle + 1;
            } else if (comparison > 0) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return -1 - low;
    }
}
