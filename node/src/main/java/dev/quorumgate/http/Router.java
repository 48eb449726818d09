package dev.quorumgate.http;

import dev.quorumgate.telemetry.NodeMetrics;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Finds what a request asks for, by its decoded path.
 *
 * <p>Source: API reference of the original, "Routes and methods". Never a redirect for a method that writes.
 */
final class Router {
    private final String prefix;
    private final Map<String, Resource> fixed;
    private final Resource group;
    private final NodeMetrics metrics;

    /**
     * @param prefix of all paths; empty, or with a leading and without a trailing slash
     * @param fixed by path below the prefix
     * @param group at the path of any group
     */
    Router(String prefix, Map<String, Resource> fixed, Resource group, NodeMetrics metrics) {
        this.prefix = prefix;
        this.fixed = fixed;
        this.group = group;
        this.metrics = metrics;
    }

    /** Answers the request; the future completes when that is done. */
    CompletableFuture<Void> route(Exchange exchange) throws IOException {
        HttpServletResponse response = exchange.response();
        try {
            RequestPath path =
                    RequestPath.decode(exchange.request().getRequestURI()).withoutLeadingSlashes();
            if (!path.isBelow(prefix)) {
                Answer.error(response, 404, "404 page not found");
                return Route.DONE;
            }
            RequestPath below = path.withoutPrefix(prefix);
            if (below.decoded().isEmpty()) {
                redirect(exchange, prefix + "/");
                return Route.DONE;
            }
            return route(exchange, below.withoutLeadingSlashes());
        } catch (RequestException e) {
            refuse(response, e);
            return Route.DONE;
        }
    }

    private CompletableFuture<Void> route(Exchange exchange, RequestPath path) throws RequestException, IOException {
        HttpServletResponse response = exchange.response();
        Optional<Resource> resource = resource(path);
        if (resource.isEmpty()) {
            Optional<String> trimmed = withoutTrailingSlash(path);
            if (trimmed.isPresent() && exchange.method().equals("GET")) {
                redirect(exchange, prefix + trimmed.get());
            } else {
                Answer.error(response, 404, "404 page not found");
            }
            return Route.DONE;
        }
        Resource.Endpoint endpoint = resource.get().endpoints().get(exchange.method());
        if (endpoint != null) {
            return counted(exchange, path, endpoint);
        }
        if (exchange.method().equals("OPTIONS")) {
            response.setHeader("Allow", resource.get().allow());
            Answer.empty(response, 200);
        } else {
            Answer.methodNotAllowed(response, resource.get().allow());
        }
        return Route.DONE;
    }

    private Optional<Resource> resource(RequestPath path) {
        return GroupingKeyPath.matches(path) ? Optional.of(group) : Optional.ofNullable(fixed.get(path.decoded()));
    }

    private Optional<String> withoutTrailingSlash(RequestPath path) {
        String trimmed = path.decoded().replaceFirst("/+$", "");
        return fixed.containsKey(trimmed) ? Optional.of(trimmed) : Optional.empty();
    }

    private CompletableFuture<Void> counted(Exchange exchange, RequestPath path, Resource.Endpoint endpoint)
            throws IOException {
        CompletableFuture<Void> answered;
        try {
            answered = endpoint.route().handle(exchange, path);
        } catch (RequestException e) {
            refuse(exchange.response(), e);
            answered = Route.DONE;
        }
        return endpoint.handler().isEmpty()
                ? answered
                : answered.thenRun(() ->
                        metrics.countRequest(exchange.response().getStatus(), endpoint.handler(), exchange.method()));
    }

    private void refuse(HttpServletResponse response, RequestException refusal) throws IOException {
        metrics.countRefusedPush(refusal.status() == 400 ? "malformed" : "limit");
        if (refusal.status() == 503) {
            response.setHeader("Retry-After", "1");
        }
        if (refusal.status() == 413) {
            // The rest of the body is not read, so the connection cannot be used again.
            response.setHeader("Connection", "close");
        }
        Answer.error(response, refusal.status(), String.valueOf(refusal.getMessage()));
    }

    private static void redirect(Exchange exchange, String target) {
        String query = exchange.request().getQueryString();
        exchange.response().setHeader("Location", query == null ? target : target + "?" + query);
        Answer.empty(exchange.response(), 301);
    }
}
