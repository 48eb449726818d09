package dev.quorumgate.http;

import dev.quorumgate.concurrent.Futures;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * One request and its answer.
 *
 * @param pool where to go on after waiting for a future: whoever completes it must not write to a slow client
 * @param errors how refusals are written
 */
record Exchange(HttpServletRequest request, HttpServletResponse response, Executor pool, ErrorFormat errors) {
    private static final int ABORT_SECONDS = 1;

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

    /**
     * Host and port of the server as the client wrote them; HTTP/2 has them outside of its headers. Where HTTP/1.0 says nothing, the
     * web server has put in where the client has connected to.
     */
    Optional<String> authority() {
        return Optional.ofNullable(request.getHeader("Host"))
                .or(() -> Optional.ofNullable(incoming().getHttpURI().getAuthority()));
    }

    /** Address and port of who asks. */
    String source() {
        return request.getRemoteAddr() + ":" + request.getRemotePort();
    }

    /** The request as the web server has it, below what servlets are: to read its body without a thread that waits. */
    Request incoming() {
        return ServletContextRequest.getServletContextRequest(request);
    }

    /** Sends what has been written of the answer, and that it ends there, without a thread that waits for that. */
    CompletableFuture<Void> send() {
        Callback.Completable sent = new Callback.Completable();
        try {
            ((HttpOutput) response.getOutputStream()).complete(sent);
        } catch (IOException e) {
            sent.failed(e);
        }
        return sent;
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
                Callback.Completable told = new Callback.Completable();
                stream.reset(new ResetFrame(id, ErrorCode.INTERNAL_ERROR.code), told);
                // A client that reads nothing at all does not hear of that, and what is being written stays so.
                Futures.whenDone(told.orTimeout(ABORT_SECONDS, TimeUnit.SECONDS), (done, failure) -> {
                    if (failure instanceof TimeoutException) {
                        connection.getEndPoint().close();
                    }
                });
            }
        } else {
            connection.getEndPoint().close();
        }
    }
}
