package dev.quorumgate.http;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** An answer, as it came over the wire. */
final class Reply {
    private final String statusLine;
    private final List<Header> headers;
    private final byte[] body;

    /** A header line. */
    record Header(String name, String value) {}

    Reply(String statusLine, List<Header> headers, byte[] body) {
        this.statusLine = statusLine;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    String statusLine() {
        return statusLine;
    }

    /** In their order, repeated ones too. */
    List<Header> headers() {
        return headers;
    }

    /** Without chunk sizes, otherwise as it came. */
    byte[] body() {
        return body;
    }

    int status() {
        return Integer.parseInt(statusLine.split(" ", -1)[1]);
    }

    /** The value of a header that may be there once; empty for none. */
    String header(String name) {
        List<String> values = headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .toList();
        if (values.size() > 1) {
            throw new AssertionError(name + " is there more than once: " + values);
        }
        return values.isEmpty() ? "" : values.get(0);
    }

    boolean hasHeader(String name) {
        return headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The text without its last line feed. */
    String error() {
        return text().replaceFirst("\n$", "");
    }

    @Override
    public String toString() {
        StringBuilder shown = new StringBuilder(statusLine);
        headers.forEach(
                header -> shown.append('\n').append(header.name()).append(": ").append(header.value()));
        return shown.append("\n\n").append(text()).toString();
    }
}
