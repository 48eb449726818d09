package dev.quorumgate.api;

import dev.quorumgate.groups.Group;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.HeldFamily;
import dev.quorumgate.groups.TimeFamilies;
import dev.quorumgate.model.CodePointOrder;
import dev.quorumgate.model.MetricFamily;
import java.time.ZoneId;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;

/**
 * The answer to {@code GET /api/v1/metrics}: all groups, in the order of their keys, with all their metrics. Fixed keys and
 * names of families share an object, as in the original; where they meet the fixed key wins.
 */
public final class MetricsV1 {
    private static final String LABELS = "labels";
    private static final String LAST_PUSH_SUCCESSFUL = "last_push_successful";

    private final JsonGenerator json;
    private final Groups groups;
    private final Timestamps timestamps;

    private MetricsV1(JsonGenerator json, Groups groups, ZoneId zone) {
        this.json = json;
        this.groups = groups;
        this.timestamps = new Timestamps(zone);
    }

    /** The whole of a view; times are told in {@code zone}. */
    public static JsonDocument of(Groups groups, ZoneId zone) {
        return EnvelopeV1.of(json -> new MetricsV1(json, groups, zone).writeGroups());
    }

    private void writeGroups() {
        json.writeStartArray();
        groups.byKey().forEachEntry((key, group) -> write(group));
        json.writeEndArray();
    }

    private void write(Group group) {
        Set<String> keys = new TreeSet<>(CodePointOrder.INSTANCE);
        keys.addAll(group.familyNames());
        keys.add(TimeFamilies.PUSH_TIME.name());
        keys.add(TimeFamilies.FAILURE_TIME.name());
        keys.add(LABELS);
        keys.add(LAST_PUSH_SUCCESSFUL);
        json.writeStartObject();
        for (String key : keys) {
            switch (key) {
                case LABELS -> MetricJson.writeLabels(json, group.key().labels());
                case LAST_PUSH_SUCCESSFUL -> json.writeBooleanProperty(key, group.isLastPushSuccessful());
                default ->
                    groups.family(group.key(), key).ifPresent(held -> write(held.family(), writtenAt(group, held)));
            }
        }
        json.writeEndObject();
    }

    /** When a family was written. The two of the gateway itself are derived and have no time of their own. */
    private static long writtenAt(Group group, HeldFamily held) {
        if (!TimeFamilies.reserves(held.family().name())) {
            return held.pushedAtNanos();
        }
        long pushed = group.pushTimeNanos();
        long failed = group.failure().timeNanos();
        boolean isPushTime = held.family().name().equals(TimeFamilies.PUSH_TIME.name());
        // Both came into being with the first push, whatever became of it.
        return isPushTime ? (pushed == 0 ? failed : pushed) : (failed == 0 ? pushed : failed);
    }

    private void write(MetricFamily family, long writtenAtNanos) {
        json.writeName(family.name()).writeStartObject();
        json.writeStringProperty("time_stamp", timestamps.format(writtenAtNanos));
        json.writeStringProperty("type", family.type().name());
        family.metadata()
                .help()
                .filter(help -> !help.isEmpty())
                .ifPresent(help -> json.writeStringProperty("help", help));
        json.writeName("metrics");
        MetricJson.writeAll(json, family);
        json.writeEndObject();
    }
}
