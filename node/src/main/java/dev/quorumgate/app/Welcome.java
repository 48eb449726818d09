package dev.quorumgate.app;

import dev.quorumgate.config.ListenAddress;
import dev.quorumgate.config.NodeConfig;

/** The last lines of a start: what to open and what to type. */
final class Welcome {
    private final NodeConfig config;
    private final int members;
    private final String version;
    private final String base;

    /**
     * What to tell of a node.
     *
     * @param members of its cluster
     * @param scheme {@code http} or {@code https}
     * @param address where HTTP listens
     */
    Welcome(NodeConfig config, int members, String scheme, ListenAddress address, String version) {
        this.config = config;
        this.members = members;
        this.version = version;
        this.base = config.web().externalUrl().orElseGet(() -> here(config.web(), scheme, address));
    }

    private static String here(NodeConfig.Web web, String scheme, ListenAddress address) {
        String host = address.isAnywhere() || address.isLoopback() ? "localhost" : address.host();
        return scheme + "://" + new ListenAddress(host, address.port()) + web.routePrefix();
    }

    /** Who this is, in a few words. */
    String node() {
        String company = members == 1 ? "a cluster of its own" : "one of " + members;
        return "node " + config.cluster().self().name() + ", " + company;
    }

    void print() {
        System.out.printf(
                """
                Quorumgate %s is ready: %s, data in %s
                  open    %s/
                  push    echo "some_metric 3.14" | curl --data-binary @- %s/metrics/job/some_job
                  scrape  curl %s%s
                """,
                version,
                node(),
                config.storage().toAbsolutePath().normalize(),
                base,
                base,
                base,
                config.web().telemetryPath());
        System.out.flush();
    }
}
