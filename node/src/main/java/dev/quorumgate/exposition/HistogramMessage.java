package dev.quorumgate.exposition;

import org.jspecify.annotations.Nullable;

/**
 * Reads one {@code Histogram} message: with classic buckets, native ones, or both.
 *
 * <p>Native buckets are held to what Prometheus asks of them when it scrapes ({@code model/histogram}, {@code Validate}): it
 * drops a histogram that is not consistent.
 */
final class HistogramMessage {
    private static final int SAMPLE_COUNT = 1 << 3;
    private static final int SAMPLE_SUM = (2 << 3) | 1;
    private static final int BUCKET = (3 << 3) | 2;
    private static final int SAMPLE_COUNT_FLOAT = (4 << 3) | 1;
    private static final int SCHEMA = 5 << 3;
    private static final int ZERO_THRESHOLD = (6 << 3) | 1;
    private static final int ZERO_COUNT = 7 << 3;
    private static final int ZERO_COUNT_FLOAT = (8 << 3) | 1;
    private static final int NEGATIVE_SPAN = (9 << 3) | 2;
    private static final int NEGATIVE_DELTA = 10 << 3;
    private static final int NEGATIVE_DELTA_PACKED = (10 << 3) | 2;
    private static final int NEGATIVE_COUNT = (11 << 3) | 1;
    private static final int NEGATIVE_COUNT_PACKED = (11 << 3) | 2;
    private static final int POSITIVE_SPAN = (12 << 3) | 2;
    private static final int POSITIVE_DELTA = 13 << 3;
    private static final int POSITIVE_DELTA_PACKED = (13 << 3) | 2;
    private static final int POSITIVE_COUNT = (14 << 3) | 1;
    private static final int POSITIVE_COUNT_PACKED = (14 << 3) | 2;
    private static final int CREATED_TIMESTAMP = (15 << 3) | 2;
    private static final int EXEMPLAR = (16 << 3) | 2;

    private static final int BUCKET_UPPER_BOUND = (2 << 3) | 1;
    private static final int BUCKET_EXEMPLAR = (3 << 3) | 2;
    private static final int BUCKET_COUNT_FLOAT = (4 << 3) | 1;

    private static final int SCHEMA_MIN = -4;
    private static final int SCHEMA_MAX = 8;

    private final WireReader reader;
    private final LabelPairs pairs;
    private final DistinctBounds bounds = new DistinctBounds();
    private final NativeBuckets negative = new NativeBuckets("negative");
    private final NativeBuckets positive = new NativeBuckets("positive");
    private long count;
    private double countFloat;
    private double sum;
    private int schema;
    private double zeroThreshold;
    private long zeroCount;
    private double zeroCountFloat;
    private @Nullable String mistake;

    HistogramMessage(WireReader reader, LabelPairs pairs) {
        this.reader = reader;
        this.pairs = pairs;
    }

    /** Reads what the field just begun holds; the first mistake in it, null if there is none. */
    @Nullable
    String read() throws WireFormatException, MalformedPushException {
        int entered = reader.enter();
        for (int tag = reader.nextTag(); tag != 0; tag = reader.nextTag()) {
            readField(tag);
        }
        reader.leave(entered);
        noteUnlessPopulation("sample_count_float", countFloat);
        noteUnlessPopulation("zero_count_float", zeroCountFloat);
        if (mistake == null && isNative()) {
            mistake = nativeMistake();
        }
        return mistake;
    }

    private void readField(int tag) throws WireFormatException, MalformedPushException {
        switch (tag) {
            case SAMPLE_COUNT -> count = reader.readVarint();
            case SAMPLE_SUM -> sum = reader.readDouble();
            case BUCKET -> readBucket();
            case SAMPLE_COUNT_FLOAT -> countFloat = reader.readDouble();
            case SCHEMA -> schema = reader.readSigned32();
            case ZERO_THRESHOLD -> zeroThreshold = reader.readDouble();
            case ZERO_COUNT -> zeroCount = reader.readVarint();
            case ZERO_COUNT_FLOAT -> zeroCountFloat = reader.readDouble();
            case NEGATIVE_SPAN -> negative.readSpan(reader);
            case NEGATIVE_DELTA -> negative.addDelta(reader.readSigned());
            case NEGATIVE_DELTA_PACKED -> negative.readDeltas(reader);
            case NEGATIVE_COUNT -> negative.addCount(reader.readDouble());
            case NEGATIVE_COUNT_PACKED -> negative.readCounts(reader);
            case POSITIVE_SPAN -> positive.readSpan(reader);
            case POSITIVE_DELTA -> positive.addDelta(reader.readSigned());
            case POSITIVE_DELTA_PACKED -> positive.readDeltas(reader);
            case POSITIVE_COUNT -> positive.addCount(reader.readDouble());
            case POSITIVE_COUNT_PACKED -> positive.readCounts(reader);
            case CREATED_TIMESTAMP -> reader.skipMessage();
            case EXEMPLAR -> pairs.checkExemplar();
            default -> reader.skip(tag);
        }
    }

    private void readBucket() throws WireFormatException, MalformedPushException {
        double bound = 0;
        double population = 0;
        int entered = reader.enter();
        for (int tag = reader.nextTag(); tag != 0; tag = reader.nextTag()) {
            switch (tag) {
                case BUCKET_UPPER_BOUND -> bound = reader.readDouble();
                case BUCKET_COUNT_FLOAT -> population = reader.readDouble();
                case BUCKET_EXEMPLAR -> pairs.checkExemplar();
                default -> reader.skip(tag);
            }
        }
        reader.leave(entered);
        noteUnlessPopulation("cumulative_count_float", population);
        if (!bounds.add(bound) && mistake == null) {
            mistake = "second bucket with upper bound " + Decimals.format(bound);
        }
    }

    private void noteUnlessPopulation(String field, double value) {
        if (!(value >= 0) && mistake == null) {
            mistake = field + " must be a number from 0 up, got " + Decimals.format(value);
        }
    }

    private boolean isNative() {
        return !negative.isEmpty() || !positive.isEmpty() || zeroThreshold != 0 || zeroCount != 0 || zeroCountFloat > 0;
    }

    private @Nullable String nativeMistake() {
        if (schema < SCHEMA_MIN || schema > SCHEMA_MAX) {
            return "schema must be from " + SCHEMA_MIN + " to " + SCHEMA_MAX + ", got " + schema;
        }
        if (!(zeroThreshold >= 0 && zeroThreshold <= Double.MAX_VALUE)) {
            return "zero_threshold must be a finite number from 0 up, got " + Decimals.format(zeroThreshold);
        }
        // Prometheus decides by the same rule which buckets it reads.
        boolean floats = countFloat > 0 || zeroCountFloat > 0;
        String found = negative.mistake(floats);
        if (found == null) {
            found = positive.mistake(floats);
        }
        // Sums of floats are not exact, so they are not compared.
        return found != null || floats ? found : countMistake();
    }

    private @Nullable String countMistake() {
        long inBuckets = Counts.add(Counts.add(negative.total(), positive.total()), zeroCount);
        int comparison = Long.compareUnsigned(inBuckets, count);
        // An observation of NaN counts but is in no bucket.
        if (comparison == 0 || (comparison < 0 && Double.isNaN(sum))) {
            return null;
        }
        return Long.toUnsignedString(inBuckets) + " observations found in buckets, but the sample count is "
                + Long.toUnsignedString(count);
    }
}
