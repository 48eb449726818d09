package dev.quorumgate.groups;

import dev.quorumgate.model.CodePointOrder;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.model.PushedFamily;
import dev.quorumgate.model.PushedMetric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns a push into the command that goes into the log: decides, on the node that took it, everything that depends on the
 * push alone, and freezes it. Grouping labels are forced on each metric, {@code instance=""} is added where there is none,
 * labels and metrics are sorted; a push that contradicts itself becomes a {@link Command.RecordFailure}.
 *
 * <p>Source: API reference of the original, "Write semantics" and "Consistency check".
 */
public final class PushIntake {
    private static final String SUMMARY_LABEL = "quantile";
    private static final String HISTOGRAM_LABEL = "le";

    private final GroupingKey key;
    private final Command.Scope scope;
    private final PushRules rules;
    private final String source;
    private final Reasons mistakes = new Reasons();

    private PushIntake(GroupingKey key, Command.Scope scope, PushRules rules, String source) {
        this.key = key;
        this.scope = scope;
        this.rules = rules;
        this.source = source;
    }

    /**
     * The command for a push.
     *
     * @param families as parsed, names unique
     * @param source who pushed, {@code host:port}
     * @throws LimitExceededException if the push is larger than the rules let through; nothing is recorded then
     */
    public static Command command(
            GroupingKey key, List<PushedFamily> families, Command.Scope scope, PushRules rules, String source)
            throws LimitExceededException {
        return new PushIntake(key, scope, rules, source).command(families);
    }

    private Command command(List<PushedFamily> pushed) throws LimitExceededException {
        PushSize.check(key, pushed, rules.push());
        Optional<String> timestamp =
                pushed.stream().flatMap(PushIntake::timestamps).findFirst();
        if (timestamp.isPresent()) {
            return failure(timestamp.get());
        }
        Map<String, MetricFamily> families = new TreeMap<>(CodePointOrder.INSTANCE);
        Map<String, MetricType> types = new HashMap<>();
        for (PushedFamily family : pushed) {
            if (!TimeFamilies.reserves(family.name())) {
                families.put(family.name(), canonical(family));
                if (!family.metrics().isEmpty()) {
                    types.put(family.name(), family.type());
                }
            }
        }
        for (MetricFamily family : families.values()) {
            if (family.metricCount() > 0) {
                checkNames(family, types);
            }
        }
        if (!mistakes.isEmpty()) {
            return failure(mistakes.text());
        }
        return new Command.Push(key, List.copyOf(families.values()), scope, rules.checked(), rules.store(), source);
    }

    private static Stream<String> timestamps(PushedFamily family) {
        return family.metrics().stream()
                .flatMap(metric -> metric.timestamp().stream()
                        .map(timestamp -> "pushed metrics must not have timestamps\nmetric \""
                                + Reasons.cut(family.name(), 100)
                                + "\" " + Reasons.cut(Label.format(metric.labels()), 200) + " has the timestamp "
                                + timestamp + "; send the value alone"));
    }

    private Command failure(String reason) {
        return new Command.RecordFailure(key, reason, rules.store(), source);
    }

    private MetricFamily canonical(PushedFamily family) {
        List<PushedMetric> metrics = new ArrayList<>(family.metrics().size());
        for (PushedMetric metric : family.metrics()) {
            PushedMetric labelled = metric.withLabels(withGroupingLabels(metric.labels()));
            checkMetric(family, labelled);
            metrics.add(labelled);
        }
        metrics.sort(PushedMetric.EXPOSITION_ORDER);
        MetricFamily.Builder canonical = new MetricFamily.Builder();
        for (int i = 0; i < metrics.size(); i++) {
            PushedMetric metric = metrics.get(i);
            if (i > 0 && metric.labels().equals(metrics.get(i - 1).labels())) {
                mistakes.add(() -> describe(family, metric.labels())
                        + " was collected before with the same name and label values: this push holds it twice, as "
                        + pushedTwice(family, metric.labels()));
            }
            canonical.add(metric.labels(), metric.value());
        }
        return canonical.build(family.metadata());
    }

    /** How the body writes the first two metrics that get these labels: they may differ in labels that the group replaces. */
    private String pushedTwice(PushedFamily family, List<Label> stored) {
        return family.metrics().stream()
                .map(PushedMetric::labels)
                .filter(labels -> withGroupingLabels(labels).equals(stored))
                .limit(2)
                .map(labels -> Reasons.cut(Label.format(labels), 100))
                .collect(Collectors.joining(" and "));
    }

    /** The labels of a pushed metric as it is stored: each grouping label replaces the first pushed one of its name. */
    private List<Label> withGroupingLabels(List<Label> pushed) {
        List<Label> sorted = new ArrayList<>(pushed);
        sorted.sort(Label.BY_NAME); // keeps the order of labels with the same name
        List<Label> labels = new ArrayList<>(pushed.size() + key.labels().size() + 1);
        int next = 0;
        for (Label grouping : key.labels()) {
            while (next < sorted.size() && Label.BY_NAME.compare(sorted.get(next), grouping) < 0) {
                labels.add(sorted.get(next++));
            }
            labels.add(grouping);
            if (next < sorted.size() && Label.BY_NAME.compare(sorted.get(next), grouping) == 0) {
                next++;
            }
        }
        labels.addAll(sorted.subList(next, sorted.size()));
        int instance = Collections.binarySearch(labels, TimeFamilies.NO_INSTANCE, Label.BY_NAME);
        if (instance < 0) {
            labels.add(-instance - 1, TimeFamilies.NO_INSTANCE);
        }
        return labels;
    }

    private void checkMetric(PushedFamily family, PushedMetric metric) {
        List<Label> labels = metric.labels();
        if (!metric.fitsType()) {
            mistake(family, labels, "is not a " + family.type().name());
        }
        for (int i = 0; i < labels.size(); i++) {
            String name = labels.get(i).name();
            if (i > 0 && name.equals(labels.get(i - 1).name())) {
                mistake(family, labels, "has two or more labels with the same name: " + name);
            } else if (name.startsWith("__")) {
                mistake(family, labels, "has a label with an invalid name: " + name);
            } else if (name.equals(SUMMARY_LABEL) && family.type() == MetricType.SUMMARY) {
                mistake(family, labels, "must not have an explicit \"quantile\" label");
            } else if (name.equals(HISTOGRAM_LABEL) && family.type().hasBuckets()) {
                // The original lets it pass, and each line of the scrape then has two labels "le".
                mistake(family, labels, "must not have an explicit \"le\" label");
            }
        }
    }

    private void mistake(PushedFamily family, List<Label> labels, String what) {
        mistakes.add(() -> describe(family, labels) + " " + what);
    }

    private static String describe(PushedFamily family, List<Label> labels) {
        return "collected metric \"" + family.name() + "\" " + Label.format(labels);
    }

    private void checkNames(MetricFamily family, Map<String, MetricType> types) {
        String name = family.name();
        for (Collisions.Colliding other : Collisions.of(name, family.type(), types)) {
            // Each collision shows from both sides; it is told from the one that the original meets second.
            if (CodePointOrder.compare(other.name(), name) < 0) {
                mistakes.add(() -> Collisions.describe(name, family.type(), other.name(), other.type()));
            }
        }
        if (ReservedFamilies.isPrefixed(name)) {
            mistakes.add(() -> "metric family " + name + " is reserved: names that begin with "
                    + ReservedFamilies.PREFIX + " are the gateway's own");
        }
        if (!rules.checked()) {
            return;
        }
        Optional<MetricType> own = ReservedFamilies.typeOf(name);
        if (own.isPresent() && own.get() != family.type()) {
            mistakes.add(() -> "gathered metric family " + name + " has type "
                    + family.type().name() + " but should have " + own.get().name()
                    + ": the gateway exposes a metric of this name itself");
        }
        for (Collisions.Colliding other : Collisions.of(name, family.type(), ReservedFamilies.types())) {
            mistakes.add(() -> Collisions.describe(name, family.type(), other.name(), other.type())
                    + ": the gateway exposes it itself");
        }
    }
}
