package dev.quorumgate.http;

import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.config.NodeConfig;
import dev.quorumgate.webconfig.WebConfig;
import dev.quorumgate.webconfig.WebConfigFile;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before everything that is answered: a web configuration that cannot be used, the rate limit, the configured headers,
 * the password, in this order. Nothing of a request but its head is looked at.
 *
 * <p>Source: API reference of the original, "--web.config.file". Texts and order are the original's.
 */
final class Guard extends Handler.Wrapper {
    private static final Logger logger = LoggerFactory.getLogger(Guard.class);

    private final Supplier<WebConfigFile.State> state;
    private final Passwords passwords;
    private final Optional<RateLimiter> rateLimiter;
    private final Set<String> publicPaths;

    /** @param state as it is at a time; the rate limit counts as it is now */
    Guard(Supplier<WebConfigFile.State> state, Passwords passwords, NodeConfig.Web web) {
        this.state = state;
        this.passwords = passwords;
        this.rateLimiter = state.get()
                .config()
                .rateLimit()
                .map(limit -> new RateLimiter(limit.interval(), limit.burst(), System::nanoTime));
        this.publicPaths = web.publicHealth()
                ? Set.of(
                        web.routePrefix() + "/-/healthy",
                        web.routePrefix() + "/-/ready",
                        web.routePrefix() + "/-/leader")
                : Set.of();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        WebConfigFile.State now = state.get();
        if (isPublic(request)) {
            setHeaders(response, now.config());
            return super.handle(request, response, callback);
        }
        if (now.isBroken()) {
            return refused(request, response, callback, 500, "Internal Server Error");
        }
        if (rateLimiter.isPresent() && !rateLimiter.get().tryTake()) {
            return refused(request, response, callback, 429, "Too Many Requests");
        }
        setHeaders(response, now.config());
        if (now.config().passwords().isEmpty()) {
            return super.handle(request, response, callback);
        }
        Optional<BasicCredentials> credentials =
                BasicCredentials.of(request.getHeaders().get(HttpHeader.AUTHORIZATION));
        if (credentials.isEmpty()) {
            return unauthorized(request, response, callback);
        }
        return decided(passwords.check(now.config().passwords(), credentials.get()), request, response, callback);
    }

    /** Only as it is spelled: what is routed to the same place after decoding needs a password. */
    private boolean isPublic(Request request) {
        return publicPaths.contains(request.getHttpURI().getPath())
                && (request.getMethod().equals("GET") || request.getMethod().equals("HEAD"));
    }

    private boolean decided(
            CompletableFuture<Passwords.Verdict> verdict, Request request, Response response, Callback callback)
            throws Exception {
        if (verdict.isDone()) {
            return decided(verdict.join(), request, response, callback);
        }
        // On a thread of the pool: whoever checks passwords must not wait for a slow client.
        Futures.whenDone(
                verdict.thenAcceptAsync(
                        known -> decidedLater(known, request, response, callback),
                        request.getComponents().getExecutor()),
                (done, failure) -> {
                    if (failure != null) {
                        callback.failed(failure);
                    }
                });
        return true;
    }

    private void decidedLater(Passwords.Verdict verdict, Request request, Response response, Callback callback) {
        try {
            decided(verdict, request, response, callback);
        } catch (Exception e) { // which is all that the web server declares
            callback.failed(e);
        }
    }

    private boolean decided(Passwords.Verdict verdict, Request request, Response response, Callback callback)
            throws Exception {
        return switch (verdict) {
            case RIGHT -> super.handle(request, response, callback);
            case WRONG -> unauthorized(request, response, callback);
            case TOO_MANY -> {
                response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
                yield refused(request, response, callback, 503, "too many passwords are being checked; try again soon");
            }
        };
    }

    private static boolean unauthorized(Request request, Response response, Callback callback) {
        logger.debug("no password, or a wrong one, from {}", Request.getRemoteAddr(request));
        response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Basic");
        return refused(request, response, callback, 401, "Unauthorized");
    }

    private static boolean refused(Request request, Response response, Callback callback, int status, String text) {
        response.setStatus(status);
        PlainErrors.send(response, text, RefusedBody.discardedBefore(request, callback));
        return true;
    }

    private static void setHeaders(Response response, WebConfig config) {
        config.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    }
}
