package dev.quorumgate.groups;

/**
 * How large one push may be. Judged by the node that takes it, before the log: nothing else depends on it.
 *
 * @param series in one push
 * @param labels of a series, grouping labels and {@code instance} included
 * @param labelNameBytes in UTF-8
 * @param labelValueBytes in UTF-8
 */
public record PushLimits(long series, long labels, long labelNameBytes, long labelValueBytes) {
    public static final PushLimits UNLIMITED =
            new PushLimits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
}
