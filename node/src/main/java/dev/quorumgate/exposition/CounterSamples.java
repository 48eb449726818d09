package dev.quorumgate.exposition;

import com.google.protobuf.Timestamp;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.PushedMetric;
import dev.quorumgate.proto.client.Counter;
import dev.quorumgate.proto.client.Exemplar;
import dev.quorumgate.proto.client.Metric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The samples of a counter in OpenMetrics: a total, perhaps with an exemplar, and when it began. */
final class CounterSamples implements FamilySamples {
    private final String name;
    private final TextScanner where;
    private final MetricsByLabels<OpenCounter> counters = new MetricsByLabels<>(OpenCounter::new);

    CounterSamples(String name, TextScanner where) {
        this.name = name;
        this.where = where;
    }

    @Override
    public String separator() {
        return "";
    }

    @Override
    public void add(SamplePart part, List<Label> labels, double bound, double value) throws MalformedPushException {
        OpenCounter counter = counters.of(labels);
        if (part == SamplePart.CREATED) {
            counter.created = Timestamps.ofSeconds(value);
        } else if (counter.hasTotal) {
            throw where.error("second sample for counter " + GoQuote.quote(name) + " " + Label.format(labels));
        } else {
            counter.total = value;
            counter.hasTotal = true;
        }
    }

    @Override
    public void setTimestamp(String timestamp) {
        counters.last().timestamp = Optional.of(timestamp);
    }

    @Override
    public void attach(Exemplar exemplar) {
        counters.last().exemplar = exemplar;
    }

    @Override
    public List<PushedMetric> metrics() throws MalformedPushException {
        List<PushedMetric> closed = new ArrayList<>(counters.all().size());
        for (OpenCounter counter : counters.all()) {
            if (!counter.hasTotal) {
                throw where.error("counter " + GoQuote.quote(name) + " " + Label.format(counter.labels)
                        + " has a \"_created\" sample and no \"_total\"");
            }
            byte[] value = counter.toMessage().toByteArray();
            closed.add(new PushedMetric(counter.labels, value, counter.timestamp, true));
        }
        return Collections.unmodifiableList(closed);
    }

    private static final class OpenCounter {
        private final List<Label> labels;
        private double total;
        private boolean hasTotal;
        private Optional<String> timestamp = Optional.empty();
        private @Nullable Timestamp created;
        private @Nullable Exemplar exemplar;

        OpenCounter(List<Label> labels) {
            this.labels = labels;
        }

        Metric toMessage() {
            Counter.Builder counter = Counter.newBuilder().setValue(total);
            if (exemplar != null) {
                counter.setExemplar(exemplar);
            }
            if (created != null) {
                counter.setCreatedTimestamp(created);
            }
            return Metric.newBuilder().setCounter(counter).build();
        }
    }
}
