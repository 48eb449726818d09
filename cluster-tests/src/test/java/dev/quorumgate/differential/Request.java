package dev.quorumgate.differential;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.xerial.snappy.SnappyFramedInputStream;

/**
 * A request, byte for byte.
 *
 * @param target as it stands in the request line, each character one byte
 * @param headers lines without their ends; those of the connection and the length of the body are not among them
 */
public record Request(String method, String target, List<String> headers, ByteString body) {
    private static final int SHOWN_BODY_MAX = 2000;

    /** Other types that name protobuf are read as text. */
    private static final Pattern PROTOBUF = Pattern.compile("\\s*(?i:application/vnd\\.google\\.protobuf)\\s*;"
            + "(?=.*(?i:proto)=\"?io\\.prometheus\\.client\\.MetricFamily\"?\\s*(;|$))"
            + "(?=.*(?i:encoding)=\"?delimited\"?\\s*(;|$)).*");

    public Request {
        headers = List.copyOf(headers);
    }

    /** Any method, without a body. */
    public static Request of(String method, String target, String... headers) {
        return new Request(method, target, List.of(headers), ByteString.EMPTY);
    }

    public static Request put(String target, String body, String... headers) {
        return new Request("PUT", target, List.of(headers), ByteString.copyFromUtf8(body));
    }

    public static Request post(String target, String body, String... headers) {
        return new Request("POST", target, List.of(headers), ByteString.copyFromUtf8(body));
    }

    public static Request delete(String target) {
        return of("DELETE", target);
    }

    Request withBody(ByteString other) {
        return new Request(method, target, headers, other);
    }

    /** Whether it is meant to change a group. */
    boolean writes() {
        return pushes() || method.equals("DELETE");
    }

    boolean pushes() {
        return method.equals("PUT") || method.equals("POST");
    }

    /** Whether its body is read as protobuf. */
    boolean isProtobuf() {
        return header("Content-Type").filter(PROTOBUF.asMatchPredicate()).isPresent();
    }

    /** The body, each byte one character, uncompressed as far as that can be done. */
    String plainBody() {
        return plain().toString(StandardCharsets.ISO_8859_1);
    }

    /** The body, uncompressed as far as that can be done. */
    ByteString plain() {
        String encoding = header("Content-Encoding").orElse("").toLowerCase(Locale.ROOT);
        ByteString.Output read = ByteString.newOutput();
        try (InputStream in = switch (encoding) {
            case "gzip" -> new GZIPInputStream(body.newInput());
            case "snappy" -> new SnappyFramedInputStream(body.newInput());
            default -> body.newInput();
        }) {
            in.transferTo(read);
        } catch (IOException e) {
            // Cut off or damaged: what came before it counts, as it does for the original.
        }
        return read.toByteString();
    }

    Optional<String> header(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return headers.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst();
    }

    /** As it goes over the wire. */
    byte[] bytes(String host) {
        StringBuilder head = new StringBuilder();
        head.append(method)
                .append(' ')
                .append(target)
                .append(" HTTP/1.1\r\nHost: ")
                .append(host)
                .append("\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        if (!body.isEmpty() || writes()) {
            head.append("Content-Length: ").append(body.size()).append("\r\n");
        }
        ByteString start = ByteString.copyFrom(head.append("\r\n").toString(), StandardCharsets.ISO_8859_1);
        return start.concat(body).toByteArray();
    }

    /** One line that tells all of it, with escapes for what cannot be printed. */
    @Override
    public String toString() {
        String text = Printable.of(body);
        String shown = text.length() > SHOWN_BODY_MAX
                ? text.substring(0, SHOWN_BODY_MAX) + "… (" + body.size() + " bytes)"
                : text;
        return method + " " + Printable.of(target) + (headers.isEmpty() ? "" : " " + headers)
                + (body.isEmpty() ? "" : " '" + shown + "'");
    }
}
