package dev.quorumgate.exposition;

import dev.quorumgate.model.PushedFamily;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The families of an OpenMetrics body while it is read. Lines of one family stand together, so one at a time is open. */
final class OpenMetricsFamilies implements SampleFamilies<OpenMetricsFamily> {
    private final TextScanner where;
    private final List<PushedFamily> closed = new ArrayList<>();

    /** Names of families, as they are written and as they are kept. */
    private final Set<String> taken = new HashSet<>();

    private @Nullable OpenMetricsFamily current;

    OpenMetricsFamilies(TextScanner where) {
        this.where = where;
    }

    @Override
    public OpenMetricsFamily of(String sampleName) throws MalformedPushException {
        // A sample that has the name of the family, and should have a suffix, is its own mistake.
        boolean belongs =
                current != null && (current.owns(sampleName) || current.name().equals(sampleName));
        return current != null && belongs ? current : open(sampleName);
    }

    /** The family that TYPE, HELP and UNIT lines of this name describe. */
    OpenMetricsFamily described(String name) throws MalformedPushException {
        if (current == null || !current.name().equals(name)) {
            return open(name);
        }
        if (current.hasSamples()) {
            throw where.error(
                    "TYPE, HELP and UNIT of metric " + GoQuote.quote(name) + " must stand before its samples");
        }
        return current;
    }

    private OpenMetricsFamily open(String name) throws MalformedPushException {
        closeCurrent();
        take(name);
        current = new OpenMetricsFamily(name, where);
        return current;
    }

    private void closeCurrent() throws MalformedPushException {
        if (current != null && current.hasSamples()) {
            if (!current.keptName().equals(current.name())) {
                take(current.keptName());
            }
            closed.add(current.close());
        }
    }

    private void take(String name) throws MalformedPushException {
        if (!taken.add(name)) {
            throw where.error(
                    "metric " + GoQuote.quote(name) + " occurs twice; all lines of a metric must stand together");
        }
    }

    /** The families that have samples, in the order in which they appeared. */
    List<PushedFamily> close() throws MalformedPushException {
        closeCurrent();
        return closed;
    }
}
