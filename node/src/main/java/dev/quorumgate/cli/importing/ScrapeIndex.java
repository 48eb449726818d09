package dev.quorumgate.cli.importing;

import dev.quorumgate.groups.TimeFamilies;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Hash64;
import dev.quorumgate.model.Label;
import dev.quorumgate.proto.client.Bucket;
import dev.quorumgate.proto.client.Histogram;
import dev.quorumgate.proto.client.LabelPair;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.MetricFamily;
import dev.quorumgate.proto.client.MetricType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A scrape in protobuf. Of most series it keeps no more than that they are there; of those that hold what the query API does
 * not tell, all. Used by one thread.
 */
final class ScrapeIndex {
    /** The scrape that is none. */
    static ScrapeIndex empty() {
        return new ScrapeIndex();
    }

    private record Series(String family, List<Label> labels) {}

    /** By the hash of family and labels: the family. */
    private final Map<Long, String> unseen = new HashMap<>();

    private final Map<Series, Metric> fuller = new HashMap<>();
    private final Map<String, String> units = new HashMap<>();

    private ScrapeIndex() {}

    /** @throws IOException also for what is no such scrape */
    static ScrapeIndex read(InputStream in) throws IOException {
        ScrapeIndex index = new ScrapeIndex();
        for (MetricFamily family = MetricFamily.parseDelimitedFrom(in);
                family != null;
                family = MetricFamily.parseDelimitedFrom(in)) {
            if (!TimeFamilies.reserves(family.getName())) {
                index.add(family);
            }
        }
        return index;
    }

    /** Tells that a series is known otherwise; whether it is in the scrape, too. */
    boolean see(String family, List<Label> labels) {
        return unseen.remove(hash(family, labels)) != null;
    }

    /** A series of which the query API does not tell all. */
    Optional<Metric> fuller(String family, List<Label> labels) {
        return Optional.ofNullable(fuller.get(new Series(family, labels)));
    }

    Optional<String> unit(String family) {
        return Optional.ofNullable(units.get(family));
    }

    /** How many series nobody has seen, by family. */
    Map<String, Long> unseen() {
        Map<String, Long> counts = new TreeMap<>();
        unseen.values().forEach(family -> counts.merge(family, 1L, Long::sum));
        return counts;
    }

    private void add(MetricFamily family) {
        if (!family.getUnit().isEmpty()) {
            units.put(family.getName(), family.getUnit());
        }
        for (Metric metric : family.getMetricList()) {
            List<Label> labels = labels(metric);
            // The gateway's own series have no job.
            if (labels.stream().noneMatch(label -> label.name().equals(GroupingKey.JOB))) {
                continue;
            }
            unseen.put(hash(family.getName(), labels), family.getName());
            if (isFuller(family.getType(), metric)) {
                fuller.put(new Series(family.getName(), labels), metric);
            }
        }
    }

    private static List<Label> labels(Metric metric) {
        List<Label> labels = new ArrayList<>(metric.getLabelCount());
        for (LabelPair pair : metric.getLabelList()) {
            labels.add(new Label(pair.getName(), pair.getValue()));
        }
        labels.sort(Label.BY_NAME);
        return labels;
    }

    private static boolean isFuller(MetricType type, Metric metric) {
        return type == MetricType.GAUGE_HISTOGRAM
                || metric.hasTimestampMs()
                || metric.getCounter().hasExemplar()
                || metric.getCounter().hasCreatedTimestamp()
                || metric.getSummary().hasCreatedTimestamp()
                || isFuller(metric.getHistogram());
    }

    private static boolean isFuller(Histogram histogram) {
        return histogram.hasCreatedTimestamp()
                || histogram.hasSchema()
                || histogram.hasZeroThreshold()
                || histogram.getPositiveSpanCount() > 0
                || histogram.getNegativeSpanCount() > 0
                || histogram.getExemplarsCount() > 0
                || histogram.getBucketList().stream().anyMatch(Bucket::hasExemplar);
    }

    private static long hash(String family, List<Label> labels) {
        long hash = Hash64.of(family);
        for (Label label : labels) {
            hash = Hash64.mix(Hash64.mix(hash, Hash64.of(label.name())), Hash64.of(label.value()));
        }
        return hash;
    }
}
