package dev.quorumgate.model;

/**
 * Whether a text is one at all. A Java string may hold half a surrogate pair, which no encoding has: two such strings that
 * differ are both written as {@code ?}, and are one when they are read again.
 */
public final class Utf16 {
    private Utf16() {}

    /** Whether each surrogate has its other half. */
    public static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean pair = Character.isHighSurrogate(text.charAt(i))
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /**
     * The text.
     *
     * @throws IllegalArgumentException if it is not well-formed
     */
    static String requireWellFormed(String text) {
        if (!isWellFormed(text)) {
            throw new IllegalArgumentException("half a pair of surrogates, which is no character, in a name or value");
        }
        return text;
    }
}
