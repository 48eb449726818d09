package dev.quorumgate.http;

import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.telemetry.NodeMetrics;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what a request asks for, by its decoded path.
 *
 * <p>Source: API reference of the original, "Routes and methods". Never a redirect for a method that writes.
 */
final class Router {
    private static final Logger logger = LoggerFactory.getLogger(Router.class);

    /** A query comes back in the headers of the redirection, for which there is less room than in a request. */
    private static final int REDIRECTED_QUERY_MAX = 4096;

    private final String prefix;
    private final Map<String, Resource> fixed;
    private final Map<String, Resource> outside;
    private final List<Resource.Area> areas;
    private final NodeMetrics metrics;
    private final Uploads uploads;

    /**
     * @param prefix of all paths; empty, or with a leading and without a trailing slash
     * @param fixed by path below the prefix
     * @param outside by path, for those that are not below the prefix
     * @param areas for paths that are not fixed; the first that holds a path answers it
     * @param uploads says how slowly the rests of refused bodies may come
     */
    Router(
            String prefix,
            Map<String, Resource> fixed,
            Map<String, Resource> outside,
            List<Resource.Area> areas,
            NodeMetrics metrics,
            Uploads uploads) {
        this.prefix = prefix;
        this.fixed = fixed;
        this.outside = outside;
        this.areas = List.copyOf(areas);
        this.metrics = metrics;
        this.uploads = uploads;
    }

    /** Answers the request, whatever happens; the future completes when that is done, and does not fail. */
    CompletableFuture<Void> route(Exchange plain) {
        Exchange exchange = plain.withErrors(errorFormat(plain.rawPath()));
        return ended(exchange, () -> find(exchange))
                .thenCompose(done -> exchange.response().getStatus() >= 400 ? bodyDiscarded(exchange) : Route.DONE);
    }

    private ErrorFormat errorFormat(String rawPath) {
        int path = 0;
        while (rawPath.startsWith("//", path)) {
            path++;
        }
        return rawPath.startsWith(prefix + ApiV2Routes.BASE, path) ? ErrorFormat.PROBLEM : ErrorFormat.PLAIN_TEXT;
    }

    private interface Step {
        CompletableFuture<Void> take() throws RequestException, IOException;
    }

    /** Takes a step, and answers the request if that fails: at once, or later. */
    private static CompletableFuture<Void> ended(Exchange exchange, Step step) {
        CompletableFuture<Void> answer;
        try {
            answer = step.take();
        } catch (Throwable failure) {
            answer = CompletableFuture.failedFuture(failure);
        }
        return answer.handle((done, failure) -> {
            if (failure != null) {
                end(exchange, failure);
            }
            return null;
        });
    }

    /**
     * Throws away what is left of a refused body, and sends the refusal first if there is more to come; but what was waited
     * for in vain is waited for no longer.
     */
    private CompletableFuture<Void> bodyDiscarded(Exchange exchange) {
        if (BodyReading.isWaitedFor(exchange.incoming())) {
            return Route.DONE;
        }
        return RefusedBody.discard(exchange.incoming(), uploads.pace(), exchange::send)
                .handle((done, failure) -> {
                    if (failure != null) {
                        // Whether the client has gone or is too slow: what is not read makes the web server close the
                        // connection.
                        logger.debug("the rest of the body from {} did not come", exchange.source(), failure);
                    }
                    return null;
                });
    }

    private CompletableFuture<Void> find(Exchange exchange) throws RequestException, IOException {
        RequestPath path = RequestPath.decode(exchange.rawPath()).withoutLeadingSlashes();
        if (!path.isBelow(prefix)) {
            Resource resource = outside.get(path.decoded());
            return resource == null ? notFound(exchange) : answered(exchange, path, resource);
        }
        RequestPath below = path.withoutPrefix(prefix);
        if (below.decoded().isEmpty()) {
            redirect(exchange, prefix + "/");
            return Route.DONE;
        }
        return route(exchange, below.withoutLeadingSlashes());
    }

    private CompletableFuture<Void> route(Exchange exchange, RequestPath path) throws RequestException, IOException {
        Optional<Resource> resource = resource(path, exchange.method());
        if (resource.isPresent()) {
            return answered(exchange, path, resource.get());
        }
        Optional<String> trimmed = withoutTrailingSlash(path);
        if (trimmed.isEmpty() || !exchange.method().equals("GET")) {
            return notFound(exchange);
        }
        redirect(exchange, prefix + trimmed.get());
        return Route.DONE;
    }

    private static CompletableFuture<Void> notFound(Exchange exchange) throws IOException {
        exchange.refuse(new RequestException(404, "404 page not found"));
        return Route.DONE;
    }

    private CompletableFuture<Void> answered(Exchange exchange, RequestPath path, Resource resource)
            throws IOException {
        Resource.Endpoint endpoint = resource.endpoints().get(exchange.method());
        if (endpoint != null) {
            return answered(exchange, path, endpoint);
        }
        HttpServletResponse response = exchange.response();
        if (exchange.method().equals("OPTIONS")) {
            response.setHeader("Allow", resource.allow());
            Answer.empty(response, 200);
        } else {
            response.setHeader("Allow", resource.allow());
            exchange.refuse(new RequestException(405, "Method Not Allowed"));
        }
        return Route.DONE;
    }

    private Optional<Resource> resource(RequestPath path, String method) {
        Resource resource = fixed.get(path.decoded());
        if (resource != null) {
            return Optional.of(resource);
        }
        return areas.stream()
                .filter(area -> area.paths().test(path))
                .map(Resource.Area::resource)
                .filter(there -> there.isThereFor(method))
                .findFirst();
    }

    private Optional<String> withoutTrailingSlash(RequestPath path) {
        String trimmed = path.withoutTrailingSlashes().decoded();
        return fixed.containsKey(trimmed) ? Optional.of(trimmed) : Optional.empty();
    }

    private CompletableFuture<Void> answered(Exchange exchange, RequestPath path, Resource.Endpoint endpoint) {
        return ended(exchange, () -> endpoint.route().handle(exchange, path)).thenRun(() -> {
            if (!endpoint.handler().isEmpty()) {
                metrics.countRequest(exchange.response().getStatus(), endpoint.handler(), exchange.method());
            }
        });
    }

    private static void end(Exchange exchange, Throwable failure) {
        try {
            if (Futures.cause(failure) instanceof RequestException refusal) {
                refuse(exchange, refusal);
            } else {
                Failures.end(exchange, failure);
            }
        } catch (IOException e) {
            Failures.end(exchange, e);
        }
    }

    private static void refuse(Exchange exchange, RequestException refusal) throws IOException {
        HttpServletResponse response = exchange.response();
        if (refusal.status() == 503) {
            response.setHeader("Retry-After", "1");
        }
        if (refusal.status() == 413) {
            // The rest of the body may be longer than what is read of it, so the connection cannot be used again.
            response.setHeader("Connection", "close");
        }
        exchange.refuse(refusal);
    }

    private static void redirect(Exchange exchange, String target) throws RequestException {
        String query = exchange.request().getQueryString();
        if (query != null && query.length() > REDIRECTED_QUERY_MAX) {
            throw new RequestException(
                    414,
                    "the query has more than " + REDIRECTED_QUERY_MAX + " bytes, too many to send you on to " + target);
        }
        exchange.response().setHeader("Location", query == null ? target : target + "?" + query);
        Answer.empty(exchange.response(), 301);
    }
}
