package dev.quorumgate.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long a client may take for its body, or for our answer: so long, and longer by what has come. It does not count what was only
 * announced, so whoever says much and sends little has no more time than others.
 *
 * @param grace for the connection and its start; in {@link Progress}, for a stop at any time
 */
record Pace(Duration grace, long bytesPerSecond) {
    /** A body of 8 MiB may take five minutes. */
    static final Pace DEFAULT = new Pace(Duration.ofSeconds(30), 32 << 10);

    /** For those who take what others wait for. */
    static final Pace WANTED_BY_OTHERS = new Pace(Duration.ofSeconds(2), 256 << 10);

    /** How long so many bytes may take from the start. */
    long nanos(long bytes) {
        return grace.toNanos() + nanosFor(bytes);
    }

    /** How long so many bytes more may take. */
    long nanosFor(long bytes) {
        return TimeUnit.SECONDS.toNanos(1) * bytes / bytesPerSecond;
    }
}
