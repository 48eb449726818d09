package dev.quorumgate.exposition;

/**
 * The part of a text's line around a mistake, for people: one line that shows it, a second one with a caret below the place.
 * What cannot be printed is escaped; cut off where the line is long.
 */
final class Excerpt {
    private static final int BEFORE_MAX = 70;
    private static final int BEHIND_MAX = 40;
    private static final char CUT = '…';

    private Excerpt() {}

    /**
     * Shows the place in the line that it is in.
     *
     * @param line its number, from 1
     * @param end where the text ends
     */
    static String of(byte[] text, int end, int line, int place) {
        int start = place;
        while (start > 0 && text[start - 1] != '\n') {
            start--;
        }
        StringBuilder before = new StringBuilder();
        int column = 1;
        for (int at = start; at < place; column++) {
            at += appendAt(before, text, at, place);
        }
        StringBuilder behind = new StringBuilder();
        for (int at = place; at < end && text[at] != '\n' && behind.length() <= BEHIND_MAX; ) {
            at += appendAt(behind, text, at, end);
        }
        String prefix = "line " + line + ", column " + column + ": ";
        String shown = tail(before);
        return prefix + shown + head(behind) + "\n" + " ".repeat(prefix.length() + width(shown)) + "^";
    }

    /** Appends a character, or a byte that is part of none; how many bytes it took. */
    private static int appendAt(StringBuilder out, byte[] text, int at, int end) {
        if (out.length() > 4 * BEFORE_MAX) {
            out.delete(0, out.length() - BEFORE_MAX - 1); // a line may have megabytes
        }
        return GoQuote.appendAt(out, text, at, end);
    }

    private static String tail(StringBuilder text) {
        return text.length() <= BEFORE_MAX ? text.toString() : CUT + text.substring(text.length() - BEFORE_MAX);
    }

    private static String head(StringBuilder text) {
        return text.length() <= BEHIND_MAX ? text.toString() : text.substring(0, BEHIND_MAX) + CUT;
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
