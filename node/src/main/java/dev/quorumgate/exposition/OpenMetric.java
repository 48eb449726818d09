package dev.quorumgate.exposition;

import com.google.protobuf.Timestamp;
import dev.quorumgate.model.Label;
import dev.quorumgate.proto.client.Exemplar;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A summary or histogram while its lines are read. What occurs twice has the value of its last line, except buckets and quantiles. */
final class OpenMetric {
    private static final double[] NONE = {};

    private final List<Label> labels;
    private final DistinctBounds bounds = new DistinctBounds();
    private double[] values = NONE;
    private double sum;
    private double count;
    private boolean hasSum;
    private boolean hasCount;
    private Optional<String> timestamp = Optional.empty();
    private @Nullable Timestamp created;

    /** By the index of their buckets; null as long as there are none. */
    private @Nullable Map<Integer, Exemplar> exemplars;

    OpenMetric(List<Label> labels) {
        this.labels = labels;
    }

    List<Label> labels() {
        return labels;
    }

    /** Adds a bucket or quantile; false, and nothing is added, if it is there already. */
    boolean addValue(double bound, double value) {
        if (!bounds.add(bound)) {
            return false;
        }
        int index = bounds.size() - 1;
        if (index == values.length) {
            values = Arrays.copyOf(values, Math.max(4, 2 * index));
        }
        values[index] = value;
        return true;
    }

    /** How many buckets or quantiles there are. */
    int size() {
        return bounds.size();
    }

    double bound(int index) {
        return bounds.get(index);
    }

    double value(int index) {
        return values[index];
    }

    void setSum(double value) {
        sum = value;
        hasSum = true;
    }

    boolean hasSum() {
        return hasSum;
    }

    double sum() {
        return sum;
    }

    void setCount(double value) {
        count = value;
        hasCount = true;
    }

    boolean hasCount() {
        return hasCount;
    }

    double count() {
        return count;
    }

    void setCreated(double seconds) {
        created = Timestamps.ofSeconds(seconds);
    }

    /** When it began to count; null if that is not known. */
    @Nullable
    Timestamp created() {
        return created;
    }

    /** Gives an exemplar to the bucket that was added last. */
    void attach(Exemplar exemplar) {
        if (exemplars == null) {
            exemplars = new HashMap<>();
        }
        exemplars.put(size() - 1, exemplar);
    }

    /** The exemplar of a bucket; null if it has none. */
    @Nullable
    Exemplar exemplar(int index) {
        return exemplars == null ? null : exemplars.get(index);
    }

    void setTimestamp(String text) {
        timestamp = Optional.of(text);
    }

    Optional<String> timestamp() {
        return timestamp;
    }
}
