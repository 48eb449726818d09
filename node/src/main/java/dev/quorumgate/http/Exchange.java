package dev.quorumgate.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.Executor;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpURI;

/**
 * One request and its answer.
 *
 * @param pool where to go on after waiting for a future: whoever completes it must not write to a slow client
 */
record Exchange(HttpServletRequest request, HttpServletResponse response, Executor pool) {
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

    /** Ends the connection without the end of the answer, so that the client sees that it is cut off. */
    void abort() {
        ServletContextRequest.getServletContextRequest(request)
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close();
    }
}
