package dev.quorumgate.http;

import dev.quorumgate.config.NodeConfig;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** The first page: what this is, and lines to try, with the external URL, or the address under which it was asked. */
final class LandingRoute implements Route {
    private final String nodeName;
    private final NodeConfig.Web web;

    LandingRoute(String nodeName, NodeConfig.Web web) {
        this.nodeName = nodeName;
        this.web = web;
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange, RequestPath path) throws IOException {
        String base = web.externalUrl().orElseGet(() -> asked(exchange) + web.routePrefix());
        Answer.text(exchange.response(), 200, """
                Quorumgate, node %s: a replicated, durable Pushgateway

                push    echo "some_metric 3.14" | curl --data-binary @- %s/metrics/job/some_job
                scrape  curl %s%s
                delete  curl -X DELETE %s/metrics/job/some_job
                health  curl %s/-/ready
                """.formatted(nodeName, base, base, web.telemetryPath(), base, base));
        return DONE;
    }

    private static String asked(Exchange exchange) {
        String host = exchange.request().getHeader("Host");
        return exchange.request().getScheme() + "://" + (host == null ? "localhost" : host);
    }
}
