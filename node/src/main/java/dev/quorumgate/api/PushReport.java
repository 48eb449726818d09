package dev.quorumgate.api;

import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.groups.Batch;
import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.Group;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.Outcome;
import dev.quorumgate.groups.Transition;
import dev.quorumgate.model.CodePointOrder;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricFamily;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JsonGenerator;

/** What became of pushes to several groups, or would become of them. */
public final class PushReport {
    private PushReport() {}

    /** Pushes that are stored. */
    public static JsonDocument stored(List<Command.Push> pushes, NameRules names) {
        return JsonDocument.of(json -> {
            json.writeStartObject();
            json.writeBooleanProperty("dry_run", false);
            json.writeBooleanProperty("accepted", true);
            json.writeName("results").writeStartArray();
            for (Command.Push push : pushes) {
                json.writeStartObject();
                GroupsV2.writeName(json, push.key(), names);
                json.writeStringProperty("status", "accepted");
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** Judges pushes by a view, which stays as it is. */
    public static JsonDocument tried(Groups view, List<Command.Push> pushes, NameRules names) {
        Batch batch = new Batch(
                view.position().appliedIndex() + 1,
                view.position().timeNanos(),
                List.of(new Command.PushGroups(pushes)));
        Transition step = view.apply(batch);
        Outcome outcome = step.outcomes().get(0);
        return JsonDocument.of(json -> {
            json.writeStartObject();
            json.writeBooleanProperty("dry_run", true);
            json.writeBooleanProperty("accepted", outcome instanceof Outcome.Accepted);
            json.writeName("results").writeStartArray();
            for (int i = 0; i < pushes.size(); i++) {
                json.writeStartObject();
                GroupsV2.writeName(json, pushes.get(i).key(), names);
                if (outcome instanceof Outcome.Rejected rejected) {
                    json.writeStringProperty("status", i == rejected.position() ? "rejected" : "not_applied");
                    json.writeStringProperty("reason", i == rejected.position() ? rejected.reason() : "");
                } else {
                    json.writeStringProperty("status", "accepted");
                    writeEffect(json, view, step.next(), pushes.get(i));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberProperty("applied_index", view.position().appliedIndex());
            json.writeEndObject();
        });
    }

    /** What a push does to its group, together with the others of its request. */
    private static void writeEffect(JsonGenerator json, Groups before, Groups after, Command.Push push) {
        Set<String> held = names(before, push.key());
        Set<String> kept = names(after, push.key());
        Set<String> pushed = new TreeSet<>(CodePointOrder.INSTANCE);
        push.families().stream().map(MetricFamily::name).filter(kept::contains).forEach(pushed::add);
        Group group = before.byKey().get(push.key());
        json.writeBooleanProperty("creates_group", group == null);
        writeNames(json, "added_families", without(pushed, held));
        writeNames(json, "replaced_families", without(pushed, without(pushed, held)));
        writeNames(json, "removed_families", without(held, kept));
    }

    private static Set<String> names(Groups view, GroupingKey key) {
        Group group = view.byKey().get(key);
        Set<String> names = new TreeSet<>(CodePointOrder.INSTANCE);
        if (group != null) {
            names.addAll(group.familyNames());
        }
        return names;
    }

    private static Set<String> without(Set<String> names, Set<String> others) {
        Set<String> rest = new TreeSet<>(CodePointOrder.INSTANCE);
        rest.addAll(names);
        rest.removeAll(others);
        return rest;
    }

    private static void writeNames(JsonGenerator json, String property, Collection<String> names) {
        json.writeName(property).writeStartArray();
        names.forEach(json::writeString);
        json.writeEndArray();
    }
}
