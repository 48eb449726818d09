package dev.quorumgate.tree;

import java.util.Arrays;

/** Copies of arrays with one element more or less. */
final class Arrays2 {
    private Arrays2() {}

    static <T> T[] insert(T[] array, int position, T element) {
        T[] copy = Arrays.copyOf(array, array.length + 1);
        System.arraycopy(array, position, copy, position + 1, array.length - position);
        copy[position] = element;
        return copy;
    }

    static <T> T[] remove(T[] array, int position) {
        T[] copy = Arrays.copyOf(array, array.length - 1);
        System.arraycopy(array, position + 1, copy, position, copy.length - position);
        return copy;
    }

    static <T> T[] replace(T[] array, int position, T element) {
        T[] copy = array.clone();
        copy[position] = element;
        return copy;
    }

    static <T> T[] concat(T[] first, T[] second) {
        T[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
