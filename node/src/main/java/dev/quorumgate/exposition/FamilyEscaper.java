package dev.quorumgate.exposition;

import dev.quorumgate.model.FamilyMetadata;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricCursor;
import dev.quorumgate.model.MetricFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives the metrics of one family the names that a scraper of legacy names asked for. Escaping may make labels or series equal,
 * which the original does not notice and scrapers refuse: then the series whose names need no escaping stays, and after it
 * the one that comes first. One thread, for one answer.
 */
public final class FamilyEscaper {
    private static final String METRIC_NAME = "__name__";

    private final String name;
    private final Escaping escaping;
    private final Set<List<Label>> taken = new HashSet<>();
    private boolean droppedSeries;

    /**
     * An escaper for a family.
     *
     * @param name the family's name, escaped
     */
    public FamilyEscaper(String name, Escaping escaping) {
        this.name = name;
        this.escaping = escaping;
    }

    /** Whether a label name among those of a family is no legacy name. */
    public static boolean hasForeignLabels(MetricFamily family) {
        for (MetricCursor metric = family.cursor(); metric.nextMetric(); ) {
            if (isForeign(metric)) {
                return true;
            }
        }
        return false;
    }

    /** Notes the series that need no escaping; for all groups, before anything is escaped. */
    public void reserve(MetricFamily family) {
        for (MetricCursor metric = family.cursor(); metric.nextMetric(); ) {
            List<Label> labels = metric.labels();
            if (labels.stream().allMatch(label -> NameRules.LEGACY.allowsLabel(label.name()))) {
                taken.add(labels);
            }
        }
    }

    /** The family with escaped names. Labels keep their order, as with the original. */
    public MetricFamily escape(MetricFamily family) {
        MetricFamily.Builder escaped = new MetricFamily.Builder();
        for (MetricCursor metric = family.cursor(); metric.nextMetric(); ) {
            List<Label> labels = new ArrayList<>();
            boolean foreign = false;
            for (Label label : metric.labels()) {
                String labelName = escaping.labelName(label.name());
                foreign |= !labelName.equals(label.name());
                labels.add(new Label(labelName, label.value()));
            }
            if (foreign && !take(labels)) {
                droppedSeries = true;
            } else {
                escaped.add(labels, Arrays.copyOfRange(metric.bytes(), metric.valueStart(), metric.metricEnd()));
            }
        }
        FamilyMetadata metadata = family.metadata();
        return escaped.build(new FamilyMetadata(name, metadata.type(), metadata.help(), metadata.unit()));
    }

    /** Whether series were left out. */
    public boolean hasDroppedSeries() {
        return droppedSeries;
    }

    private boolean take(List<Label> labels) {
        List<Label> sorted = new ArrayList<>(labels);
        sorted.sort(Label.BY_NAME);
        for (int i = 0; i < sorted.size(); i++) {
            String labelName = sorted.get(i).name();
            if (labelName.equals(METRIC_NAME)
                    || (i > 0 && labelName.equals(sorted.get(i - 1).name()))) {
                return false;
            }
        }
        return taken.add(sorted);
    }

    private static boolean isForeign(MetricCursor metric) {
        while (metric.nextLabel()) {
            if (!SampleLines.isLegacyLabel(metric.bytes(), metric.labelNameStart(), metric.labelNameEnd())) {
                return true;
            }
        }
        return false;
    }
}
