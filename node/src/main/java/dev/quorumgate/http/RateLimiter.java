package dev.quorumgate.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A bucket of leaves to go on: one comes in after each interval, and there are never more than fit in. Calls may overlap. */
final class RateLimiter {
    private final long intervalNanos;
    private final long fullNanos;
    private final LongSupplier nanoTime;

    /** What is in the bucket, as the time that it took to come in. */
    private long savedNanos;

    private long last;

    RateLimiter(Duration interval, int burst, LongSupplier nanoTime) {
        this.intervalNanos = interval.toNanos();
        this.fullNanos = burst > Long.MAX_VALUE / intervalNanos ? Long.MAX_VALUE : burst * intervalNanos;
        this.nanoTime = nanoTime;
        this.savedNanos = fullNanos;
        this.last = nanoTime.getAsLong();
    }

    /** Takes one, if there is one. */
    synchronized boolean tryTake() {
        long now = nanoTime.getAsLong();
        long passed = Math.max(0, now - last);
        last = now;
        savedNanos = passed > fullNanos - savedNanos ? fullNanos : savedNanos + passed;
        if (savedNanos < intervalNanos) {
            return false;
        }
        savedNanos -= intervalNanos;
        return true;
    }
}
