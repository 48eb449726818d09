package dev.quorumgate.http;

import dev.quorumgate.api.JsonDocument;
import dev.quorumgate.api.MetricsV1;
import dev.quorumgate.api.StatusV1;
import dev.quorumgate.telemetry.NodeInfo;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The Pushgateway's query API. Answers carry headers for pages of other origins; those to unknown paths and methods do not.
 *
 * <p>Source: API reference of the original, "Query API".
 */
final class ApiV1Routes {
    static final String BASE = "/api/v1/";

    private final LinearizableReads reads;
    private final NodeInfo node;

    ApiV1Routes(LinearizableReads reads, NodeInfo node) {
        this.reads = reads;
        this.node = node;
    }

    /** By path below the prefix. */
    Map<String, Resource> resources() {
        return Map.of(
                BASE + "status", readable("api/v1/status", this::status),
                BASE + "metrics", readable("api/v1/metrics", this::metrics));
    }

    /** What every path below {@link #BASE} answers to OPTIONS, whether there is something or not. */
    static Resource.Area anything() {
        return new Resource.Area(
                path -> path.decoded().startsWith(BASE), new Resource("", Map.of("OPTIONS", options())));
    }

    /** What answers OPTIONS at the paths of the API. */
    static Resource.Endpoint options() {
        return new Resource.Endpoint("api/v1/options", open((exchange, path) -> {
            Answer.empty(exchange.response(), 200);
            return Route.DONE;
        }));
    }

    private static Resource readable(String handler, Route route) {
        Resource.Endpoint endpoint = new Resource.Endpoint(handler, open(route));
        return new Resource("GET, OPTIONS", Map.of("GET", endpoint, "HEAD", endpoint, "OPTIONS", options()));
    }

    /** With the headers that every answer of the API has. */
    private static Route open(Route route) {
        return (exchange, path) -> {
            HttpServletResponse response = exchange.response();
            response.setHeader("Access-Control-Allow-Headers", "Accept, Authorization, Content-Type, Origin");
            response.setHeader("Access-Control-Allow-Methods", "GET, POST, DELETE, OPTIONS");
            response.setHeader("Access-Control-Allow-Origin", "*");
            response.setHeader("Access-Control-Expose-Headers", "Date");
            response.setHeader("Cache-Control", "no-cache, no-store, must-revalidate");
            return route.handle(exchange, path);
        };
    }

    private CompletableFuture<Void> status(Exchange exchange, RequestPath path) throws IOException {
        JsonDocument status =
                StatusV1.of(node.build(), node.flagsOfTheOriginal(), node.startedAt(), ZoneId.systemDefault());
        JsonAnswer.send(exchange, status);
        return Route.DONE;
    }

    private CompletableFuture<Void> metrics(Exchange exchange, RequestPath path) {
        return reads.answer(
                exchange,
                (groups, out) -> JsonAnswer.stream(exchange, MetricsV1.of(groups, ZoneId.systemDefault()), out));
    }
}
