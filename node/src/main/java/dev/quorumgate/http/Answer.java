package dev.quorumgate.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.ee10.servlet.ServletContextResponse;
import org.eclipse.jetty.http.HttpHeader;

/** Small answers as the original gives them. */
final class Answer {
    static final String PLAIN_TEXT = "text/plain; charset=utf-8";

    private Answer() {}

    /** Writes an answer, or a part of one. */
    interface Writing {
        void run() throws IOException;
    }

    /** For continuations, which cannot throw what writing throws. */
    static void unchecked(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new UncheckedIOException("the client does not take its answer", e);
        }
    }

    /** A status alone. */
    static void empty(HttpServletResponse response, int status) {
        response.setStatus(status);
        response.setContentType(null);
        response.setContentLength(0);
    }

    /** A text without a line feed, {@code OK}. */
    static void text(HttpServletResponse response, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentLength(body.length);
        ServletContextResponse.getServletContextResponse(response)
                .getWrapped()
                .getHeaders()
                .put(HttpHeader.CONTENT_TYPE, PLAIN_TEXT);
        response.getOutputStream().write(body);
    }

    /** What the API reference calls a plain error: the text and a line feed. */
    static void error(HttpServletResponse response, int status, String text) throws IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        text(response, status, text + "\n");
    }
}
