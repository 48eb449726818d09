package dev.quorumgate.differential;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;

/** Bytes as text that can be printed and read back by people: {@code \n}, {@code \\}, {@code \x00} to {@code \xff}. */
final class Printable {
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int LAST_PRINTABLE = 0x7e;

    private Printable() {}

    static String of(ByteString bytes) {
        return of(bytes.toString(StandardCharsets.ISO_8859_1));
    }

    /** Of a text in which each character is one byte. */
    static String of(String bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length(); i++) {
            char next = bytes.charAt(i);
            if (next == '\n') {
                text.append("\\n");
            } else if (next == '\\') {
                text.append("\\\\");
            } else if (next < FIRST_PRINTABLE || next > LAST_PRINTABLE) {
                text.append(String.format("\\x%02x", (int) next));
            } else {
                text.append(next);
            }
        }
        return text.toString();
    }
}
