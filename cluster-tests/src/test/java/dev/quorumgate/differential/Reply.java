package dev.quorumgate.differential;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * What came back.
 *
 * @param status 0 when the connection ended without an answer
 * @param headers by name in lower case; of several lines the first
 */
public record Reply(int status, Map<String, String> headers, ByteString body) {
    static final Reply NONE = new Reply(0, Map.of(), ByteString.EMPTY);

    public Reply {
        headers = Map.copyOf(headers);
    }

    String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /** The body, each byte one character, uncompressed. */
    String text() {
        return content().toString(StandardCharsets.ISO_8859_1);
    }

    ByteString content() {
        if (!header("Content-Encoding").equals("gzip")) {
            return body;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body.toByteArray()))) {
            return ByteString.readFrom(in);
        } catch (IOException e) {
            return ByteString.copyFromUtf8("(a body that is no gzip: " + e + ")");
        }
    }

    boolean isRedirect() {
        return status == 301 || status == 302 || status == 307 || status == 308;
    }

    @Override
    public String toString() {
        if (status == 0) {
            return "no answer";
        }
        String type = header("Content-Type");
        String location = header("Location");
        return status + (type.isEmpty() ? "" : " " + type) + (location.isEmpty() ? "" : " → " + location) + " '"
                + Printable.of(text()) + "'";
    }
}
