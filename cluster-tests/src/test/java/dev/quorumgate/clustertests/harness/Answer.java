package dev.quorumgate.clustertests.harness;

import java.net.http.HttpHeaders;
import java.time.Duration;

/**
 * What a node answered.
 *
 * @param latency from the moment before the request was sent until the whole answer was there
 */
public record Answer(int status, HttpHeaders headers, String text, Duration latency) {
    /** Value of a header, or nothing. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    @Override
    public String toString() {
        return status + " after " + latency.toMillis() + " ms: " + text.strip();
    }
}
