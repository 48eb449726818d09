package dev.quorumgate.api;

import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;

/**
 * What Go's {@code encoding/json} escapes beyond what JSON asks for: characters that mean something in HTML, and the two line
 * separators of JavaScript.
 */
final class GoEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    private static final SerializableString LESS = new SerializedString("\\u003c");
    private static final SerializableString GREATER = new SerializedString("\\u003e");
    private static final SerializableString AMPERSAND = new SerializedString("\\u0026");
    private static final SerializableString LINE_SEPARATOR = new SerializedString("\\u2028");
    private static final SerializableString PARAGRAPH_SEPARATOR = new SerializedString("\\u2029");

    private final int[] ascii = standardAsciiEscapesForJSON();

    GoEscapes() {
        ascii['<'] = ESCAPE_CUSTOM;
        ascii['>'] = ESCAPE_CUSTOM;
        ascii['&'] = ESCAPE_CUSTOM;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        return ascii.clone();
    }

    /** For characters marked above, and all beyond ASCII; null leaves a character as it is. */
    @Override
    @SuppressWarnings("NullAway") // Jackson asks for null
    public SerializableString getEscapeSequence(int character) {
        return switch (character) {
            case '<' -> LESS;
            case '>' -> GREATER;
            case '&' -> AMPERSAND;
            case 0x2028 -> LINE_SEPARATOR;
            case 0x2029 -> PARAGRAPH_SEPARATOR;
            default -> null;
        };
    }
}
