package dev.quorumgate.webconfig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping of a YAML file. Each key is asked for by name and type; what nobody has asked for is unknown. Mistakes become
 * findings, and what has one counts as left out.
 */
final class Section {
    private final Path file;
    private final Findings findings;
    private final Place place;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();

    private record Entry(Place key, Node value) {}

    /** A value as it is written, and where. */
    record Text(String value, Place place) {}

    Section(Path file, MappingNode node, Findings findings) {
        this.file = file;
        this.findings = findings;
        this.place = Place.of(file, node);
        for (NodeTuple tuple : node.getValue()) {
            Place at = Place.of(file, tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                findings.problem(at, "a key must be a word");
                continue;
            }
            Entry before = entries.putIfAbsent(key.getValue(), new Entry(at, tuple.getValueNode()));
            if (before != null) {
                findings.problem(
                        at,
                        Findings.shown(key.getValue()) + " is given a second time, after line "
                                + before.key().line());
            }
        }
    }

    /** Where it begins. */
    Place place() {
        return place;
    }

    /** Where a key stands; of the section if it does not. */
    Place placeOf(String key) {
        Entry entry = entries.get(key);
        return entry == null ? place : entry.key();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    Optional<Section> section(String key) {
        Optional<Node> value = value(key);
        if (value.isPresent() && !(value.get() instanceof MappingNode)) {
            findings.problem(Place.of(file, value.get()), key + ": expected keys with values below it");
            return Optional.empty();
        }
        return value.map(node -> new Section(file, (MappingNode) node, findings));
    }

    /** A text; also a number or the like, which then is taken as it is written. */
    Optional<Text> text(String key) {
        return value(key).flatMap(node -> scalar(key, node)).filter(text -> !text.value.isEmpty());
    }

    boolean bool(String key, boolean otherwise) {
        Optional<Node> value = value(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        if (!(value.get() instanceof ScalarNode scalar) || !scalar.getTag().equals(Tag.BOOL)) {
            findings.problem(Place.of(file, value.get()), key + ": expected true or false");
            return otherwise;
        }
        return Set.of("true", "yes", "on").contains(scalar.getValue().toLowerCase(Locale.ROOT));
    }

    List<Text> list(String key) {
        Optional<Node> value = value(key);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof SequenceNode sequence)) {
            findings.problem(Place.of(file, value.get()), key + ": expected a list, each value behind '- '");
            return List.of();
        }
        List<Text> texts = new ArrayList<>();
        for (Node node : sequence.getValue()) {
            scalar(key, node).ifPresent(texts::add);
        }
        return texts;
    }

    /** All keys with their texts, whatever they are called. */
    Map<String, Text> texts() {
        Map<String, Text> texts = new LinkedHashMap<>();
        for (Map.Entry<String, Entry> each : entries.entrySet()) {
            known.add(each.getKey());
            scalar("the value of each key", each.getValue().value()).ifPresent(text -> texts.put(each.getKey(), text));
        }
        return texts;
    }

    /** To be called last: every other key is a mistake. */
    void refuseOthers() {
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                findings.problem(
                        entry.key(), Findings.shown(key) + " is not known here; " + Findings.guess(key, known));
            }
        });
    }

    /** Empty when it is not there, or is null. */
    private Optional<Node> value(String key) {
        known.add(key);
        return Optional.ofNullable(entries.get(key))
                .map(Entry::value)
                .filter(node -> !node.getTag().equals(Tag.NULL));
    }

    private Optional<Text> scalar(String key, Node node) {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return Optional.of(new Text(scalar.getValue(), Place.of(file, node)));
        }
        findings.problem(Place.of(file, node), key + ": expected a text");
        return Optional.empty();
    }
}
