package dev.quorumgate.groups;

import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricCursor;
import dev.quorumgate.tree.Leaf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Views as text, for comparison. */
public final class Views {
    private Views() {}

    /** Everything a view holds and derives. */
    public static List<String> dump(Groups groups) {
        List<String> lines = new ArrayList<>();
        lines.add(groups.position() + " series=" + groups.seriesCount());
        groups.byKey().forEachEntry((key, group) -> lines.add("group " + key + " " + group));
        groups.byName().forEachEntry((name, named) -> {
            lines.add("name " + name + " help=" + named.help() + " unit=" + named.unit() + " collisions="
                    + named.earlierCollisions());
            for (NamedFamily.Holders holders : named.holders()) {
                lines.add("  " + holders.type() + " since " + holders.since());
                holders.byKey()
                        .forEachEntry((key, held) -> lines.add("    " + key + " " + held.heldSince() + " "
                                + held.pushedAtNanos() + " rivals=" + held.earlierRivals() + " "
                                + held.family().metadata() + " "
                                + Arrays.toString(held.family().metrics())));
            }
        });
        return lines;
    }

    /** The series that a scrape shows, without values: name, type, labels. */
    public static List<String> exposedSeries(Groups groups) {
        List<String> series = new ArrayList<>();
        groups.byName().forEachEntry((name, named) -> {
            if (!named.isWithheld()) {
                for (Leaf<GroupingKey, HeldFamily> leaf : named.exposed().byKey()) {
                    for (int i = 0; i < leaf.size(); i++) {
                        if (!leaf.value(i).isWithheld()) {
                            addSeries(series, leaf.value(i));
                        }
                    }
                }
            }
        });
        return series;
    }

    private static void addSeries(List<String> series, HeldFamily held) {
        for (MetricCursor metric = held.family().cursor(); metric.nextMetric(); ) {
            series.add(held.family().name() + " " + held.family().type() + " " + Label.format(metric.labels()));
        }
    }
}
