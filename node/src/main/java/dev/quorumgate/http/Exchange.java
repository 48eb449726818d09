package dev.quorumgate.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Executor;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.Callback;

/**
 * One request and its answer.
 *
 * @param pool where to go on after waiting for a future: whoever completes it must not write to a slow client
 * @param errors how refusals are written
 */
record Exchange(HttpServletRequest request, HttpServletResponse response, Executor pool, ErrorFormat errors) {
    static final long DISCARDED_BYTES_MAX = 64 << 20;
    private static final int DISCARD_BUFFER_BYTES = 8192;

    Exchange(HttpServletRequest request, HttpServletResponse response, Executor pool) {
        this(request, response, pool, ErrorFormat.PLAIN_TEXT);
    }

    Exchange withErrors(ErrorFormat format) {
        return new Exchange(request, response, pool, format);
    }

    /** Answers with a refusal. */
    void refuse(RequestException refusal) throws IOException {
        errors.write(this, refusal.status(), String.valueOf(refusal.getMessage()), refusal.members());
    }

    String method() {
        return request.getMethod();
    }

    /**
     * The path as the client wrote it. The web server takes {@code #} for the end of it; the original takes it for data,
     * since there are no fragments in a request line.
     */
    String rawPath() {
        HttpURI uri = ServletContextRequest.getServletContextRequest(request).getHttpURI();
        String path = request.getRequestURI();
        if (uri.getFragment() == null || uri.getQuery() != null) {
            return path;
        }
        return path + "#" + uri.getFragment().split("\\?", 2)[0];
    }

    /** Address and port of who asks. */
    String source() {
        return request.getRemoteAddr() + ":" + request.getRemotePort();
    }

    /**
     * Sends the answer and then throws away what is left of the body, within limits. Many clients, Python's among them, look
     * for an answer only when they have sent all, and would meet a broken pipe instead of the reason for it.
     */
    void discardBody() throws IOException {
        if (request.getHeader("Expect") != null) {
            return; // the client waits for leave to send
        }
        response.flushBuffer();
        byte[] buffer = new byte[DISCARD_BUFFER_BYTES];
        long left = DISCARDED_BYTES_MAX;
        InputStream in = request.getInputStream();
        for (int read = in.read(buffer); read >= 0 && left > 0; read = in.read(buffer)) {
            left -= read;
        }
    }

    /**
     * Breaks the answer off, so that the client sees that it is no whole one. With HTTP/2 other requests on the connection go on;
     * with HTTP/1 nothing but the end of the connection says it.
     */
    void abort() {
        ServletContextRequest jetty = ServletContextRequest.getServletContextRequest(request);
        Connection connection = jetty.getConnectionMetaData().getConnection();
        if (connection instanceof HTTP2Connection http2) {
            int id = Integer.parseInt(jetty.getId());
            Stream stream = http2.getSession().getStream(id);
            if (stream != null) { // or the client has reset it
                stream.reset(new ResetFrame(id, ErrorCode.INTERNAL_ERROR.code), Callback.NOOP);
            }
        } else {
            connection.getEndPoint().close();
        }
    }
}
