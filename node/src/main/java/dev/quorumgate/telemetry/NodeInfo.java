package dev.quorumgate.telemetry;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a node tells of itself that does not change while it runs.
 *
 * @param buildInfo what it was built from
 * @param flags in effect, by names without dashes
 * @param flagsOfTheOriginal those among them that the Pushgateway has
 */
public record NodeInfo(
        BuildInfo buildInfo,
        SortedMap<String, String> flags,
        SortedMap<String, String> flagsOfTheOriginal,
        Instant startedAt) {
    /** What the node was built from, by the original's keys. */
    public SortedMap<String, String> build() {
        SortedMap<String, String> build = new TreeMap<>();
        build.put("branch", buildInfo.branch());
        build.put("buildDate", "");
        build.put("buildUser", "");
        build.put("goVersion", buildInfo.javaVersion());
        build.put("revision", buildInfo.revision());
        build.put("version", buildInfo.version());
        return build;
    }
}
