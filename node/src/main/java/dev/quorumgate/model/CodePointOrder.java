package dev.quorumgate.model;

import java.util.Comparator;

/**
 * Strings by code points, which is the order of their UTF-8 bytes and so that of the original (Go compares bytes);
 * {@link String#compareTo} differs where surrogates meet U+E000 and above.
 */
public final class CodePointOrder {
    /** The order as a comparator. */
    public static final Comparator<String> INSTANCE = CodePointOrder::compare;

    private CodePointOrder() {}

    public static int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return rank(x) - rank(y);
            }
        }
        return a.length() - b.length();
    }

    /** Moves surrogates, which stand for the highest code points, behind all other characters. */
    private static int rank(char c) {
        if (c < Character.MIN_SURROGATE) {
            return c;
        }
        return Character.isSurrogate(c) ? c + 0x2000 : c - 0x800;
    }
}
