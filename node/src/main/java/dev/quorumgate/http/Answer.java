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

    /** Says what the answer is, in just this spelling: servlets have one of their own. */
    static void contentType(HttpServletResponse response, String type) {
        ServletContextResponse.getServletContextResponse(response)
                .getWrapped()
                .getHeaders()
                .put(HttpHeader.CONTENT_TYPE, type);
    }

    /** A text without a line feed, {@code OK}. */
    static void text(HttpServletResponse response, int status, String text) throws IOException {
        contentType(response, PLAIN_TEXT);
        body(response, status, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The whole of an answer, which the web server then sends without a thread that waits for that. */
    static void body(HttpServletResponse response, int status, byte[] body) throws IOException {
        response.setStatus(status);
        // What fits into the buffer is not sent here; nor is it for the length, which the web server finds by itself.
        response.setBufferSize(body.length + 1);
        response.getOutputStream().write(body);
    }

    /** What the API reference calls a plain error: the text and a line feed. */
    static void error(HttpServletResponse response, int status, String text) throws IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        text(response, status, text + "\n");
    }
}
