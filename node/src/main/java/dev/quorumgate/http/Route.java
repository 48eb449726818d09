package dev.quorumgate.http;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Answers the requests of one path and method. Calls may overlap. */
interface Route {
    /** An answer that has been given. */
    CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    /**
     * Answers a request.
     *
     * @param path below the prefix
     * @return completes when the answer is written
     * @throws RequestException if the request is refused
     */
    CompletableFuture<Void> handle(Exchange exchange, RequestPath path) throws RequestException, IOException;
}
