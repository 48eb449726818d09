package dev.quorumgate.config;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The flags of the Pushgateway and what they are set to here, as its {@code /api/v1/status} shows them. Flags of our own are
 * not among them: their names would be news to those who read that answer.
 */
final class ShownFlags {
    private static final Set<Flag> OF_THE_ORIGINAL = EnumSet.of(
            Flag.LOG_FORMAT,
            Flag.LOG_LEVEL,
            Flag.PERSISTENCE_FILE,
            Flag.PERSISTENCE_INTERVAL,
            Flag.PUSH_DISABLE_CONSISTENCY_CHECK,
            Flag.PUSH_ENABLE_UTF8_NAMES,
            Flag.WEB_CONFIG_FILE,
            Flag.WEB_ENABLE_ADMIN_API,
            Flag.WEB_ENABLE_LIFECYCLE,
            Flag.WEB_EXTERNAL_URL,
            Flag.WEB_LISTEN_ADDRESS,
            Flag.WEB_ROUTE_PREFIX,
            Flag.WEB_SYSTEMD_SOCKET,
            Flag.WEB_TELEMETRY_PATH);

    private ShownFlags() {}

    /**
     * Texts by flag name without dashes, in the order of the names.
     *
     * @param routePrefix what the flag and the external URL come to
     */
    static SortedMap<String, String> of(FlagValues values, String routePrefix, Duration persistenceInterval) {
        SortedMap<String, String> shown = new TreeMap<>();
        for (Flag flag : OF_THE_ORIGINAL) {
            shown.put(flag.flagName(), String.join(",", values.getAll(flag)));
        }
        shown.put(Flag.WEB_ROUTE_PREFIX.flagName(), routePrefix);
        shown.put(Flag.PERSISTENCE_INTERVAL.flagName(), Quantities.text(persistenceInterval));
        return Collections.unmodifiableSortedMap(shown);
    }
}
