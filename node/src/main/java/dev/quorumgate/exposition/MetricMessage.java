package dev.quorumgate.exposition;

import dev.quorumgate.model.FamilyMetadata;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.model.PushedMetric;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the {@code Metric} messages of one family, one after another. */
final class MetricMessage {
    private static final int LABEL = (1 << 3) | 2;
    private static final int GAUGE = (2 << 3) | 2;
    private static final int COUNTER = (3 << 3) | 2;
    private static final int SUMMARY = (4 << 3) | 2;
    private static final int UNTYPED = (5 << 3) | 2;
    private static final int TIMESTAMP = 6 << 3;
    private static final int HISTOGRAM = (7 << 3) | 2;
    private static final int COUNTER_EXEMPLAR = (2 << 3) | 2;
    private static final int COUNTER_CREATED_TIMESTAMP = (3 << 3) | 2;

    private static final byte[] NOTHING = {};

    private final byte[] body;
    private final WireReader reader;
    private final FamilyMetadata family;
    private final NameRules rules;
    private final LabelPairs pairs;

    private final List<Label> labels = new ArrayList<>();
    private final Set<MetricType> held = EnumSet.noneOf(MetricType.class);
    private final ByteArrayOutputStream value = new ByteArrayOutputStream();
    private Optional<String> timestamp = Optional.empty();

    /** The first mistake in what the metric holds; told when all its labels are known. */
    private @Nullable String mistake;

    MetricMessage(byte[] body, WireReader reader, FamilyMetadata family, NameRules rules) {
        this.body = body;
        this.reader = reader;
        this.family = family;
        this.rules = rules;
        this.pairs = new LabelPairs(reader, family.name());
    }

    /** Reads the metric that the field just begun holds. */
    PushedMetric read() throws WireFormatException, MalformedPushException {
        labels.clear();
        held.clear();
        value.reset();
        timestamp = Optional.empty();
        mistake = null;
        int entered = reader.enter();
        int copied = reader.position();
        for (int at = copied, tag = reader.nextTag(); tag != 0; at = reader.position(), tag = reader.nextTag()) {
            if (tag == LABEL) {
                value.write(body, copied, at - copied);
                readLabel();
                copied = reader.position();
            } else {
                readField(tag);
            }
        }
        byte[] bytes = valueWith(copied, reader.position());
        reader.leave(entered);
        if (mistake != null) {
            throw new MalformedPushException(
                    "metric " + GoQuote.quote(family.name()) + " " + Label.format(labels) + ": " + mistake);
        }
        return new PushedMetric(labels, bytes, timestamp, fitsType());
    }

    private void readLabel() throws WireFormatException, MalformedPushException {
        Label label = pairs.read();
        if (!rules.allowsLabel(label.name())) {
            throw new MalformedPushException(
                    "invalid label name " + GoQuote.quote(label.name()) + " of metric " + GoQuote.quote(family.name()));
        }
        labels.add(label);
    }

    private void readField(int tag) throws WireFormatException, MalformedPushException {
        switch (tag) {
            case GAUGE -> {
                hold(MetricType.GAUGE);
                reader.skipMessage();
            }
            case COUNTER -> {
                hold(MetricType.COUNTER);
                readCounter();
            }
            case SUMMARY -> {
                hold(MetricType.SUMMARY);
                note(new SummaryMessage(reader).read());
            }
            case UNTYPED -> {
                hold(MetricType.UNTYPED);
                reader.skipMessage();
            }
            case HISTOGRAM -> {
                hold(MetricType.HISTOGRAM);
                note(new HistogramMessage(reader, pairs).read());
            }
            case TIMESTAMP -> timestamp = Optional.of(Long.toString(reader.readVarint()));
            default -> reader.skip(tag);
        }
    }

    private void readCounter() throws WireFormatException, MalformedPushException {
        int entered = reader.enter();
        for (int tag = reader.nextTag(); tag != 0; tag = reader.nextTag()) {
            switch (tag) {
                case COUNTER_EXEMPLAR -> pairs.checkExemplar();
                case COUNTER_CREATED_TIMESTAMP -> reader.skipMessage();
                default -> reader.skip(tag);
            }
        }
        reader.leave(entered);
    }

    /** Protobuf would merge a value that comes in two pieces. No client sends that, so nobody behind us need be prepared. */
    private void hold(MetricType type) {
        if (!held.add(type)) {
            note("field " + type.word() + " occurs twice");
        }
    }

    private void note(@Nullable String found) {
        if (mistake == null) {
            mistake = found;
        }
    }

    /** The value fields: those that stood between labels, and those from {@code from} up to {@code to}. */
    private byte[] valueWith(int from, int to) {
        if (value.size() == 0) {
            return from == to ? NOTHING : Arrays.copyOfRange(body, from, to);
        }
        value.write(body, from, to - from);
        return value.toByteArray();
    }

    private boolean fitsType() {
        MetricType type = family.type() == MetricType.GAUGE_HISTOGRAM ? MetricType.HISTOGRAM : family.type();
        return held.contains(type);
    }
}
