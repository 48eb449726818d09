package dev.quorumgate.clustertests.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a node answered to a {@link PassedRequest}.
 *
 * @param body a character for each byte
 */
record PassedAnswer(int status, Map<String, String> headers, String body) {
    /** Of the connection that it came over. */
    private static final Set<String> LEFT_OUT = Set.of("connection", "content-length", "transfer-encoding", "date");

    /** @throws IOException if it is not whole: the node ended in the middle of it, or before it began */
    static PassedAnswer parse(byte[] bytes) throws IOException {
        String text = new String(bytes, ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (!text.startsWith("HTTP/1.") || end < 0) {
            throw new IOException("not an answer: '" + text + "'");
        }
        String[] lines = text.substring(0, end).split("\r\n", -1);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        String body = text.substring(end + 4);
        String length = headers.getOrDefault("Content-Length", String.valueOf(body.length()));
        if (!length.equals(String.valueOf(body.length()))) {
            throw new IOException("the answer ends after " + body.length() + " bytes of " + length);
        }
        return new PassedAnswer(Integer.parseInt(lines[0].split(" ", 3)[1]), headers, body);
    }

    void sendTo(HttpExchange exchange) throws IOException {
        headers.forEach((name, value) -> {
            if (!LEFT_OUT.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().set(name, value);
            }
        });
        byte[] bytes = body.getBytes(ISO_8859_1);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
