package dev.quorumgate.model;

import java.util.Objects;
import java.util.Optional;

/**
 * What a metric family says of itself beside its metrics. Immutable; shared by the families of many groups, which mostly
 * agree.
 */
public final class FamilyMetadata {
    private final String name;
    private final MetricType type;
    private final Optional<String> help;
    private final Optional<String> unit;

    /** Kept because the state hash asks for it with every write; 0 for not computed yet. */
    private long hash64;

    /**
     * The metadata of a family. All texts are {@linkplain Utf16#isWellFormed well-formed}.
     *
     * @param name metric name
     * @param type its type
     * @param help the help text; present and empty is not the same as absent
     * @param unit the unit, which only protobuf carries
     */
    public FamilyMetadata(String name, MetricType type, Optional<String> help, Optional<String> unit) {
        this.name = Utf16.requireWellFormed(name);
        this.type = Objects.requireNonNull(type);
        this.help = help;
        this.unit = unit;
        help.ifPresent(Utf16::requireWellFormed);
        unit.ifPresent(Utf16::requireWellFormed);
    }

    public static FamilyMetadata of(String name, MetricType type) {
        return new FamilyMetadata(name, type, Optional.empty(), Optional.empty());
    }

    public String name() {
        return name;
    }

    public MetricType type() {
        return type;
    }

    public Optional<String> help() {
        return help;
    }

    public Optional<String> unit() {
        return unit;
    }

    /** {@link Hash64} of all parts. */
    public long hash64() {
        long known = hash64;
        if (known == 0) {
            known = Hash64.mix(Hash64.of(name), type.number());
            known = Hash64.mix(Hash64.mix(known, help), unit);
            hash64 = known; // two threads may compute it, with the same result
        }
        return known;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof FamilyMetadata metadata
                        && name.equals(metadata.name)
                        && type == metadata.type
                        && help.equals(metadata.help)
                        && unit.equals(metadata.unit));
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + type.hashCode();
    }

    @Override
    public String toString() {
        return type.word() + " " + name + " help=" + help + " unit=" + unit;
    }
}
