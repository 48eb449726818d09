package dev.quorumgate.exposition;

import dev.quorumgate.model.FamilyMetadata;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.model.PushedFamily;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One family of text 0.0.4 while its lines are read. */
final class OpenFamily implements SampleFamily {
    private final String name;
    private final TextScanner where;
    private MetricType type = MetricType.UNTYPED;
    private boolean typeDeclared;
    private @Nullable String help;
    private @Nullable FamilySamples samples;

    OpenFamily(String name, TextScanner where) {
        this.name = name;
        this.where = where;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SamplePart partOf(String sampleName) {
        if (sampleName.length() == name.length()) {
            return SamplePart.VALUE;
        }
        if (sampleName.endsWith(SamplePart.SUM_SUFFIX)) {
            return SamplePart.SUM;
        }
        return sampleName.endsWith(SamplePart.COUNT_SUFFIX) ? SamplePart.COUNT : SamplePart.VALUE;
    }

    boolean hasHelp() {
        return help != null;
    }

    void setHelp(String text) {
        help = text;
    }

    /** The type, which is untyped as long as no other is declared. */
    MetricType type() {
        return type;
    }

    /** Whether the type cannot change any more. */
    boolean isTypeSettled() {
        return typeDeclared || hasSamples();
    }

    void declareType(MetricType declared) {
        type = declared;
        typeDeclared = true;
    }

    boolean hasSamples() {
        return samples != null;
    }

    /** To ask settles the type. */
    @Override
    public FamilySamples samples() {
        if (samples == null) {
            samples = switch (type) {
                case COUNTER, GAUGE, UNTYPED -> new PlainSamples(type);
                case SUMMARY -> new SummarySamples(name, where);
                case HISTOGRAM, GAUGE_HISTOGRAM -> new HistogramSamples(name, where);
            };
        }
        return samples;
    }

    PushedFamily close() throws MalformedPushException {
        FamilyMetadata metadata = new FamilyMetadata(name, type, Optional.ofNullable(help), Optional.empty());
        return new PushedFamily(metadata, samples().metrics());
    }
}
