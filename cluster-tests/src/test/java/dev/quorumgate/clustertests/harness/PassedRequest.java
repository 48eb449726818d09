package dev.quorumgate.clustertests.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;

/** A request as a balancer passes it on: in HTTP/1.0, so that the connection and the answer end together. */
final class PassedRequest {
    /** Of the connection that it came over. */
    private static final Set<String> LEFT_OUT =
            Set.of("Connection", "Content-length", "Expect", "Http2-settings", "Transfer-encoding", "Upgrade");

    private PassedRequest() {}

    static byte[] of(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        StringBuilder head =
                new StringBuilder(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " HTTP/1.0\r\n");
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!LEFT_OUT.contains(name)) {
                values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n"));
            }
        });
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(head.toString().getBytes(ISO_8859_1));
        request.writeBytes(body);
        return request.toByteArray();
    }
}
