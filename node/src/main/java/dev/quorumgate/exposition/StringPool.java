package dev.quorumgate.exposition;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes strings of ASCII bytes and gives the same string again for the same bytes, as long as no other one took its place:
 * the lines of a body repeat the same few names and values. One thread.
 */
final class StringPool {
    private static final int PLACES = 128;

    /** Longer strings rarely repeat. */
    private static final int LENGTH_MAX = 48;

    private final @Nullable String[] strings = new @Nullable String[PLACES];

    String get(byte[] bytes, int from, int to) {
        if (to - from > LENGTH_MAX) {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int place = (hash ^ (hash >>> 7)) & (PLACES - 1);
        String pooled = strings[place];
        if (pooled != null && isTextOf(bytes, from, to, pooled)) {
            return pooled;
        }
        String fresh = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        strings[place] = fresh;
        return fresh;
    }

    private static boolean isTextOf(byte[] bytes, int from, int to, String text) {
        if (text.length() != to - from) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }
}
