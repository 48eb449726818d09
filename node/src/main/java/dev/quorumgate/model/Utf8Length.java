package dev.quorumgate.model;

/** How long texts are where bytes count, without making the bytes. */
public final class Utf8Length {
    private Utf8Length() {}

    /** The bytes that a text has in UTF-8. */
    public static long of(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Each half of a surrogate pair stands for two of its four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
