package dev.quorumgate.http;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each request that was answered, those that the web server itself refuses included; without bodies, queries and
 * headers in which credentials may stand. {@code logging} keeps it silent unless {@code --log.access} is given.
 */
final class AccessLog implements RequestLog {
    private static final Logger logger = LoggerFactory.getLogger(AccessLog.class);

    private static final int TEXT_MAX = 256;
    private static final String WEB_SERVERS_OWN_METHOD = "BAD";
    private static final String UNREADABLE = "-";

    @Override
    public void log(Request request, Response response) {
        if (!logger.isInfoEnabled()) {
            return;
        }
        // What cannot be parsed the web server passes on under a name of its own, which nobody has asked for.
        boolean isUnreadable = WEB_SERVERS_OWN_METHOD.equals(request.getMethod());
        long nanos = NanoTime.since(request.getBeginNanoTime());
        logger.atInfo()
                .addKeyValue("method", isUnreadable ? UNREADABLE : bounded(request.getMethod()))
                .addKeyValue(
                        "path",
                        isUnreadable ? UNREADABLE : bounded(request.getHttpURI().getPath()))
                .addKeyValue("status", response.getStatus())
                .addKeyValue("bytes", Response.getContentBytesWritten(response))
                .addKeyValue("duration_ms", TimeUnit.NANOSECONDS.toMicros(nanos) / 1000.0)
                .addKeyValue("source", Request.getRemoteAddr(request) + ":" + Request.getRemotePort(request))
                .addKeyValue("user_agent", bounded(request.getHeaders().get(HttpHeader.USER_AGENT)))
                .log("request");
    }

    private static String bounded(@Nullable String text) {
        if (text == null) {
            return "";
        }
        return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX) + "...";
    }
}
