package dev.quorumgate.cli;

import dev.quorumgate.config.Quantities;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as the flags of a node have them. */
public final class DurationConverter implements ITypeConverter<Duration> {
    private static final Duration MAX = Duration.ofDays(1);

    @Override
    public Duration convert(String text) {
        return Quantities.duration(text)
                .filter(each -> each.toMillis() > 0 && each.compareTo(MAX) <= 0)
                .orElseThrow(() -> new TypeConversionException(
                        "expected a duration such as 500ms, 15s or 1m30s, up to 24h, got '" + text + "'"));
    }
}
