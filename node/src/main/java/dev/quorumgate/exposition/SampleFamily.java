package dev.quorumgate.exposition;

/** A family of a text that is being read, as its sample lines see it. */
interface SampleFamily {
    String name();

    /** Which part of a metric a sample of this name holds; the name is one that led to this family. */
    SamplePart partOf(String sampleName) throws MalformedPushException;

    /** Where its samples go. */
    FamilySamples samples();
}
