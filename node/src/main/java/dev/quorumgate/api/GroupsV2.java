package dev.quorumgate.api;

import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.groups.Group;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.HeldFamily;
import dev.quorumgate.groups.TooMuchToMatchException;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricFamily;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Groups as {@code /api/v2} shows them. Times are in UTC. */
public final class GroupsV2 {
    /** How many groups a dry run names. */
    private static final int NAMED_MAX = 100;

    private static final String APPLIED_INDEX = "applied_index";

    private final JsonGenerator json;
    private final Groups view;
    private final NameRules names;
    private final Timestamps timestamps = new Timestamps(ZoneOffset.UTC);

    private GroupsV2(JsonGenerator json, Groups view, NameRules names) {
        this.json = json;
        this.view = view;
        this.names = names;
    }

    /**
     * One page of a list.
     *
     * @param names by which paths are read, here and in all that follows
     * @throws TooMuchToMatchException if the query has patterns that take too long
     */
    public static JsonDocument list(Groups view, GroupQuery query, NameRules names) throws TooMuchToMatchException {
        GroupPage page = GroupPage.of(view, query);
        return JsonDocument.of(json -> {
            GroupsV2 groups = new GroupsV2(json, view, names);
            json.writeStartObject();
            json.writeName("groups").writeStartArray();
            for (Group group : page.groups()) {
                json.writeStartObject();
                groups.writeSummary(group);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberProperty("total", page.total());
            page.nextCursor().ifPresent(cursor -> json.writeStringProperty("next_cursor", cursor));
            json.writeNumberProperty(APPLIED_INDEX, view.position().appliedIndex());
            json.writeEndObject();
        });
    }

    /**
     * One group with its families.
     *
     * @param values whether with their metrics
     */
    public static JsonDocument one(Groups view, Group group, boolean values, NameRules names) {
        return JsonDocument.of(json -> {
            GroupsV2 groups = new GroupsV2(json, view, names);
            json.writeStartObject();
            groups.writeSummary(group);
            json.writeName("families").writeStartArray();
            for (String name : group.familyNames()) {
                view.family(group.key(), name).ifPresent(held -> groups.write(held, values));
            }
            json.writeEndArray();
            json.writeNumberProperty(APPLIED_INDEX, view.position().appliedIndex());
            json.writeEndObject();
        });
    }

    /** The group with exactly this key. */
    public static Optional<Group> find(Groups view, GroupingKey key) {
        return Optional.ofNullable(view.byKey().get(key));
    }

    /** What a deletion would take, which is not done. */
    public static JsonDocument wouldDelete(Groups view, List<Group> matching, NameRules names) {
        return JsonDocument.of(json -> {
            json.writeStartObject();
            json.writeBooleanProperty("dry_run", true);
            json.writeNumberProperty("matching", matching.size());
            json.writeName("groups").writeStartArray();
            for (Group group : matching.subList(0, Math.min(NAMED_MAX, matching.size()))) {
                json.writeStartObject();
                writeName(json, group.key(), names);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberProperty(APPLIED_INDEX, view.position().appliedIndex());
            json.writeEndObject();
        });
    }

    /** What a deletion has taken. */
    public static JsonDocument deleted(long groups) {
        return JsonDocument.of(json -> {
            json.writeStartObject();
            json.writeNumberProperty("deleted", groups);
            json.writeEndObject();
        });
    }

    /** Writes what a group is called, in the two ways there are. */
    static void writeName(JsonGenerator json, GroupingKey key, NameRules names) {
        MetricJson.writeLabels(json, key.labels());
        json.writeName("path");
        GroupPath.of(key, names).ifPresentOrElse(json::writeString, json::writeNull);
    }

    private void writeSummary(Group group) {
        writeName(json, group.key(), names);
        json.writeName("push_time");
        if (group.pushTimeNanos() == 0) {
            json.writeNull();
        } else {
            json.writeString(timestamps.format(group.pushTimeNanos()));
        }
        json.writeBooleanProperty("last_push_successful", group.isLastPushSuccessful());
        json.writeName("last_failure");
        Group.Failure failure = group.failure();
        if (failure.timeNanos() == 0) {
            json.writeNull();
        } else {
            json.writeStartObject();
            json.writeStringProperty("time", timestamps.format(failure.timeNanos()));
            json.writeStringProperty("reason", failure.reason());
            json.writeStringProperty("source", failure.source());
            json.writeEndObject();
        }
        GroupSize size = GroupSize.of(view, group);
        json.writeNumberProperty("family_count", group.familyNames().size());
        json.writeNumberProperty("series_count", size.series());
        json.writeNumberProperty("bytes", size.bytes());
    }

    private void write(HeldFamily held, boolean values) {
        MetricFamily family = held.family();
        json.writeStartObject();
        json.writeStringProperty("name", family.name());
        json.writeStringProperty("type", family.type().word());
        json.writeStringProperty("help", family.metadata().help().orElse(""));
        json.writeStringProperty("unit", family.metadata().unit().orElse(""));
        json.writeNumberProperty("series_count", family.metricCount());
        json.writeNumberProperty("bytes", family.metrics().length);
        json.writeStringProperty("push_time", timestamps.format(held.pushedAtNanos()));
        if (values) {
            json.writeName("metrics");
            MetricJson.writeAll(json, family);
        }
        json.writeEndObject();
    }
}
