package dev.quorumgate.http;

import java.util.Map;
import java.util.function.Predicate;

/**
 * What there is at a path.
 *
 * @param allow the {@code Allow} header, as the original has it; empty where other methods find nothing (404)
 * @param endpoints by method
 */
record Resource(String allow, Map<String, Endpoint> endpoints) {
    /**
     * What answers a method.
     *
     * @param handler the name under which requests are counted; empty for those that are not
     */
    record Endpoint(String handler, Route route) {}

    /** Whether the path counts as one that exists for who asks with this method. */
    boolean isThereFor(String method) {
        return !allow.isEmpty() || endpoints.containsKey(method);
    }

    /** What there is at many paths. */
    record Area(Predicate<RequestPath> paths, Resource resource) {}

    /** Something to look at; HEAD is answered like GET, although the original refuses it. */
    static Resource readable(String handler, Route route) {
        Endpoint endpoint = new Endpoint(handler, route);
        return new Resource("GET, OPTIONS", Map.of("GET", endpoint, "HEAD", endpoint));
    }
}
