package dev.quorumgate.exposition;

import dev.quorumgate.model.Label;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The metrics of one family that come in several lines, by their labels in whatever order. */
final class MetricsByLabels<M> {
    private final Function<List<Label>, M> create;
    private final Map<LabelSet, M> metrics = new LinkedHashMap<>();

    /** Lines of one metric mostly follow each other. */
    private List<Label> lastLabels = List.of();

    private @Nullable M last;

    /** With what makes a metric of its labels. */
    MetricsByLabels(Function<List<Label>, M> create) {
        this.create = create;
    }

    /** The metric with these labels; a new one if there is none. The list may change afterwards. */
    M of(List<Label> labels) {
        if (last != null && labels.equals(lastLabels)) {
            return last;
        }
        lastLabels = List.copyOf(labels);
        last = metrics.computeIfAbsent(LabelSet.of(lastLabels), set -> create.apply(lastLabels));
        return last;
    }

    /** The metric that was asked for last. */
    M last() {
        if (last == null) {
            throw new IllegalStateException("there is no metric yet");
        }
        return last;
    }

    /** All metrics in the order in which they appeared. */
    Collection<M> all() {
        return metrics.values();
    }

    /** Labels sorted by name. Comparable so that a client who makes hash codes collide cannot slow the map down. */
    private record LabelSet(List<Label> sorted) implements Comparable<LabelSet> {
        static LabelSet of(List<Label> labels) {
            List<Label> sorted = new ArrayList<>(labels);
            sorted.sort(Label.BY_NAME);
            return new LabelSet(sorted.equals(labels) ? labels : List.copyOf(sorted));
        }

        @Override
        public int compareTo(LabelSet other) {
            int bySize = Integer.compare(sorted.size(), other.sorted.size());
            for (int i = 0; bySize == 0 && i < sorted.size(); i++) {
                Label mine = sorted.get(i);
                Label theirs = other.sorted.get(i);
                int byName = mine.name().compareTo(theirs.name());
                int order = byName == 0 ? mine.value().compareTo(theirs.value()) : byName;
                if (order != 0) {
                    return order;
                }
            }
            return bySize;
        }
    }
}
