package dev.quorumgate.http;

import dev.quorumgate.config.NodeConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Keeps out what pages of other sites have a browser do, which sends the user's password along with it. DELETE and PUT are asked for
 * in advance by browsers, and nothing here says that another site may; but a POST is simply sent. Programs are not
 * concerned: they do not say on whose behalf they ask.
 *
 * <p>Pushes are let through: the Pushgateway takes them from any page, and what they can do is what anybody does who can push.
 */
final class OwnSite {
    private static final Set<String> OWN = Set.of("same-origin", "none");

    private final Optional<String> external;

    OwnSite(NodeConfig.Web web) {
        this.external = web.externalUrl().flatMap(OwnSite::authority);
    }

    /** The same for requests of our own pages, of programs, and of users themselves. */
    Route only(Route route) {
        return (exchange, path) -> {
            if (isForeign(exchange)) {
                throw new RequestException(
                        403,
                        "a page of another site may not do this. If it was our own page behind a proxy that gives the node"
                                + " another host name, start the node with --web.external-url");
            }
            return route.handle(exchange, path);
        };
    }

    Resource.Endpoint only(Resource.Endpoint endpoint) {
        return new Resource.Endpoint(endpoint.handler(), only(endpoint.route()));
    }

    private boolean isForeign(Exchange exchange) {
        String site = exchange.request().getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !OWN.contains(site);
        }
        // Browsers leave that out where the connection is not secure.
        String origin = exchange.request().getHeader("Origin");
        return origin != null && exchange.method().equals("POST") && !isOwn(origin, exchange);
    }

    private boolean isOwn(String origin, Exchange exchange) {
        Optional<String> authority = authority(origin);
        return authority.isPresent()
                && Stream.of(
                                exchange.authority(),
                                Optional.ofNullable(exchange.request().getHeader("X-Forwarded-Host")),
                                external)
                        .flatMap(Optional::stream)
                        .anyMatch(authority.get()::equalsIgnoreCase);
    }

    /** {@code host:port} as a {@code Host} header has it. */
    private static Optional<String> authority(String url) {
        try {
            return Optional.ofNullable(new URI(url).getRawAuthority());
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
