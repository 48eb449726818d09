package dev.quorumgate.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.Executor;

/**
 * One request and its answer.
 *
 * @param pool where to go on after waiting for a future: whoever completes it must not write to a slow client
 */
record Exchange(HttpServletRequest request, HttpServletResponse response, Executor pool) {
    String method() {
        return request.getMethod();
    }

    /** Address and port of who asks. */
    String source() {
        return request.getRemoteAddr() + ":" + request.getRemotePort();
    }
}
