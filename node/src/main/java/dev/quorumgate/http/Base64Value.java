package dev.quorumgate.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A path component in base64: the URL-safe alphabet, any number of {@code =} at the end, line ends skipped, as Go's decoder
 * does it. Each character of the strings here is one byte.
 *
 * @param decoded what could be decoded before the first error
 * @param errorOffset of the first bad character, or of the start of a quantum that is cut off; -1 for no error
 */
record Base64Value(String decoded, int errorOffset) {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    static Base64Value decode(String component) {
        int end = component.length();
        while (end > 0 && component.charAt(end - 1) == '=') {
            end--;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int bits = 0;
        int count = 0;
        for (int i = 0; i < end; i++) {
            char c = component.charAt(i);
            if (c == '\r' || c == '\n') {
                continue;
            }
            int value = ALPHABET.indexOf(c);
            if (value < 0) {
                return new Base64Value(text(out), i);
            }
            bits = bits << 6 | value;
            if (++count == 4) {
                out.write(bits >> 16);
                out.write(bits >> 8);
                out.write(bits);
                bits = 0;
                count = 0;
            }
        }
        if (count == 1) {
            return new Base64Value(text(out), end - 1);
        }
        if (count == 2) {
            out.write(bits >> 4);
        } else if (count == 3) {
            out.write(bits >> 10);
            out.write(bits >> 2);
        }
        return new Base64Value(text(out), -1);
    }

    boolean isSound() {
        return errorOffset < 0;
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }
}
