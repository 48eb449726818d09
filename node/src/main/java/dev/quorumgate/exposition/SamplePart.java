package dev.quorumgate.exposition;

/** Which part of a metric a sample line holds. Only summaries and histograms have more than one. */
enum SamplePart {
    /** The value, or that of one quantile or bucket. */
    VALUE,
    SUM,
    COUNT;

    static final String SUM_SUFFIX = "_sum";
    static final String COUNT_SUFFIX = "_count";
    static final String BUCKET_SUFFIX = "_bucket";

    /** The part that a sample of this name holds in the family that {@link OpenFamilies} found for it. */
    static SamplePart of(String sampleName, OpenFamily family) {
        if (sampleName.length() == family.name().length()) {
            return VALUE;
        }
        if (sampleName.endsWith(SUM_SUFFIX)) {
            return SUM;
        }
        return sampleName.endsWith(COUNT_SUFFIX) ? COUNT : VALUE;
    }
}
