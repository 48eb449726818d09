package dev.quorumgate.exposition;

import dev.quorumgate.model.Label;

/** Reads the {@code LabelPair} messages of one metric family, which stand in metrics and in exemplars. */
final class LabelPairs {
    private static final int NAME = (1 << 3) | 2;
    private static final int VALUE = (2 << 3) | 2;
    private static final int EXEMPLAR_LABEL = (1 << 3) | 2;
    private static final int EXEMPLAR_TIMESTAMP = (3 << 3) | 2;

    private final WireReader reader;
    private final String metricName;

    LabelPairs(WireReader reader, String metricName) {
        this.reader = reader;
        this.metricName = metricName;
    }

    /** Reads one pair; what it lacks is empty. */
    Label read() throws WireFormatException, MalformedPushException {
        String name = "";
        String value = "";
        int entered = reader.enter();
        for (int tag = reader.nextTag(); tag != 0; tag = reader.nextTag()) {
            switch (tag) {
                case NAME -> name = readText("invalid label name ");
                case VALUE -> value = readText("invalid label value ");
                default -> reader.skip(tag);
            }
        }
        reader.leave(entered);
        return new Label(name, value);
    }

    /** Walks through an {@code Exemplar} message. */
    void checkExemplar() throws WireFormatException, MalformedPushException {
        int entered = reader.enter();
        for (int tag = reader.nextTag(); tag != 0; tag = reader.nextTag()) {
            switch (tag) {
                case EXEMPLAR_LABEL -> read();
                case EXEMPLAR_TIMESTAMP -> reader.skipMessage();
                default -> reader.skip(tag);
            }
        }
        reader.leave(entered);
    }

    private String readText(String otherwise) throws WireFormatException, MalformedPushException {
        String text = reader.readText();
        if (text == null) {
            throw new MalformedPushException(
                    otherwise + reader.quotedText() + " of metric " + GoQuote.quote(metricName));
        }
        return text;
    }
}
