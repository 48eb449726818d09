package dev.quorumgate.http;

import dev.quorumgate.groups.Groups;
import dev.quorumgate.model.Hash64;
import dev.quorumgate.scrape.Compression;
import dev.quorumgate.ui.Frame;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Answers with HTML, under rules for the browser that leave nothing but our own files to it. */
final class PageAnswer {
    private static final int COMPRESSED_MIN = 1400;

    /** What an operator has configured counts instead. */
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "X-Frame-Options",
            "DENY",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private PageAnswer() {}

    static void send(Exchange exchange, int status, byte[] html) throws IOException {
        HttpServletResponse response = exchange.response();
        HEADERS.forEach((name, value) -> {
            if (!response.containsHeader(name)) {
                response.setHeader(name, value);
            }
        });
        Answer.contentType(response, "text/html; charset=utf-8");
        sendCompressed(exchange, status, html);
    }

    /** Sends what is compressed well, if the client likes that. */
    static void sendCompressed(Exchange exchange, int status, byte[] body) throws IOException {
        HttpServletResponse response = exchange.response();
        response.setHeader("Vary", "Accept-Encoding");
        String accepted = exchange.request().getHeader("Accept-Encoding");
        if (body.length < COMPRESSED_MIN
                || AcceptEncoding.preferred(accepted == null ? "" : accepted) != Compression.GZIP) {
            Answer.body(response, status, body);
            return;
        }
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.length / 4);
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(body);
        }
        response.setHeader("Content-Encoding", "gzip");
        Answer.body(response, status, compressed.toByteArray());
    }

    /**
     * Whether the client has this very page already, which it is told then. A page is named by what it was made from; the
     * script asks so every few seconds, and lets times that are told in words grow older by itself.
     */
    static boolean isKnown(Exchange exchange, Frame frame, Groups view) {
        long state =
                Hash64.mix(view.position().comparableHash(), view.position().appliedIndex());
        long around =
                Hash64.mix(frame.notices().toString().hashCode(), frame.role().hashCode());
        around = Hash64.mix(
                around, String.valueOf(exchange.request().getQueryString()).hashCode());
        around = Hash64.mix(around, frame.node().hashCode()); // behind a balancer, too, it tells who has answered
        String tag = "W/\""
                + Long.toHexString(
                        Hash64.mix(state, Hash64.mix(around, frame.theme().hashCode()))) + "\"";
        exchange.response().setHeader("ETag", tag);
        if (!tag.equals(exchange.request().getHeader("If-None-Match"))) {
            return false;
        }
        Answer.empty(exchange.response(), 304);
        return true;
    }
}
