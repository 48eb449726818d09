package dev.quorumgate.exposition;

/**
 * A name written in the scheme {@code values}, in which any name is a legacy one: {@code U__}, then each underscore as two, and
 * each character that legacy names lack as its code point, {@code _2e_}.
 *
 * <p>Source: API reference of the original, "UTF-8 names mode".
 */
final class EscapedName {
    static final String PREFIX = "U__";

    /** Digits that a code point may have to be understood. */
    private static final int DIGITS_MAX = 5;

    private final String escaped;
    private final StringBuilder name = new StringBuilder();
    private int position = PREFIX.length();

    private EscapedName(String escaped) {
        this.escaped = escaped;
    }

    /** The name that is written like this. What is not in the scheme, be it by a single character, stands for itself. */
    static String unescape(String written) {
        return written.startsWith(PREFIX) ? new EscapedName(written).unescape() : written;
    }

    private String unescape() {
        while (position < escaped.length()) {
            char c = escaped.charAt(position++);
            if (c != '_') {
                name.append(c);
            } else if (escaped.startsWith("_", position)) {
                name.append('_');
                position++;
            } else if (!appendCodePoint()) {
                return escaped;
            }
        }
        return name.toString();
    }

    /** Reads the code point behind an underscore, with the underscore that ends it; false if there is none. */
    private boolean appendCodePoint() {
        int end = escaped.indexOf('_', position);
        if (end < 0 || end - position > DIGITS_MAX) {
            return false;
        }
        int codePoint = 0;
        for (; position < end; position++) {
            int digit = hexDigit(escaped.charAt(position));
            if (digit < 0) {
                return false;
            }
            codePoint = codePoint << 4 | digit;
        }
        position++;
        boolean surrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        if (!surrogate) {
            name.appendCodePoint(codePoint);
        }
        return !surrogate;
    }

    /** Of ASCII only; {@link Character#digit} takes digits of all scripts. */
    private static int hexDigit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
