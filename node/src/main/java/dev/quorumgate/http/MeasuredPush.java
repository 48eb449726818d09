package dev.quorumgate.http;

import dev.quorumgate.telemetry.NodeMetrics;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;

/** A push whose size and duration are measured, whatever becomes of it; as the original does. */
final class MeasuredPush implements Route {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Route push;
    private final NodeMetrics metrics;

    MeasuredPush(Route push, NodeMetrics metrics) {
        this.push = push;
        this.metrics = metrics;
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange, RequestPath path) throws RequestException, IOException {
        long begun = System.nanoTime();
        long bytes = bytes(exchange);
        try {
            return push.handle(exchange, path).whenComplete((done, failure) -> observe(exchange, begun, bytes));
        } catch (RequestException | IOException | RuntimeException e) {
            observe(exchange, begun, bytes);
            throw e;
        }
    }

    private void observe(Exchange exchange, long begun, long bytes) {
        metrics.observePush(exchange.method(), (System.nanoTime() - begun) / NANOS_PER_SECOND, bytes);
    }

    /** About that of the request line, the headers and what length the body is said to have. */
    private static long bytes(Exchange exchange) {
        HttpServletRequest request = exchange.request();
        long bytes = exchange.method().length()
                + (long) exchange.rawPath().length()
                + request.getProtocol().length()
                + Math.max(0, request.getContentLengthLong());
        for (String name : Collections.list(request.getHeaderNames())) {
            bytes += name.length();
            for (String value : Collections.list(request.getHeaders(name))) {
                bytes += value.length();
            }
        }
        return bytes;
    }
}
