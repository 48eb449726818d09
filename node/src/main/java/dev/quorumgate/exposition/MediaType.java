package dev.quorumgate.exposition;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A media type as {@code Content-Type} names it. Type and parameter names are in lower case, values as they were sent.
 *
 * <p>Source: RFC 9110, 8.3.1, read as strictly as Go's {@code mime.ParseMediaType}: one mistake and it is none.
 */
record MediaType(String name, Map<String, String> parameters) {
    private static final String SEPARATORS = "()<>@,;:\\\"/[]?=";

    /** The media type of a header's value; empty if it is malformed. */
    static Optional<MediaType> parse(String header) {
        return new Parser(header).parse();
    }

    private static final class Parser {
        private final String header;
        private int position;

        Parser(String header) {
            this.header = header;
        }

        Optional<MediaType> parse() {
            skipBlanks();
            int start = position;
            boolean sound = readName();
            String name = header.substring(start, position).toLowerCase(Locale.ROOT);
            Map<String, String> parameters = new HashMap<>();
            skipBlanks();
            while (sound && at(';')) {
                skip();
                skipBlanks();
                if (position == header.length()) {
                    break;
                }
                sound = readParameter(parameters);
                skipBlanks();
            }
            return sound && position == header.length()
                    ? Optional.of(new MediaType(name, Map.copyOf(parameters)))
                    : Optional.empty();
        }

        private boolean readName() {
            if (!readToken()) {
                return false;
            }
            if (!at('/')) {
                return true;
            }
            skip();
            return readToken();
        }

        /** Reads one parameter; false if it is malformed, or contradicts an earlier one. */
        private boolean readParameter(Map<String, String> parameters) {
            int start = position;
            if (!readToken()) {
                return false;
            }
            String name = header.substring(start, position).toLowerCase(Locale.ROOT);
            skipBlanks();
            if (!at('=')) {
                return false;
            }
            skip();
            skipBlanks();
            Optional<String> value = at('"') ? readQuoted() : readPlain();
            if (value.isEmpty()) {
                return false;
            }
            String before = parameters.putIfAbsent(name, value.get());
            return before == null || before.equals(value.get());
        }

        private Optional<String> readPlain() {
            int start = position;
            return readToken() ? Optional.of(header.substring(start, position)) : Optional.empty();
        }

        private Optional<String> readQuoted() {
            StringBuilder value = new StringBuilder();
            for (skip(); position < header.length(); skip()) {
                if (at('"')) {
                    skip();
                    return Optional.of(value.toString());
                }
                // Before anything else a backslash is itself: browsers send paths of files like that.
                boolean escape = at('\\') && position + 1 < header.length() && isSeparator(position + 1);
                position += escape ? 1 : 0;
                value.append(header.charAt(position));
            }
            return Optional.empty();
        }

        private boolean readToken() {
            int start = position;
            while (position < header.length() && isTokenCharacter(header.charAt(position))) {
                position++;
            }
            return position > start;
        }

        private static boolean isTokenCharacter(char c) {
            return c > ' ' && c < 0x7F && SEPARATORS.indexOf(c) < 0;
        }

        private boolean isSeparator(int index) {
            return SEPARATORS.indexOf(header.charAt(index)) >= 0;
        }

        private void skipBlanks() {
            while (at(' ') || at('\t')) {
                position++;
            }
        }

        private boolean at(char c) {
            return position < header.length() && header.charAt(position) == c;
        }

        private void skip() {
            position++;
        }
    }
}
