package dev.quorumgate.exposition;

import dev.quorumgate.model.FamilyMetadata;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.model.PushedFamily;
import dev.quorumgate.model.PushedMetric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a push as {@code io.prometheus.client.MetricFamily} messages, each behind its length. Names, strings and numbers are
 * checked as those of the text format are; the original takes anything and then serves what no scraper can read.
 *
 * <p>What metrics hold is walked through and copied byte for byte, never made objects of and written anew: that keeps all
 * fields, known or not, and lets a hostile body cost no more memory than a small multiple of its size.
 *
 * <p>Source: API reference of the original, "Protobuf bodies".
 */
public final class ProtobufParser {
    private static final int NAME = (1 << 3) | 2;
    private static final int HELP = (2 << 3) | 2;
    private static final int TYPE = 3 << 3;
    private static final int METRIC = (4 << 3) | 2;
    private static final int UNIT = (5 << 3) | 2;

    private final byte[] body;
    private final WireReader reader;
    private final NameRules rules;

    /** What is being read, for error texts: the name of the family once it is known, and the number of the metric. */
    private String family = "";

    private int metric;

    private ProtobufParser(byte[] body, int length, NameRules rules) {
        this.body = body;
        this.reader = new WireReader(body, length);
        this.rules = rules;
    }

    /**
     * The metric families of a body.
     *
     * @param length how many bytes of the array are the body
     * @return names unique: of several families of one name the last is kept; those without metrics are kept too
     * @throws MalformedPushException at the first mistake
     */
    public static List<PushedFamily> parse(byte[] body, int length, NameRules rules) throws MalformedPushException {
        return new ProtobufParser(body, length, rules).parse();
    }

    private List<PushedFamily> parse() throws MalformedPushException {
        Map<String, PushedFamily> families = new LinkedHashMap<>();
        for (int message = 1; reader.hasMore(); message++) {
            int outerEnd = enterMessage(message);
            family = "";
            metric = 0;
            try {
                PushedFamily read = parseFamily();
                families.put(read.name(), read);
            } catch (WireFormatException e) {
                throw new MalformedPushException("proto: cannot parse invalid wire-format data", place(message));
            } catch (MalformedPushException e) {
                throw e.with(place(message));
            }
            reader.leave(outerEnd);
        }
        return List.copyOf(families.values());
    }

    private int enterMessage(int message) throws MalformedPushException {
        int start = reader.position();
        try {
            return reader.enter();
        } catch (WireFormatException e) {
            throw new MalformedPushException(
                    "unexpected EOF",
                    "message " + message + " at byte " + start + " ends behind the body;"
                            + " before each MetricFamily stands its length, as a varint");
        }
    }

    /** Where it stopped to read, {@code message 2 ("m"), metric 5, at byte 123 of the decoded body}. */
    private String place(int message) {
        return "message " + message + (family.isEmpty() ? "" : " (" + GoQuote.quote(family) + ")")
                + (metric == 0 ? "" : ", metric " + metric) + ", before byte " + reader.position()
                + " of the decoded body";
    }

    private PushedFamily parseFamily() throws WireFormatException, MalformedPushException {
        int start = reader.position();
        FamilyMetadata metadata = parseMetadata();
        // Metrics in a second pass: what they must hold depends on the type, and fields may come in any order.
        reader.returnTo(start);
        family = metadata.name();
        MetricMessage message = new MetricMessage(body, reader, metadata, rules);
        List<PushedMetric> metrics = new ArrayList<>(1);
        for (int tag = reader.nextTag(); tag != 0; tag = reader.nextTag()) {
            if (tag == METRIC) {
                metric++;
                metrics.add(message.read());
            } else {
                reader.skip(tag);
            }
        }
        return new PushedFamily(metadata, Collections.unmodifiableList(metrics));
    }

    private FamilyMetadata parseMetadata() throws WireFormatException, MalformedPushException {
        String name = "";
        Optional<String> help = Optional.empty();
        Optional<String> unit = Optional.empty();
        int type = MetricType.COUNTER.number();
        for (int tag = reader.nextTag(); tag != 0; tag = reader.nextTag()) {
            switch (tag) {
                case NAME -> name = readName();
                case HELP -> help = Optional.of(readText("help text", name));
                case UNIT -> unit = Optional.of(readText("unit", name));
                case TYPE -> type = (int) reader.readVarint();
                default -> reader.skip(tag);
            }
        }
        if (!rules.allowsMetric(name)) {
            throw new MalformedPushException("invalid metric name " + GoQuote.quote(name));
        }
        return new FamilyMetadata(name, typeOf(type, name), help, unit);
    }

    private String readName() throws WireFormatException, MalformedPushException {
        String name = reader.readText();
        if (name == null) {
            throw new MalformedPushException("invalid metric name " + reader.quotedText());
        }
        return name;
    }

    private String readText(String what, String metric) throws WireFormatException, MalformedPushException {
        String text = reader.readText();
        if (text == null) {
            throw new MalformedPushException(
                    what + " of metric " + GoQuote.quote(metric) + " is not UTF-8: " + reader.quotedText());
        }
        return text;
    }

    private static MetricType typeOf(int number, String name) throws MalformedPushException {
        Optional<MetricType> type = MetricType.ofNumber(number);
        if (type.isEmpty()) {
            throw new MalformedPushException("unknown metric type " + number + " of metric " + GoQuote.quote(name));
        }
        return type.get();
    }
}
