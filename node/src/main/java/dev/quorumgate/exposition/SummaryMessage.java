package dev.quorumgate.exposition;

import org.jspecify.annotations.Nullable;

/** Reads one {@code Summary} message. */
final class SummaryMessage {
    private static final int QUANTILE = (3 << 3) | 2;
    private static final int CREATED_TIMESTAMP = (4 << 3) | 2;
    private static final int QUANTILE_QUANTILE = (1 << 3) | 1;

    private final WireReader reader;
    private final DistinctBounds quantiles = new DistinctBounds();
    private @Nullable String mistake;

    SummaryMessage(WireReader reader) {
        this.reader = reader;
    }

    /** Reads what the field just begun holds; the mistake in it, null if there is none. */
    @Nullable
    String read() throws WireFormatException {
        int entered = reader.enter();
        for (int tag = reader.nextTag(); tag != 0; tag = reader.nextTag()) {
            switch (tag) {
                case QUANTILE -> readQuantile();
                case CREATED_TIMESTAMP -> reader.skipMessage();
                default -> reader.skip(tag);
            }
        }
        reader.leave(entered);
        return mistake;
    }

    private void readQuantile() throws WireFormatException {
        double quantile = 0;
        int entered = reader.enter();
        for (int tag = reader.nextTag(); tag != 0; tag = reader.nextTag()) {
            if (tag == QUANTILE_QUANTILE) {
                quantile = reader.readDouble();
            } else {
                reader.skip(tag);
            }
        }
        reader.leave(entered);
        if (!quantiles.add(quantile) && mistake == null) {
            mistake = "second quantile " + Decimals.format(quantile);
        }
    }
}
