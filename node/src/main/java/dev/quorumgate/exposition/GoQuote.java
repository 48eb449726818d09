package dev.quorumgate.exposition;

import java.nio.charset.StandardCharsets;

/**
 * What a client sent, between quotes for an error text, as Go's {@code %q} puts it: unprintable characters and malformed
 * bytes escaped. Cut off when long, since a body may hold one token of megabytes.
 */
public final class GoQuote {
    /** Characters between the quotes at which a text is cut off. */
    static final int LENGTH_MAX = 200;

    /** For text that does not stand between quotes. */
    private static final char NO_QUOTE = 0;

    private GoQuote() {}

    public static String quote(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return quote(bytes, 0, bytes.length);
    }

    public static String quote(byte[] bytes, int from, int to) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int at = from; at < to; ) {
            if (quoted.length() > LENGTH_MAX) {
                quoted.append('…');
                break;
            }
            at += appendAt(quoted, bytes, at, to, '"');
        }
        return quoted.append('"').toString();
    }

    /** Appends the character at a place, or the byte if none begins there, escaped if need be; how many bytes that is. */
    static int appendAt(StringBuilder out, byte[] bytes, int at, int to) {
        return appendAt(out, bytes, at, to, NO_QUOTE);
    }

    private static int appendAt(StringBuilder out, byte[] bytes, int at, int to, char quote) {
        int codePoint = Utf8.codePointAt(bytes, at, to);
        if (codePoint < 0) {
            appendByte(out, bytes[at]);
            return 1;
        }
        append(out, codePoint, quote);
        return Utf8.length(codePoint);
    }

    /** A byte as a character literal. Go takes it for the code point of that number. */
    static String quoteByte(byte b) {
        StringBuilder quoted = new StringBuilder("'");
        append(quoted, b & 0xFF, '\'');
        return quoted.append('\'').toString();
    }

    private static void append(StringBuilder quoted, int codePoint, char quote) {
        if (quote != NO_QUOTE && (codePoint == quote || codePoint == '\\')) {
            quoted.append('\\').append((char) codePoint);
        } else if (isPrintable(codePoint)) {
            quoted.appendCodePoint(codePoint);
        } else {
            appendEscape(quoted, codePoint);
        }
    }

    private static void appendEscape(StringBuilder quoted, int codePoint) {
        switch (codePoint) {
            case 0x07 -> quoted.append("\\a");
            case '\b' -> quoted.append("\\b");
            case '\f' -> quoted.append("\\f");
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            case 0x0B -> quoted.append("\\v");
            default -> {
                if (codePoint < 0x80) {
                    appendByte(quoted, (byte) codePoint);
                } else if (codePoint <= Character.MAX_VALUE) {
                    appendHex(quoted.append("\\u"), codePoint, 4);
                } else {
                    appendHex(quoted.append("\\U"), codePoint, 8);
                }
            }
        }
    }

    private static void appendByte(StringBuilder quoted, byte b) {
        appendHex(quoted.append("\\x"), b & 0xFF, 2);
    }

    private static void appendHex(StringBuilder quoted, int number, int digits) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            quoted.append(Character.forDigit((number >> shift) & 0xF, 16));
        }
    }

    /** As Go has it: letters, marks, numbers, punctuation, symbols and the ASCII blank. */
    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> true;
        };
    }
}
