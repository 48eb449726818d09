package dev.quorumgate.http;

import dev.quorumgate.api.JsonDocument;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Answers in JSON. */
final class JsonAnswer {
    static final String JSON = "application/json";
    private static final int BUFFER_BYTES = 64 << 10;

    private JsonAnswer() {}

    /** Answers with a small document: it is made in memory, and sent without a thread that waits for it. */
    static void send(Exchange exchange, JsonDocument document) throws IOException {
        send(exchange, 200, JSON, document);
    }

    /** As above, with another status and type. */
    static void send(Exchange exchange, int status, String contentType, JsonDocument document) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        document.writeTo(out);
        exchange.response().setContentType(contentType);
        Answer.body(exchange.response(), status, out.toByteArray());
    }

    /** Sends a document of any size while it is made, which its client may make us wait for; to HEAD, only what comes before it. */
    static void stream(Exchange exchange, JsonDocument document, OutputStream client) throws IOException {
        HttpServletResponse response = exchange.response();
        response.setStatus(200);
        response.setContentType(JSON);
        if (exchange.method().equals("HEAD")) {
            client.flush(); // or a length of 0 would be told
            return;
        }
        OutputStream out = new BufferedOutputStream(client, BUFFER_BYTES);
        document.writeTo(out);
        out.flush();
    }
}
