package dev.quorumgate.http;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * {@code /-/quit}, where HTTP may stop the node. In the original its hint for GET does not move with the route prefix, and is
 * told without {@code Allow}; so is ours.
 *
 * <p>Source: API reference of the original, "Routes and methods".
 */
final class QuitRoutes {
    static final String PATH = "/-/quit";

    private static final String HANDLER = "quit";

    private final boolean enabled;
    private final Runnable quit;
    private final OwnSite own;

    /** @param quit has the node stopped soon, and may be called again */
    QuitRoutes(boolean enabled, Runnable quit, OwnSite own) {
        this.enabled = enabled;
        this.quit = quit;
        this.own = own;
    }

    /** What is below the prefix, if there is one. */
    Resource belowPrefix(boolean hasPrefix) {
        Resource.Endpoint stop = new Resource.Endpoint(HANDLER, own.only(this::stop));
        return hasPrefix
                ? new Resource("OPTIONS, POST, PUT", Map.of("PUT", stop, "POST", stop))
                : new Resource("GET, OPTIONS, POST, PUT", Map.of("GET", hint(), "PUT", stop, "POST", stop));
    }

    /** What stays outside of a prefix. */
    Resource outsidePrefix() {
        return new Resource("GET, OPTIONS", Map.of("GET", hint()));
    }

    private static Resource.Endpoint hint() {
        return new Resource.Endpoint(HANDLER, (exchange, path) -> {
            Answer.text(exchange.response(), 405, "Only POST or PUT requests allowed.");
            return Route.DONE;
        });
    }

    private CompletableFuture<Void> stop(Exchange exchange, RequestPath path) throws IOException {
        if (!enabled) {
            Answer.text(exchange.response(), 403, "Lifecycle API is not enabled.\n--web.enable-lifecycle turns it on.");
            return Route.DONE;
        }
        Answer.text(exchange.response(), 200, "Requesting termination... Goodbye!");
        quit.run(); // which lets this request end, as all others
        return Route.DONE;
    }
}
