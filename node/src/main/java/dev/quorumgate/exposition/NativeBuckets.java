package dev.quorumgate.exposition;

import org.jspecify.annotations.Nullable;

/**
 * Takes the native buckets of one sign of a histogram and checks that they belong together. Keeps no bucket: a few bytes of a
 * span may claim four thousand million.
 *
 * <p>Source of checks and texts: Prometheus, {@code model/histogram}, {@code Validate}.
 */
final class NativeBuckets {
    private static final int SPAN_OFFSET = 1 << 3;
    private static final int SPAN_LENGTH = 2 << 3;

    private final String side;
    private long spans;
    private long bucketsInSpans;
    private @Nullable String spanMistake;

    private long deltas;
    private long lastCount;
    private long total;
    private @Nullable String deltaMistake;

    private long counts;
    private @Nullable String countMistake;

    /** For the buckets of one sign, {@code negative} or {@code positive}. */
    NativeBuckets(String side) {
        this.side = side;
    }

    void readSpan(WireReader reader) throws WireFormatException {
        long offset = 0;
        long length = 0;
        int entered = reader.enter();
        for (int tag = reader.nextTag(); tag != 0; tag = reader.nextTag()) {
            switch (tag) {
                case SPAN_OFFSET -> offset = reader.readSigned32();
                case SPAN_LENGTH -> length = reader.readVarint() & 0xFFFF_FFFFL;
                default -> reader.skip(tag);
            }
        }
        reader.leave(entered);
        spans++;
        bucketsInSpans += length;
        if (spans > 1 && offset < 0 && spanMistake == null) {
            spanMistake = "span number " + spans + " has offset " + offset + ", which must not be negative";
        }
    }

    void readDeltas(WireReader reader) throws WireFormatException {
        int entered = reader.enter();
        while (reader.hasMore()) {
            addDelta(reader.readSigned());
        }
        reader.leave(entered);
    }

    void readCounts(WireReader reader) throws WireFormatException {
        int entered = reader.enter();
        while (reader.hasMore()) {
            addCount(reader.readDouble());
        }
        reader.leave(entered);
    }

    /** Takes the count of the next bucket as difference to the one before. */
    void addDelta(long delta) {
        deltas++;
        lastCount += delta;
        if (lastCount < 0 && deltaMistake == null) {
            deltaMistake = "bucket number " + deltas + " has observation count of " + lastCount;
        }
        total = Counts.add(total, lastCount);
    }

    /** Takes the count of the next bucket. */
    void addCount(double count) {
        counts++;
        if (!(count >= 0) && countMistake == null) {
            countMistake = "bucket number " + counts + " has observation count of " + Decimals.format(count);
        }
    }

    boolean isEmpty() {
        return spans == 0 && deltas == 0 && counts == 0;
    }

    /** What is wrong with them as buckets of a histogram of floats, or of integers; null if nothing is. */
    @Nullable
    String mistake(boolean floats) {
        long buckets = floats ? counts : deltas;
        String found = spanMistake;
        if (found == null && bucketsInSpans != buckets) {
            found = "spans need " + bucketsInSpans + " buckets, have " + buckets + " buckets";
        }
        if (found == null) {
            found = floats ? countMistake : deltaMistake;
        }
        return found == null ? null : side + " side: " + found;
    }

    /** The sum of integer counts, as an unsigned number. */
    long total() {
        return total;
    }
}
