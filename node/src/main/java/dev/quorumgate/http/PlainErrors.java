package dev.quorumgate.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Plain errors of what is refused before a request gets to the router: by the web server itself (a malformed request line,
 * headers that are too long), whose own would be pages, or by the guard.
 */
final class PlainErrors {
    private PlainErrors() {}

    static void write(Request request, Response response, Callback callback) {
        int code = response.getStatus();
        String status = code + " " + HttpStatus.getMessage(code);
        Object message = request.getAttribute(ErrorHandler.ERROR_MESSAGE);
        String text =
                message == null || status.endsWith(message.toString()) ? status + hint(code) : status + ": " + message;
        send(response, text, callback);
    }

    /** The text and a line feed, as the API reference says of plain errors; the status is set already. */
    static void send(Response response, String text, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Answer.PLAIN_TEXT);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        Content.Sink.write(response, true, text + "\n", callback);
    }

    /** What the web server leaves unsaid. */
    private static String hint(int code) {
        return switch (code) {
            case HttpStatus.BAD_REQUEST_400 ->
                ": the request line or the length of the body cannot be read; in a path, each % "
                        + "needs two hexadecimal digits, %00 is not possible, and \"..\" must not lead out of it";
            case HttpStatus.URI_TOO_LONG_414, HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
                ": request line and headers" + " may have " + HttpServer.REQUEST_HEADER_BYTES_MAX + " bytes together";
            case HttpStatus.EXPECTATION_FAILED_417 -> ": only \"Expect: 100-continue\" is understood";
            case HttpStatus.SERVICE_UNAVAILABLE_503 -> ": this node is stopping; nothing was stored, ask another node";
            default -> "";
        };
    }
}
