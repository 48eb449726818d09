package dev.quorumgate.differential;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.UnknownFieldSet;
import dev.quorumgate.proto.client.LabelPair;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.MetricFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;

/** What two answers of one status say, each kind of content compared in its own way. */
final class Bodies {
    private static final String PROTOBUF = "application/vnd.google.protobuf";

    private Bodies() {}

    /** What differs, in words; empty if nothing does. */
    static String difference(Step step) {
        Reply ours = step.ours();
        Reply original = step.original();
        String type = original.header("Content-Type");
        if (type.startsWith(PROTOBUF)) {
            return difference(families(ours, Stream::of), families(original, Stream::of));
        }
        if (type.startsWith("application/json")) {
            return difference(json(ours.text()), json(original.text()));
        }
        if (type.startsWith("text/html")) {
            return ""; // a page for people
        }
        if (original.status() == 200 && type.startsWith("text/plain; version=")) {
            return Exposition.difference(
                    Exposition.of(ours).withoutHelp(), Exposition.of(original).withoutHelp());
        }
        return ErrorTexts.same(step) ? "" : "ours: " + ours + "\n    original: " + original;
    }

    /** Whether two answers of the query API are the same but for families of which one says something else on purpose. */
    static boolean sameJsonBut(BiPredicate<String, JsonObject> family, Step step) {
        return without(family, json(step.ours().text()))
                .equals(without(family, json(step.original().text())));
    }

    /** Whether two scrapes in protobuf are the same but for fields of metrics that the client model does not have. */
    static boolean sameProtobufButUnknownFields(Step step) {
        return isProtobuf(step.ours())
                && isProtobuf(step.original())
                && families(step.ours(), Bodies::withoutUnknownFields)
                        .equals(families(step.original(), Bodies::withoutUnknownFields));
    }

    /** Whether two scrapes in protobuf are the same but for metrics of the original that have a label twice. */
    static boolean sameProtobufButDoubledLabels(Step step) {
        return isProtobuf(step.ours())
                && isProtobuf(step.original())
                && families(step.ours(), Stream::of).equals(families(step.original(), Bodies::withoutDoubledLabels));
    }

    private static boolean isProtobuf(Reply scrape) {
        return scrape.header("Content-Type").startsWith(PROTOBUF);
    }

    private static Stream<Metric> withoutUnknownFields(Metric metric) {
        return Stream.of(metric.toBuilder()
                .setUnknownFields(UnknownFieldSet.getDefaultInstance())
                .build());
    }

    private static Stream<Metric> withoutDoubledLabels(Metric metric) {
        Set<String> names = new HashSet<>();
        return metric.getLabelList().stream().map(LabelPair::getName).allMatch(names::add)
                ? Stream.of(metric)
                : Stream.empty();
    }

    private static JsonArray without(BiPredicate<String, JsonObject> family, JsonElement answer) {
        JsonArray groups = answer.getAsJsonObject().getAsJsonArray("data");
        for (JsonElement group : groups) {
            group.getAsJsonObject()
                    .asMap()
                    .entrySet()
                    .removeIf(each -> each.getValue() instanceof JsonObject object
                            && object.has("type")
                            && family.test(each.getKey(), object));
        }
        return sorted(groups, true);
    }

    private static String difference(Object ours, Object original) {
        return ours.equals(original) ? "" : "ours: " + ours + "\n    original: " + original;
    }

    private static String difference(Map<String, List<String>> ours, Map<String, List<String>> original) {
        Map<String, List<String>> here = new TreeMap<>(ours);
        Map<String, List<String>> there = new TreeMap<>(original);
        here.entrySet().removeAll(original.entrySet());
        there.entrySet().removeAll(ours.entrySet());
        return here.isEmpty() && there.isEmpty() ? "" : "ours: " + here + "\n    original: " + there;
    }

    /** The pushed families of a scrape in protobuf, by name, metrics in the order of their text. */
    private static Map<String, List<String>> families(Reply scrape, Function<Metric, Stream<Metric>> compared) {
        Map<String, List<String>> families = new TreeMap<>();
        try {
            for (MetricFamily family : PushedMessages.read(scrape.content())) {
                if (Exposition.isOwn(family.getName())) {
                    continue;
                }
                List<String> metrics = new ArrayList<>();
                metrics.add("type: " + family.getType());
                family.getMetricList().stream()
                        .flatMap(compared)
                        .map(metric -> PushedMessages.text(family, metric))
                        .filter(text -> !text.contains(Pair.BARRIER))
                        .sorted()
                        .forEach(metrics::add);
                if (metrics.size() > 1) {
                    families.put(family.getName(), metrics);
                }
            }
        } catch (IOException e) {
            families.put("(unreadable: " + e + ")", List.of());
        }
        return families;
    }

    /** Without times; groups and metrics, which the original has in any order, in that of their text. */
    private static JsonElement json(String text) {
        JsonElement all = JsonParser.parseString(text);
        if (!all.isJsonObject() || !all.getAsJsonObject().has("data")) {
            return all;
        }
        JsonElement data = all.getAsJsonObject().get("data");
        if (data.isJsonArray()) {
            all.getAsJsonObject().add("data", sorted(data.getAsJsonArray(), true));
        } else {
            all.getAsJsonObject().remove("data"); // versions, flags and times, which are each one's own
        }
        return all;
    }

    private static JsonArray sorted(JsonArray array, boolean ofGroups) {
        List<JsonElement> elements = new ArrayList<>();
        for (JsonElement each : array) {
            if (ofGroups) {
                JsonObject group = each.getAsJsonObject();
                if (group.toString().contains("\"job\":\"" + Pair.BARRIER + "\"")) {
                    continue;
                }
                group.asMap().forEach(Bodies::withoutTime);
            }
            elements.add(each);
        }
        elements.sort(Comparator.comparing(JsonElement::toString));
        JsonArray sorted = new JsonArray();
        elements.forEach(sorted::add);
        return sorted;
    }

    private static void withoutTime(String name, JsonElement family) {
        if (!family.isJsonObject() || !family.getAsJsonObject().has("metrics")) {
            return;
        }
        JsonObject object = family.getAsJsonObject();
        object.addProperty("time_stamp", object.has("time_stamp") ? "TIME" : "none");
        if (name.equals("push_time_seconds") || name.equals("push_failure_time_seconds")) {
            object.remove("metrics");
        } else {
            object.add("metrics", sorted(object.getAsJsonArray("metrics"), false));
        }
    }
}
