package dev.quorumgate.exposition;

/**
 * The families of a text that is being read.
 *
 * @param <F> the kind of family
 */
interface SampleFamilies<F extends SampleFamily> {
    /** The family that samples of this name belong to; a new one if there is none. */
    F of(String sampleName) throws MalformedPushException;
}
