package dev.quorumgate.groups;

import dev.quorumgate.model.CodePointOrder;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.tree.SortedTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Families that would expose lines of one name: a summary or histogram {@code x} is exposed as {@code x_sum},
 * {@code x_count} and {@code x_bucket} too.
 *
 * <p>Source: the suffix check of the original's registry; gauge histograms, which it forgets, count as histograms here
 * because they are exposed like them.
 */
final class Collisions {
    private static final String BUCKET = "_bucket";
    private static final List<String> SUFFIXES = List.of("_count", "_sum", BUCKET);

    private Collisions() {}

    /** A family that collides with another one. */
    record Colliding(String name, MetricType type) {}

    /** The families among {@code types} that collide with one of this name and type, sorted by name. */
    static List<Colliding> of(String name, MetricType type, Map<String, MetricType> types) {
        List<Colliding> colliding = new ArrayList<>();
        for (Related other : related(name, type)) {
            MetricType otherType = types.get(other.name);
            if (otherType != null && other.collidesWith(otherType)) {
                colliding.add(new Colliding(other.name, otherType));
            }
        }
        colliding.sort(Comparator.comparing(Colliding::name, CodePointOrder.INSTANCE));
        return colliding;
    }

    /** The families whose exposed type makes them collide with that of {@code named}, in the order of their names. */
    static List<NamedFamily> of(NamedFamily named, SortedTree<String, NamedFamily> byName) {
        List<NamedFamily> colliding = new ArrayList<>();
        for (Related other : related(named.name(), named.exposed().type())) {
            NamedFamily family = byName.get(other.name);
            if (family != null && other.collidesWith(family.exposed().type())) {
                colliding.add(family);
            }
        }
        colliding.sort(Comparator.comparing(NamedFamily::name, CodePointOrder.INSTANCE));
        return colliding;
    }

    /** Whether {@code first} keeps {@code second} out of the exposition where they collide. */
    static boolean precedes(NamedFamily first, NamedFamily second) {
        long since = first.exposed().since();
        long otherSince = second.exposed().since();
        return since != otherSince ? since < otherSince : CodePointOrder.compare(first.name(), second.name()) < 0;
    }

    /** The original's words for a collision that {@code name} runs into. */
    static String describe(String name, MetricType type, String other, MetricType otherType) {
        if (name.startsWith(other)) {
            return "collected metric named \"" + name + "\" collides with previously collected " + otherType.word()
                    + " named \"" + other + "\"";
        }
        String kind = other.endsWith(BUCKET) ? "histogram" : "histogram or summary";
        return "collected " + kind + " named \"" + name + "\" collides with previously collected metric named \""
                + other + "\"";
    }

    /** The other names that matter to a family, and whether those must be the ones with sums, counts and buckets. */
    private static List<Related> related(String name, MetricType type) {
        List<Related> related = new ArrayList<>();
        for (String suffix : SUFFIXES) {
            if (name.endsWith(suffix) && name.length() > suffix.length()) {
                related.add(new Related(name.substring(0, name.length() - suffix.length()), suffix, true));
            }
            if (exposes(type, suffix)) {
                related.add(new Related(name + suffix, suffix, false));
            }
        }
        return related;
    }

    private static boolean exposes(MetricType type, String suffix) {
        return suffix.equals(BUCKET) ? type.hasBuckets() : type.hasSumAndCount();
    }

    private record Related(String name, String suffix, boolean mustExposeSuffix) {
        boolean collidesWith(MetricType type) {
            return !mustExposeSuffix || exposes(type, suffix);
        }
    }
}
