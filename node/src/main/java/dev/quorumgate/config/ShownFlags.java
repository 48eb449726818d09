package dev.quorumgate.config;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What flags are set to: texts by flag name without dashes, in the order of the names.
 *
 * @param all each flag
 * @param ofTheOriginal those that the Pushgateway has, as its {@code /api/v1/status} shows them; others would be news to those
 *     who read that answer
 */
public record ShownFlags(SortedMap<String, String> all, SortedMap<String, String> ofTheOriginal) {
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

    public ShownFlags {
        all = Collections.unmodifiableSortedMap(new TreeMap<>(all));
        ofTheOriginal = Collections.unmodifiableSortedMap(new TreeMap<>(ofTheOriginal));
    }

    /** @param routePrefix what the flag and the external URL come to */
    static ShownFlags of(FlagValues values, String routePrefix, Duration persistenceInterval) {
        return new ShownFlags(
                texts(Flag.all(), values, routePrefix, persistenceInterval),
                texts(OF_THE_ORIGINAL, values, routePrefix, persistenceInterval));
    }

    private static SortedMap<String, String> texts(
            Collection<Flag> flags, FlagValues values, String routePrefix, Duration persistenceInterval) {
        SortedMap<String, String> shown = new TreeMap<>();
        for (Flag flag : flags) {
            shown.put(flag.flagName(), String.join(",", values.getAll(flag)));
        }
        shown.put(Flag.WEB_ROUTE_PREFIX.flagName(), routePrefix);
        shown.put(Flag.PERSISTENCE_INTERVAL.flagName(), Quantities.text(persistenceInterval));
        return shown;
    }
}
