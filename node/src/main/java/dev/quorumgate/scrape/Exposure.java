package dev.quorumgate.scrape;

import dev.quorumgate.exposition.Escaping;
import dev.quorumgate.exposition.OpenMetricsRules;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.NamedFamily;
import dev.quorumgate.model.CodePointOrder;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.tree.Leaf;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The families of an answer, in the order of their unescaped names: a view and the node's own families, merged by name.
 *
 * @param hiddenFamilies how many were left out: own ones where a pushed one has the same name and another type, and those whose
 *     escaped name is that of another one or of its samples; of these a legacy name goes first, then the first in order
 */
record Exposure(List<ExposedFamily> families, int hiddenFamilies) {
    static Exposure of(Groups groups, Collection<MetricFamily> own, Escaping escaping) {
        Merge merge = new Merge(own);
        for (Leaf<String, NamedFamily> leaf : groups.byName()) {
            for (int i = 0; i < leaf.size(); i++) {
                if (!leaf.value(i).isWithheld()) {
                    merge.add(leaf.value(i));
                }
            }
        }
        merge.addOwnBefore(Optional.empty());
        Exposure merged = new Exposure(merge.families, merge.hidden);
        return merge.hasForeignNames && escaping != Escaping.ALLOW_UTF8 ? merged.escaped(escaping) : merged;
    }

    /** Whether all of it can be told in OpenMetrics without leaving anything out. */
    boolean isAllowedInOpenMetrics() {
        Map<String, MetricType> types = new HashMap<>();
        for (ExposedFamily family : families) {
            types.put(family.name(), family.type());
        }
        for (ExposedFamily family : families) {
            if (!OpenMetricsRules.allowName(family.name(), types) || !family.isAllowedInOpenMetrics()) {
                return false;
            }
        }
        return true;
    }

    private Exposure escaped(Escaping escaping) {
        Set<String> claimed = new HashSet<>();
        for (ExposedFamily family : families) {
            if (escaping.metricName(family.name()).equals(family.name())) {
                claimed.addAll(family.sampleNames());
            }
        }
        List<ExposedFamily> kept = new ArrayList<>(families.size());
        for (ExposedFamily family : families) {
            ExposedFamily named = family.named(escaping.metricName(family.name()));
            boolean isForeign = !named.name().equals(family.name());
            if (!isForeign || Collections.disjoint(claimed, named.sampleNames())) {
                kept.add(named);
                claimed.addAll(isForeign ? named.sampleNames() : List.of());
            }
        }
        return new Exposure(kept, hiddenFamilies + families.size() - kept.size());
    }

    /** Both kinds of families in the making of one list. */
    private static final class Merge {
        private final List<ExposedFamily> families = new ArrayList<>();
        private NavigableMap<String, MetricFamily> ownLeft = new TreeMap<>(CodePointOrder.INSTANCE);
        private int hidden;
        private boolean hasForeignNames;

        Merge(Collection<MetricFamily> own) {
            own.forEach(family -> ownLeft.put(family.name(), family));
        }

        /** Adds a pushed family; they come in the order of their names. */
        void add(NamedFamily pushed) {
            String name = pushed.name();
            addOwnBefore(Optional.of(name));
            MetricFamily same = ownLeft.get(name);
            if (same != null) {
                ownLeft = ownLeft.tailMap(name, false);
            }
            if (same != null && same.type() != pushed.exposed().type()) {
                hidden++;
                same = null;
            }
            hasForeignNames |= !Escaping.UNDERSCORES.metricName(name).equals(name);
            families.add(new ExposedFamily(name, Optional.ofNullable(same), Optional.of(pushed)));
        }

        /** Adds the own families whose names come before {@code name}, or all that are left. */
        void addOwnBefore(Optional<String> name) {
            for (MetricFamily own : before(name).values()) {
                families.add(new ExposedFamily(own.name(), Optional.of(own), Optional.empty()));
            }
            if (name.isPresent()) {
                ownLeft = ownLeft.tailMap(name.get(), true);
            }
        }

        private NavigableMap<String, MetricFamily> before(Optional<String> name) {
            return name.isPresent() ? ownLeft.headMap(name.get(), false) : ownLeft;
        }
    }
}
