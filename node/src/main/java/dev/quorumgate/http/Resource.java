package dev.quorumgate.http;

import java.util.Map;

/**
 * What there is at a path.
 *
 * @param allow the {@code Allow} header, as the original has it
 * @param endpoints by method
 */
record Resource(String allow, Map<String, Endpoint> endpoints) {
    /**
     * What answers a method.
     *
     * @param handler the name under which requests are counted; empty for those that are not
     */
    record Endpoint(String handler, Route route) {}

    /** Something to look at; HEAD is answered like GET, although the original refuses it. */
    static Resource readable(String handler, Route route) {
        Endpoint endpoint = new Endpoint(handler, route);
        return new Resource("GET, OPTIONS", Map.of("GET", endpoint, "HEAD", endpoint));
    }
}
