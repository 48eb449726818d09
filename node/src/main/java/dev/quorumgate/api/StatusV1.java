package dev.quorumgate.api;

import java.time.Instant;
import java.time.ZoneId;
import java.util.SortedMap;

/** The answer to {@code GET /api/v1/status}. */
public final class StatusV1 {
    private StatusV1() {}

    /**
     * What a node says of itself.
     *
     * @param build by the original's keys, such as {@code version}
     * @param flags values in effect, by names without dashes
     * @param zone in which the time of the start is told
     */
    public static JsonDocument of(
            SortedMap<String, String> build, SortedMap<String, String> flags, Instant startedAt, ZoneId zone) {
        return EnvelopeV1.of(json -> {
            json.writeStartObject();
            json.writeName("build_information").writeStartObject();
            build.forEach(json::writeStringProperty);
            json.writeEndObject();
            json.writeName("flags").writeStartObject();
            flags.forEach(json::writeStringProperty);
            json.writeEndObject();
            json.writeStringProperty("start_time", new Timestamps(zone).format(startedAt));
            json.writeEndObject();
        });
    }
}
