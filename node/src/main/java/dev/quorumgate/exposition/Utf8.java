package dev.quorumgate.exposition;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** UTF-8 read strictly: the JDK's {@code String} puts U+FFFD where bytes are malformed, and a push must not be changed. */
final class Utf8 {
    private Utf8() {}

    /** The text of these bytes; null if they are not UTF-8. */
    static @Nullable String decode(byte[] bytes, int from, int to) {
        for (int at = from; at < to; ) {
            int codePoint = codePointAt(bytes, at, to);
            if (codePoint < 0) {
                return null;
            }
            at += length(codePoint);
        }
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** The code point that begins at {@code at}; -1 if what is there is malformed or goes on beyond {@code to}. */
    static int codePointAt(byte[] bytes, int at, int to) {
        int first = bytes[at];
        if (first >= 0) {
            return first;
        }
        int bits;
        int more;
        int least;
        if ((first & 0xE0) == 0xC0) {
            bits = first & 0x1F;
            more = 1;
            least = 0x80;
        } else if ((first & 0xF0) == 0xE0) {
            bits = first & 0x0F;
            more = 2;
            least = 0x800;
        } else if ((first & 0xF8) == 0xF0) {
            bits = first & 0x07;
            more = 3;
            least = 0x10000;
        } else {
            return -1;
        }
        if (more >= to - at) {
            return -1;
        }
        for (int i = 1; i <= more; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return -1;
            }
            bits = (bits << 6) | (bytes[at + i] & 0x3F);
        }
        boolean surrogate = bits >= Character.MIN_SURROGATE && bits <= Character.MAX_SURROGATE;
        return bits < least || bits > Character.MAX_CODE_POINT || surrogate ? -1 : bits;
    }

    /** How many bytes a code point takes. */
    static int length(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        return codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }
}
