package dev.quorumgate.exposition;

import dev.quorumgate.model.FamilyMetadata;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.model.PushedFamily;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One family of OpenMetrics while its lines are read. */
final class OpenMetricsFamily implements SampleFamily {
    private final String name;
    private final TextScanner where;
    private OpenMetricsType type = OpenMetricsType.UNKNOWN;
    private boolean typeDeclared;
    private Optional<String> help = Optional.empty();
    private Optional<String> unit = Optional.empty();
    private @Nullable FamilySamples samples;

    OpenMetricsFamily(String name, TextScanner where) {
        this.name = name;
        this.where = where;
    }

    @Override
    public String name() {
        return name;
    }

    OpenMetricsType type() {
        return type;
    }

    String keptName() {
        return type.keptName(name);
    }

    boolean hasSamples() {
        return samples != null;
    }

    void declareType(OpenMetricsType declared) throws MalformedPushException {
        if (typeDeclared) {
            throw second("TYPE");
        }
        type = declared;
        typeDeclared = true;
    }

    void setHelp(String text) throws MalformedPushException {
        if (help.isPresent()) {
            throw second("HELP");
        }
        help = Optional.of(text);
    }

    void setUnit(String newUnit) throws MalformedPushException {
        if (unit.isPresent()) {
            throw second("UNIT");
        }
        if (!newUnit.isEmpty() && !name.endsWith("_" + newUnit)) {
            throw where.error("unit " + GoQuote.quote(newUnit) + " is not the end of metric name " + quotedName());
        }
        unit = Optional.of(newUnit);
    }

    private MalformedPushException second(String keyword) {
        return where.error("second " + keyword + " line for metric name " + quotedName());
    }

    /** Whether samples of this name belong to the family. */
    boolean owns(String sampleName) {
        return part(sampleName).isPresent();
    }

    private Optional<SamplePart> part(String sampleName) {
        return sampleName.startsWith(name) ? type.part(sampleName.substring(name.length())) : Optional.empty();
    }

    @Override
    public SamplePart partOf(String sampleName) throws MalformedPushException {
        return part(sampleName)
                .orElseThrow(() -> where.error("samples of " + family() + " are named " + type.sampleNames(name)
                        + ", got " + GoQuote.quote(sampleName)));
    }

    @Override
    public FamilySamples samples() {
        if (samples == null) {
            samples = switch (type) {
                case COUNTER -> new CounterSamples(name, where);
                case GAUGE, INFO, STATESET -> new PlainSamples(MetricType.GAUGE);
                case UNKNOWN -> new PlainSamples(MetricType.UNTYPED);
                case SUMMARY -> new SummarySamples(name, where);
                case HISTOGRAM, GAUGEHISTOGRAM -> new HistogramSamples(name, where);
            };
        }
        return samples;
    }

    /** Takes a sample. */
    void add(SamplePart part, List<Label> labels, double bound, double value) throws MalformedPushException {
        switch (part) {
            case CREATED -> require(Timestamps.fits(value), "a time in Unix seconds as \"_created\"", value);
            case VALUE -> checkValue(labels, bound, value);
            case SUM, COUNT -> {
                // What samples take in text 0.0.4, they take here.
            }
        }
        samples().add(part, labels, bound, value);
        if (part == SamplePart.VALUE && type.kept().hasBuckets() && bound == Double.POSITIVE_INFINITY) {
            // Without a sum there need be no count: it is that of the last bucket.
            samples().add(SamplePart.COUNT, labels, bound, value);
        }
    }

    private void checkValue(List<Label> labels, double bound, double value) throws MalformedPushException {
        switch (type) {
            case COUNTER -> require(value >= 0, "a number from 0 up", value);
            case INFO -> require(value == 1, "the value 1", value);
            case STATESET -> {
                require(value == 0 || value == 1, "the value 0 or 1", value);
                if (labels.stream().noneMatch(label -> label.name().equals(name))) {
                    throw where.error(family() + " needs a label " + quotedName() + " that names the state");
                }
            }
            case HISTOGRAM, GAUGEHISTOGRAM -> requireSeparator(bound, "le");
            case SUMMARY -> requireSeparator(bound, "quantile");
            case GAUGE, UNKNOWN -> {
                // Any number.
            }
        }
    }

    private void require(boolean sound, String expected, double value) throws MalformedPushException {
        if (!sound) {
            throw where.error(family() + " needs " + expected + ", got " + Decimals.format(value));
        }
    }

    private void requireSeparator(double bound, String label) throws MalformedPushException {
        if (Double.isNaN(bound)) {
            throw where.error(family() + " needs a number in label \"" + label + "\"");
        }
    }

    /** The family with all that was read. */
    PushedFamily close() throws MalformedPushException {
        boolean unitless = type == OpenMetricsType.INFO || type == OpenMetricsType.STATESET;
        if (unitless && unit.filter(text -> !text.isEmpty()).isPresent()) {
            throw where.error(family() + " must not have a unit");
        }
        FamilyMetadata metadata =
                new FamilyMetadata(keptName(), type.kept(), help, unit.filter(text -> !text.isEmpty()));
        return new PushedFamily(metadata, samples().metrics());
    }

    private String family() {
        return type.word() + " " + quotedName();
    }

    private String quotedName() {
        return GoQuote.quote(name);
    }
}
