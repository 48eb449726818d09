package dev.quorumgate.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The path of a request, percent-decoded once as a whole, as the original does it before it routes: {@code %2F} separates.
 *
 * <p>Bytes are kept as they came, since they need not be UTF-8: in the strings here each character is one byte.
 *
 * @param decoded begins with a slash
 */
record RequestPath(String decoded) {
    private static final char REPLACEMENT = '\uFFFD';

    /**
     * Decodes the path of a request line.
     *
     * @throws RequestException if an escape is malformed, or the path has {@code .} or {@code ..} in it, or bytes that are
     *     not UTF-8 and not escaped
     */
    static RequestPath decode(String raw) throws RequestException {
        if (raw.indexOf(REPLACEMENT) >= 0) {
            // The web server puts it for bytes that it cannot decode: different paths would become one group.
            throw new RequestException(
                    400, "invalid UTF-8 in the path; where U+FFFD itself is meant, percent-encode it");
        }
        for (String component : raw.split("/", -1)) {
            if (component.equals(".") || component.equals("..")) {
                throw new RequestException(
                        400, "path component \"" + component + "\" is not allowed; write it as %2E in a label value");
            }
        }
        byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                decoded[length++] = bytes[i];
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw new RequestException(400, "400 Bad Request: malformed percent escape in the path");
            }
            decoded[length++] = (byte) (high << 4 | low);
            i += 2;
        }
        return new RequestPath(new String(decoded, 0, length, StandardCharsets.ISO_8859_1));
    }

    /** Without doubled slashes in front, which a base URL that ends in a slash gives rise to. */
    RequestPath withoutLeadingSlashes() {
        int first = 0;
        while (decoded.startsWith("//", first)) {
            first++;
        }
        return new RequestPath(decoded.substring(first));
    }

    /** Without slashes at the end. */
    RequestPath withoutTrailingSlashes() {
        int end = decoded.length();
        while (end > 0 && decoded.charAt(end - 1) == '/') {
            end--;
        }
        return new RequestPath(decoded.substring(0, end));
    }

    /** Whether the path is below {@code prefix}, or is it. */
    boolean isBelow(String prefix) {
        return decoded.startsWith(prefix)
                && (decoded.length() == prefix.length() || decoded.charAt(prefix.length()) == '/');
    }

    RequestPath withoutPrefix(String prefix) {
        return new RequestPath(decoded.substring(prefix.length()));
    }

    /** The parts between slashes; {@code /a/} has the parts "a" and "". */
    List<String> components() {
        return Arrays.asList(decoded.substring(1).split("/", -1));
    }
}
