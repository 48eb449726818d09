package dev.quorumgate.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** {@code OPTIONS *}, which asks about the server and has no path: 200, as the original answers it. */
final class ServerWideOptions extends Handler.Wrapper {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request.getMethod().equals("OPTIONS")
                && request.getHttpURI().getPath().equals("*")) {
            callback.succeeded();
            return true;
        }
        return super.handle(request, response, callback);
    }
}
