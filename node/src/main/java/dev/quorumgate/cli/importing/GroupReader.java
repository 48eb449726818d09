package dev.quorumgate.cli.importing;

import dev.quorumgate.cli.importing.Losses.Loss;
import dev.quorumgate.groups.GroupSelector;
import dev.quorumgate.groups.Selection;
import dev.quorumgate.groups.TimeFamilies;
import dev.quorumgate.groups.TooMuchToMatchException;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.MetricFamily;
import dev.quorumgate.proto.client.MetricType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes groups of what the query API tells. The API shows the state of one moment, so that no group is half old and half new;
 * the scrape, of another moment, only adds to series which both have in the same state. Used by one thread.
 */
final class GroupReader {
    private static final String LABELS = "labels";

    private final ScrapeIndex scrape;
    private final Selection selection;
    private final Losses losses;
    private final boolean isScraped;

    /** @param isScraped whether there was a scrape */
    GroupReader(ScrapeIndex scrape, GroupSelector selector, boolean isScraped, Losses losses) {
        this.scrape = scrape;
        this.selection = new Selection(selector, Long.MAX_VALUE); // nobody else waits for it
        this.isScraped = isScraped;
        this.losses = losses;
    }

    /** The group of an element of the API's data; empty when it is not chosen or cannot be carried over. */
    Optional<SourceGroup> read(Object element) throws SourceException {
        if (!(element instanceof Map<?, ?> told)) {
            throw new SourceException("its query API tells of a group that is no JSON object");
        }
        try {
            Map<?, ?> labels = JsonTrees.map(told, LABELS);
            return isFamily(labels) ? withoutLabels(told) : read(GroupingKey.of(ToldMetric.labels(labels)), told);
        } catch (IllegalArgumentException e) {
            throw new SourceException("its query API tells of a group that cannot be: " + e.getMessage());
        }
    }

    private boolean isChosen(GroupingKey key) {
        try {
            return selection.chooses(key);
        } catch (TooMuchToMatchException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its series are accounted for, but nobody knows where they belong. */
    private Optional<SourceGroup> withoutLabels(Map<?, ?> told) throws SourceException {
        losses.add(Loss.HIDDEN_LABELS, "families " + told.keySet());
        for (Map.Entry<?, ?> each : told.entrySet()) {
            if (each.getValue() instanceof Map<?, ?> family && isFamily(family)) {
                for (ToldMetric metric : metrics(family)) {
                    scrape.see(String.valueOf(each.getKey()), metric.labels());
                }
            }
        }
        return Optional.empty();
    }

    private Optional<SourceGroup> read(GroupingKey key, Map<?, ?> told) throws SourceException {
        String group = Label.format(key.labels());
        boolean isChosen = isChosen(key);
        List<MetricFamily> families = new ArrayList<>();
        for (Map.Entry<?, ?> each : told.entrySet()) {
            String name = String.valueOf(each.getKey());
            if (each.getValue() instanceof Map<?, ?> family && isFamily(family) && !TimeFamilies.reserves(name)) {
                Losses counted = isChosen ? losses : new Losses();
                family(name, family, group, counted).ifPresent(families::add);
            }
        }
        if (!isChosen) {
            return Optional.empty();
        }
        if (families.isEmpty() && time(told, TimeFamilies.PUSH_TIME.name()).equals("0")) {
            losses.add(Loss.NEVER_PUSHED, group);
            return Optional.empty();
        }
        losses.add(Loss.PUSH_TIMES, group);
        if (!time(told, TimeFamilies.FAILURE_TIME.name()).equals("0")) {
            losses.add(Loss.FAILURE_TIMES, group);
        }
        return Optional.of(new SourceGroup(key.labels(), families));
    }

    private Optional<MetricFamily> family(String name, Map<?, ?> told, String group, Losses counted)
            throws SourceException {
        MetricFamily.Builder family = MetricFamily.newBuilder().setName(name).setType(type(told));
        if (told.get("help") instanceof String help) {
            family.setHelp(help);
        }
        scrape.unit(name).ifPresent(family::setUnit);
        String place = name + " of " + group;
        List<ToldMetric> metrics = metrics(told);
        for (ToldMetric metric : metrics) {
            if (!scrape.see(name, metric.labels()) && isScraped) {
                counted.add(Loss.ONLY_TOLD, place);
            }
            Optional<Metric> whole = metric(name, metric, place, counted);
            whole.ifPresentOrElse(family::addMetric, () -> counted.add(Loss.HISTOGRAMS, place));
        }
        if (metrics.isEmpty()) {
            counted.add(Loss.EMPTY_FAMILIES, place);
        }
        return family.getMetricCount() == 0 ? Optional.empty() : Optional.of(family.build());
    }

    private Optional<Metric> metric(String family, ToldMetric told, String place, Losses counted)
            throws SourceException {
        Optional<Metric> scraped = scrape.fuller(family, told.labels());
        if (scraped.isEmpty() || !told.isSameStateAs(scraped.get())) {
            return told.metric();
        }
        if (scraped.get().hasTimestampMs()) {
            counted.add(Loss.TIMESTAMPS, place);
        }
        return Optional.of(scraped.get().toBuilder().clearTimestampMs().build());
    }

    private static List<ToldMetric> metrics(Map<?, ?> family) throws SourceException {
        List<ToldMetric> metrics = new ArrayList<>();
        MetricType type = type(family);
        for (Object each : family.get("metrics") instanceof List<?> list ? list : List.of()) {
            if (!(each instanceof Map<?, ?> metric)) {
                throw new SourceException("its query API tells of a metric that is no JSON object");
            }
            metrics.add(ToldMetric.of(type, metric));
        }
        return metrics;
    }

    private static MetricType type(Map<?, ?> family) throws SourceException {
        String type = JsonTrees.string(family, "type");
        try {
            return MetricType.valueOf(type);
        } catch (IllegalArgumentException e) {
            throw new SourceException("its query API tells of a metric type \"" + type + "\", which is not known here");
        }
    }

    /** Grouping labels have texts where a family has its metrics. */
    private static boolean isFamily(Map<?, ?> told) {
        return told.containsKey("time_stamp")
                && told.containsKey("type")
                && told.containsKey("metrics")
                && (told.get("metrics") instanceof List || "null".equals(told.get("metrics")));
    }

    /** The value of one of the gateway's own gauges; 0 if it has none. */
    private static String time(Map<?, ?> told, String family) throws SourceException {
        if (told.get(family) instanceof Map<?, ?> gauge
                && gauge.get("metrics") instanceof List<?> metrics
                && !metrics.isEmpty()
                && metrics.get(0) instanceof Map<?, ?> metric) {
            return JsonTrees.string(metric, "value");
        }
        return "0";
    }
}
