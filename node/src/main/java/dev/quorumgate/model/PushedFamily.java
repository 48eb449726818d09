package dev.quorumgate.model;

import java.util.List;

/** A metric family as a client pushed it. Syntactically sound; whether it may be stored is decided later. */
public record PushedFamily(FamilyMetadata metadata, List<PushedMetric> metrics) {
    public String name() {
        return metadata.name();
    }

    public MetricType type() {
        return metadata.type();
    }
}
