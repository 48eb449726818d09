package dev.quorumgate.exposition;

import dev.quorumgate.model.Label;
import dev.quorumgate.model.PushedMetric;
import dev.quorumgate.proto.client.Exemplar;
import java.util.List;

/** Takes the samples of one family and makes metrics of them. */
sealed interface FamilySamples permits PlainSamples, CounterSamples, PartedSamples {
    /** The name of the label that tells the values of one metric apart and is none of its labels; empty if there is none. */
    String separator();

    /**
     * Takes a sample.
     *
     * @param labels its labels without the separator; the list may change afterwards
     * @param bound the number that is the separator's value; NaN if it has no separator
     */
    void add(SamplePart part, List<Label> labels, double bound, double value) throws MalformedPushException;

    /** The last sample has this timestamp. */
    void setTimestamp(String timestamp);

    /** The last sample, which is that of a counter or bucket, has this exemplar. */
    void attach(Exemplar exemplar);

    /**
     * The metrics, in the order in which they appeared.
     *
     * @throws MalformedPushException if one of them is incomplete
     */
    List<PushedMetric> metrics() throws MalformedPushException;
}
