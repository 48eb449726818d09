package dev.quorumgate.app;

import dev.quorumgate.config.ListenAddress;
import dev.quorumgate.config.NodeConfig;

/** The last lines of a start: what to open and what to type. */
final class Welcome {
    private final NodeConfig config;
    private final String version;
    private final String base;

    /**
     * What to tell of a node.
     *
     * @param scheme {@code http} or {@code https}
     * @param address where HTTP listens
     */
    Welcome(NodeConfig config, String scheme, ListenAddress address, String version) {
        this.config = config;
        this.version = version;
        this.base = config.web().externalUrl().orElseGet(() -> here(config.web(), scheme, address));
    }

    private static String here(NodeConfig.Web web, String scheme, ListenAddress address) {
        String host = address.isAnywhere() || address.isLoopback() ? "localhost" : address.host();
        return scheme + "://" + new ListenAddress(host, address.port()) + web.routePrefix();
    }

    void print() {
        NodeConfig.Cluster cluster = config.cluster();
        String company = cluster.isAlone()
                ? "a cluster of its own"
                : "one of " + cluster.initialMembers().all().size();
        System.out.printf(
                """
                Quorumgate %s is ready: node %s, %s, data in %s
                  open    %s/
                  push    echo "some_metric 3.14" | curl --data-binary @- %s/metrics/job/some_job
                  scrape  curl %s%s
                """,
                version,
                cluster.self().name(),
                company,
                config.storage().toAbsolutePath().normalize(),
                base,
                base,
                base,
                config.web().telemetryPath());
        System.out.flush();
    }
}
