package dev.quorumgate.scrape;

import dev.quorumgate.exposition.Escaping;
import dev.quorumgate.exposition.OpenMetricsRules;
import dev.quorumgate.groups.HeldFamily;
import dev.quorumgate.groups.NamedFamily;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.tree.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One family of an answer: an own one of the node, a pushed one, or both as one. At least one of them is there.
 *
 * @param name as the scraper is to see it
 */
record ExposedFamily(String name, Optional<MetricFamily> own, Optional<NamedFamily> pushed) {
    ExposedFamily named(String newName) {
        return new ExposedFamily(newName, own, pushed);
    }

    MetricType type() {
        return own.map(MetricFamily::type)
                .or(() -> pushed.map(family -> family.exposed().type()))
                .orElseThrow();
    }

    Optional<String> help() {
        return own.isPresent() ? own.get().metadata().help() : pushed.flatMap(NamedFamily::help);
    }

    Optional<String> unit() {
        return own.isPresent() ? own.get().metadata().unit() : pushed.flatMap(NamedFamily::unit);
    }

    /** What groups have pushed, in the order of the exposition. */
    Iterable<Leaf<GroupingKey, HeldFamily>> leaves() {
        return pushed.isPresent() ? pushed.get().exposed().byKey() : List.of();
    }

    /** All names that its samples have, and its own. */
    List<String> sampleNames() {
        List<String> names = new ArrayList<>(List.of(name));
        if (type().hasSumAndCount()) {
            names.add(name + "_sum");
            names.add(name + "_count");
        }
        if (type().hasBuckets()) {
            names.add(name + "_bucket");
        }
        return names;
    }

    /** Whether a scraper who wants this escaping gets other names than those of the store. */
    boolean isChangedBy(Escaping escaping) {
        if (escaping == Escaping.ALLOW_UTF8) {
            return false;
        }
        if (pushed.isPresent() && !pushed.get().name().equals(name)) {
            return true;
        }
        for (Leaf<GroupingKey, HeldFamily> leaf : leaves()) {
            if (RenderedLeaf.of(leaf).hasForeignLabels()) {
                return true;
            }
        }
        return false;
    }

    /** Whether OpenMetrics has nothing against the values. */
    boolean isAllowedInOpenMetrics() {
        if (own.isPresent() && !OpenMetricsRules.allowValues(own.get())) {
            return false;
        }
        for (Leaf<GroupingKey, HeldFamily> leaf : leaves()) {
            if (!RenderedLeaf.of(leaf).isAllowedInOpenMetrics()) {
                return false;
            }
        }
        return true;
    }
}
