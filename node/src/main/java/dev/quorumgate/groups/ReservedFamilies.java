package dev.quorumgate.groups;

import static dev.quorumgate.model.MetricType.COUNTER;
import static dev.quorumgate.model.MetricType.GAUGE;
import static dev.quorumgate.model.MetricType.SUMMARY;

import dev.quorumgate.model.MetricType;
import java.util.Map;
import java.util.Optional;

/**
 * Families that the gateway exposes about itself and that a checked push may hold only with the same type, as with the
 * original. A constant table, not the node's registry: what one node happens to measure must not decide what is stored.
 *
 * <p>The {@code jvm_*} families are not in it on purpose. The original has none, so batch jobs written in Java push them
 * with whatever type their client library gives them; where such a family clashes with the node's own, the pushed one is
 * served (see the exposition).
 */
public final class ReservedFamilies {
    /** No push may hold a family whose name begins with this: it could hide what the gateway says of itself. */
    static final String PREFIX = "quorumgate_";

    private static final Map<String, MetricType> TYPES = Map.ofEntries(
            Map.entry("pushgateway_build_info", GAUGE),
            Map.entry("pushgateway_http_requests_total", COUNTER),
            Map.entry("pushgateway_http_push_size_bytes", SUMMARY),
            Map.entry("pushgateway_http_push_duration_seconds", SUMMARY),
            Map.entry("process_cpu_seconds_total", COUNTER),
            Map.entry("process_max_fds", GAUGE),
            Map.entry("process_open_fds", GAUGE),
            Map.entry("process_resident_memory_bytes", GAUGE),
            Map.entry("process_start_time_seconds", GAUGE),
            Map.entry("process_virtual_memory_bytes", GAUGE));

    private ReservedFamilies() {}

    /** Whether a name begins with the prefix, be it only where a scraper of legacy names gets underscores for the rest. */
    static boolean isPrefixed(String name) {
        int last = PREFIX.length() - 1;
        return name.regionMatches(0, PREFIX, 0, last) && name.length() > last && isShownAsUnderscore(name.charAt(last));
    }

    private static boolean isShownAsUnderscore(char c) {
        return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':');
    }

    public static Optional<MetricType> typeOf(String name) {
        return Optional.ofNullable(TYPES.get(name));
    }

    static Map<String, MetricType> types() {
        return TYPES;
    }
}
