package dev.quorumgate.http;

import dev.quorumgate.api.JsonDocument;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Answers in JSON, sent while they are made. */
final class JsonAnswer {
    static final String JSON = "application/json";
    private static final int BUFFER_BYTES = 64 << 10;

    private JsonAnswer() {}

    static void send(Exchange exchange, JsonDocument document) throws IOException {
        send(exchange, 200, JSON, document);
    }

    /** Sends a document; to HEAD, only what comes before it. */
    static void send(Exchange exchange, int status, String contentType, JsonDocument document) throws IOException {
        HttpServletResponse response = exchange.response();
        response.setStatus(status);
        response.setContentType(contentType);
        if (exchange.method().equals("HEAD")) {
            response.flushBuffer(); // or a length of 0 would be told
            return;
        }
        OutputStream out = new BufferedOutputStream(response.getOutputStream(), BUFFER_BYTES);
        document.writeTo(out);
        out.flush();
    }
}
