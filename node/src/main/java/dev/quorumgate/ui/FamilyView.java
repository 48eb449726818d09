package dev.quorumgate.ui;

import dev.quorumgate.groups.HeldFamily;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricCursor;
import dev.quorumgate.model.MetricFamily;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A metric family of a group.
 *
 * @param type in a word
 * @param pushed when it was
 * @param series as many as are shown
 * @param seriesCount of all series
 * @param isWithheld whether another group's series keep it out of scrapes
 */
public record FamilyView(
        String name,
        String type,
        String help,
        String unit,
        Instant pushed,
        List<SeriesView> series,
        int seriesCount,
        boolean isWithheld) {
    private static final Pattern TIME_NAME = Pattern.compile(".*_time(stamp)?_seconds");

    /** Seconds that are a time of our days rather than a duration. */
    private static final double TIME_MIN = 1e9;

    private static final double TIME_MAX = 4e9;
    private static final String INSTANCE = "instance";

    /** @param room how many lines its series may take; the last one may take more */
    static FamilyView of(HeldFamily held, GroupingKey key, int room) {
        MetricFamily family = held.family();
        List<SeriesView> series = new ArrayList<>();
        int left = room;
        for (MetricCursor metric = family.cursor(); left > 0 && metric.nextMetric(); ) {
            SeriesView one = SeriesView.of(family.type(), ownLabels(metric.labels(), key), metric);
            series.add(one);
            left -= one.lines();
        }
        return new FamilyView(
                family.name(),
                family.type().word().replace('_', ' '),
                family.metadata().help().orElse(""),
                family.metadata().unit().orElse(""),
                Format.instant(held.pushedAtNanos()),
                series,
                family.metricCount(),
                held.isWithheld());
    }

    /** Each series has the labels of the group; and an empty instance unless it has one, so that Prometheus adds none. */
    private static List<Label> ownLabels(List<Label> all, GroupingKey key) {
        return all.stream()
                .filter(label -> !key.has(label.name()))
                .filter(label ->
                        !(label.name().equals(INSTANCE) && label.value().isEmpty()))
                .toList();
    }

    /** How much of a page its series take. */
    int lines() {
        return series.stream().mapToInt(SeriesView::lines).sum();
    }

    /** The value of the only series; empty if there are several. */
    public Optional<SeriesView> only() {
        return seriesCount == 1 && series.size() == 1 ? Optional.of(series.get(0)) : Optional.empty();
    }

    /** The only series, if its labels are those of the group: then there is no table to be made. */
    public Optional<SeriesView> unlabelled() {
        return only().filter(series -> series.labels().isEmpty());
    }

    /** Length of a bar in percent of the longest one. */
    public String percent(SeriesView one) {
        double most = series.stream()
                .mapToDouble(SeriesView::number)
                .map(Math::abs)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        return BarChart.percent(one.number(), most);
    }

    public boolean hasBars() {
        return series.size() > 1;
    }

    /** The time that a value stands for, where its name says that it is one. */
    public Optional<Instant> time(SeriesView one) {
        return TIME_NAME.matcher(name).matches() && one.number() > TIME_MIN && one.number() < TIME_MAX
                ? Optional.of(Instant.ofEpochMilli((long) (one.number() * 1000)))
                : Optional.empty();
    }

    public int hiddenCount() {
        return seriesCount - series.size();
    }
}
