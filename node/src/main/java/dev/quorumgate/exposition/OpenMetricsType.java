package dev.quorumgate.exposition;

import static dev.quorumgate.exposition.SamplePart.BUCKET_SUFFIX;
import static dev.quorumgate.exposition.SamplePart.COUNT;
import static dev.quorumgate.exposition.SamplePart.COUNT_SUFFIX;
import static dev.quorumgate.exposition.SamplePart.CREATED;
import static dev.quorumgate.exposition.SamplePart.SUM;
import static dev.quorumgate.exposition.SamplePart.SUM_SUFFIX;
import static dev.quorumgate.exposition.SamplePart.VALUE;

import dev.quorumgate.model.MetricType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The types of OpenMetrics: what their samples are called, and what they are kept as. The client model has neither info nor
 * stateset; as gauges their series keep names and values.
 *
 * <p>Source: OpenMetrics 1.0, "Metric Types" and "Text format".
 */
enum OpenMetricsType {
    COUNTER(MetricType.COUNTER, "_total"),
    GAUGE(MetricType.GAUGE, ""),
    HISTOGRAM(MetricType.HISTOGRAM, ""),
    GAUGEHISTOGRAM(MetricType.GAUGE_HISTOGRAM, ""),
    SUMMARY(MetricType.SUMMARY, ""),
    INFO(MetricType.GAUGE, "_info"),
    STATESET(MetricType.GAUGE, ""),
    UNKNOWN(MetricType.UNTYPED, "");

    private static final String CREATED_SUFFIX = "_created";
    private static final Map<String, SamplePart> BARE = Map.of("", VALUE);
    private static final Map<String, SamplePart> OF_INFO = Map.of("_info", VALUE);
    private static final Map<String, SamplePart> OF_COUNTER = Map.of("_total", VALUE, CREATED_SUFFIX, CREATED);
    private static final Map<String, SamplePart> OF_SUMMARY =
            Map.of("", VALUE, COUNT_SUFFIX, COUNT, SUM_SUFFIX, SUM, CREATED_SUFFIX, CREATED);
    private static final Map<String, SamplePart> OF_HISTOGRAM =
            Map.of(BUCKET_SUFFIX, VALUE, COUNT_SUFFIX, COUNT, SUM_SUFFIX, SUM, CREATED_SUFFIX, CREATED);
    private static final Map<String, SamplePart> OF_GAUGEHISTOGRAM =
            Map.of(BUCKET_SUFFIX, VALUE, "_gcount", COUNT, "_gsum", SUM);

    private final MetricType kept;
    private final String keptSuffix;

    OpenMetricsType(MetricType kept, String keptSuffix) {
        this.kept = kept;
        this.keptSuffix = keptSuffix;
    }

    private Map<String, SamplePart> partsBySuffix() {
        return switch (this) {
            case COUNTER -> OF_COUNTER;
            case HISTOGRAM -> OF_HISTOGRAM;
            case GAUGEHISTOGRAM -> OF_GAUGEHISTOGRAM;
            case SUMMARY -> OF_SUMMARY;
            case INFO -> OF_INFO;
            case GAUGE, STATESET, UNKNOWN -> BARE;
        };
    }

    /** The type of this name, which is in lower case. */
    static Optional<OpenMetricsType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }

    /** All types, for an error text. */
    static String words() {
        return Arrays.stream(values()).map(OpenMetricsType::word).collect(Collectors.joining(", "));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type that a family of this type is kept as. */
    MetricType kept() {
        return kept;
    }

    /** The name under which a family of this type is kept: that of its series, where they have but one. */
    String keptName(String familyName) {
        return familyName + keptSuffix;
    }

    /** What a sample holds whose name is that of the family and this suffix; empty if there are no such samples. */
    Optional<SamplePart> part(String suffix) {
        return Optional.ofNullable(partsBySuffix().get(suffix));
    }

    /** The names that samples of a family may have, for an error text. */
    String sampleNames(String familyName) {
        return partsBySuffix().keySet().stream()
                .sorted()
                .map(suffix -> GoQuote.quote(familyName + suffix))
                .collect(Collectors.joining(" or "));
    }

    /** Whether samples that hold this part may have exemplars. */
    boolean takesExemplars(SamplePart part) {
        return part == VALUE && (this == COUNTER || kept.hasBuckets());
    }
}
