package dev.quorumgate.exposition;

import java.util.Arrays;

/**
 * Reads a body of text piece by piece and knows the line. Stands on one byte at a time; to look at it when there is none is
 * the error of a last line without line feed, so that no caller need think of the end. One thread.
 */
final class TextScanner {
    private final byte[] body;
    private final int end;
    private final Token token = new Token();
    private byte[] unescaped = {};
    private int position;
    private int line = 1;

    /** Where the last token began. */
    private int tokenStart;

    TextScanner(byte[] body, int length) {
        this.body = body;
        this.end = length;
    }

    /** Moves to the first byte of the line that is not blank; false if there is none before the end. */
    boolean startLine() {
        while (position < end && isBlank(body[position])) {
            position++;
        }
        return position < end;
    }

    /** Moves behind the line feed that it stands on. */
    void endLine() {
        position++;
        line++;
    }

    /** The byte that it stands on. */
    byte peek() throws MalformedPushException {
        if (position == end) {
            throw error("unexpected end of input stream", Advice.NO_LINE_FEED);
        }
        return body[position];
    }

    /** Moves behind the byte that it stands on. */
    void skip() {
        position++;
    }

    void skipBlanks() throws MalformedPushException {
        while (atBlank()) {
            position++;
        }
    }

    boolean atBlank() throws MalformedPushException {
        return isBlank(peek());
    }

    boolean atLineEnd() throws MalformedPushException {
        return peek() == '\n';
    }

    /** Moves to the next line feed. */
    void skipToLineEnd() throws MalformedPushException {
        while (peek() != '\n') {
            position++;
        }
    }

    /** Reads up to a blank or line feed. */
    Token readWord() throws MalformedPushException {
        int from = position;
        int bits = 0;
        for (byte b = peek(); !isBlank(b) && b != '\n'; b = peek()) {
            bits |= b;
            position++;
        }
        return tokenFrom(from, bits);
    }

    /** Reads up to the line feed. Backslashes are dropped, as the original does. */
    Token readRestOfLine() throws MalformedPushException {
        int from = position;
        int bits = 0;
        boolean backslashes = false;
        for (byte b = peek(); b != '\n'; b = peek()) {
            bits |= b;
            backslashes |= b == '\\';
            position++;
        }
        if (!backslashes) {
            return tokenFrom(from, bits);
        }
        tokenStart = from;
        int kept = 0;
        for (int at = from; at < position; at++) {
            if (body[at] != '\\') {
                kept = keep(body[at], kept);
            }
        }
        token.set(unescaped, 0, kept, bits >= 0);
        return token;
    }

    /** Reads a name without quotes; the token is empty if none begins here. */
    Token readPlainName(boolean colonAllowed) throws MalformedPushException {
        int from = position;
        if (NameRules.isStart(peek(), colonAllowed)) {
            do {
                position++;
            } while (NameRules.isContinuation(peek(), colonAllowed));
        }
        return tokenFrom(from, 0);
    }

    /** Reads up to the terminator or the line feed, whichever comes first, and puts what was escaped in its place. */
    Token readEscaped(char terminator) throws MalformedPushException {
        int from = position;
        int bits = 0;
        for (byte b = peek(); b != terminator && b != '\n'; b = peek()) {
            if (b == '\\') {
                return readEscaped(from, bits, terminator);
            }
            bits |= b;
            position++;
        }
        return tokenFrom(from, bits);
    }

    private Token readEscaped(int from, int bitsBefore, char terminator) throws MalformedPushException {
        tokenStart = from;
        int kept = position - from;
        if (unescaped.length < kept) {
            unescaped = new byte[2 * kept];
        }
        System.arraycopy(body, from, unescaped, 0, kept);
        int bits = bitsBefore;
        for (byte b = peek(); b != terminator && b != '\n'; b = peek()) {
            position++;
            kept = keep(b == '\\' ? readEscapee() : b, kept);
            bits |= b;
        }
        token.set(unescaped, 0, kept, bits >= 0);
        return token;
    }

    private byte readEscapee() throws MalformedPushException {
        byte b = peek();
        position++;
        return switch (b) {
            case '\\', '"' -> b;
            case 'n' -> '\n';
            default ->
                throw error(
                        "invalid escape sequence '\\" + (char) (b & 0xFF) + "'",
                        "only \\\\, \\\" and \\n are escapes; a backslash itself is written \\\\");
        };
    }

    private int keep(byte b, int kept) {
        if (kept == unescaped.length) {
            unescaped = Arrays.copyOf(unescaped, Math.max(64, 2 * kept));
        }
        unescaped[kept] = b;
        return kept + 1;
    }

    private Token tokenFrom(int from, int bits) {
        tokenStart = from;
        token.set(body, from, position, bits >= 0);
        return token;
    }

    /** The error of this line, found at the byte that it stands on. */
    MalformedPushException error(String message) {
        return error(message, "");
    }

    /** The error of this line, found at the byte that it stands on, and what to do; an empty advice is none. */
    MalformedPushException error(String message, String advice) {
        return errorAt(position, message, advice);
    }

    /** The error of this line whose message ends in a token that was just read. */
    MalformedPushException error(String message, Token offending) {
        return error(message, offending, "");
    }

    /** The error of this line whose message ends in a token that was just read, and what to do. */
    MalformedPushException error(String message, Token offending, String advice) {
        boolean crLf = offending.endsIn('\r') && isCrLf(position - 1);
        return errorAt(tokenStart, message + offending.quoted(), crLf ? Advice.CR_LF : advice);
    }

    /** The error that there is no name where one must be. */
    MalformedPushException noName(String message) {
        return error(message, isCrLf(position) ? Advice.CR_LF : Advice.insteadOfName(body, position, end));
    }

    private MalformedPushException errorAt(int place, String message, String advice) {
        return new MalformedPushException(
                "text format parsing error in line " + line + ": " + message,
                Excerpt.of(body, end, line, Math.min(place, end)),
                advice);
    }

    private boolean isCrLf(int at) {
        return at + 1 < end && body[at] == '\r' && body[at + 1] == '\n';
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }
}
