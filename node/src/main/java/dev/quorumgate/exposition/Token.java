package dev.quorumgate.exposition;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A piece of the body that a {@link TextScanner} has read: the same object each time, valid until the next piece. */
final class Token {
    private final StringPool pool = new StringPool();
    private byte[] bytes = {};
    private int from;
    private int to;
    private boolean ascii;

    void set(byte[] newBytes, int newFrom, int newTo, boolean newAscii) {
        bytes = newBytes;
        from = newFrom;
        to = newTo;
        ascii = newAscii;
    }

    boolean isEmpty() {
        return from == to;
    }

    boolean is(String asciiText) {
        if (to - from != asciiText.length()) {
            return false;
        }
        for (int i = 0; i < asciiText.length(); i++) {
            if (bytes[from + i] != asciiText.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    boolean endsIn(char asciiEnd) {
        return from < to && bytes[to - 1] == asciiEnd;
    }

    /** The token as text; null if it is not UTF-8. */
    @Nullable
    String text() {
        return ascii ? pool.get(bytes, from, to) : Utf8.decode(bytes, from, to);
    }

    double toFloat() throws NotAFloatException {
        return DecimalParser.parse(bytes, from, to);
    }

    /** The signed decimal integer of 64 bits that it is; empty if it is none. */
    OptionalLong integer() {
        String text = ascii ? text() : null;
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** The token as error texts show it. */
    String quoted() {
        return GoQuote.quote(bytes, from, to);
    }
}
