package dev.quorumgate.http;

import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.PushedFamily;
import dev.quorumgate.model.Utf8Length;
import java.io.IOException;
import java.util.List;

/**
 * How much larger than its body a request becomes by the grouping labels that each metric is given. Long labels and many
 * metrics, each within its limit, could otherwise fill the memory many times over. Used by one thread.
 */
final class LabelGrowth {
    /** How much larger than the largest body a request may be in the log. */
    private static final int GROWTH_FACTOR = 2;

    /** How much memory a byte of those labels takes, nearly at worst. */
    private static final int MEMORY_FACTOR = 4;

    private final long limit;
    private long bytes;

    LabelGrowth(int bodyBytesMax) {
        this.limit = (long) GROWTH_FACTOR * bodyBytesMax;
    }

    /**
     * Counts the labels of one push, to be called before it is given them.
     *
     * @throws RequestException if they, with those of the pushes before, are more than the log could hold (413)
     * @throws IOException if there is no memory for them
     */
    void add(GroupingKey key, List<PushedFamily> families, ByteBudget.Share memory)
            throws RequestException, IOException {
        long each = 0;
        for (Label label : key.labels()) {
            each += Utf8Length.of(label.name()) + Utf8Length.of(label.value());
        }
        long metrics = 0;
        for (PushedFamily family : families) {
            metrics += family.metrics().size();
        }
        if (each * metrics > limit - bytes) {
            throw new RequestException(
                    413,
                    "the grouping labels have " + each + " bytes, on each of " + metrics + " metrics"
                            + (bytes == 0 ? "" : ", after " + bytes + " bytes of the pushes before")
                            + "; all together may have " + limit
                            + "; push less at a time, or raise --push.max-body-size");
        }
        bytes += each * metrics;
        memory.take(MEMORY_FACTOR * each * metrics);
    }
}
