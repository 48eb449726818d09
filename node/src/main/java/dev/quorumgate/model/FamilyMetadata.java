package dev.quorumgate.model;

import java.util.Objects;
import java.util.Optional;

/**
 * What a metric family says of itself beside its metrics. Shared by the families of many groups, which mostly agree.
 *
 * @param name metric name
 * @param type its type
 * @param help the help text; present and empty is not the same as absent
 * @param unit the unit, which only protobuf carries
 */
public record FamilyMetadata(String name, MetricType type, Optional<String> help, Optional<String> unit) {
    public FamilyMetadata {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
    }

    public static FamilyMetadata of(String name, MetricType type) {
        return new FamilyMetadata(name, type, Optional.empty(), Optional.empty());
    }
}
