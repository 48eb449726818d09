package dev.quorumgate.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What the web server itself refuses (a malformed request line, headers that are too long), as text and not as a page. */
final class PlainErrors {
    private PlainErrors() {}

    static void write(Request request, Response response, Callback callback) {
        Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        String status = response.getStatus() + " " + HttpStatus.getMessage(response.getStatus());
        String text = message == null || status.endsWith(message.toString()) ? status : status + ": " + message;
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        Content.Sink.write(response, true, text, callback);
    }
}
