package dev.quorumgate.exposition;

/** Which part of a metric a sample line holds. */
enum SamplePart {
    /** The value, or that of one quantile or bucket. */
    VALUE,
    SUM,
    COUNT,
    /** When the metric began to count. OpenMetrics only. */
    CREATED;

    static final String SUM_SUFFIX = "_sum";
    static final String COUNT_SUFFIX = "_count";
    static final String BUCKET_SUFFIX = "_bucket";
}
