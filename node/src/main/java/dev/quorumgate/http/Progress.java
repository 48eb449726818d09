package dev.quorumgate.http;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Whether something goes on well that others wait for: at a {@link Pace}, without a longer stop than its grace. What went fast at
 * first is no excuse for what comes later. Times are nanoseconds of one clock. Guarded by its owner.
 */
final class Progress {
    /** So long ago a stop counts by half. Without that, who has been there for longest would always be furthest behind. */
    private static final double FADING_NANOS = TimeUnit.SECONDS.toNanos(8);

    private final Pace pace;
    private long bytes;
    private long graceLeft;
    private double behind;
    private long since;

    Progress(Pace pace, long now) {
        this.pace = pace;
        this.graceLeft = pace.grace().toNanos();
        this.since = now;
    }

    /** So many bytes more are done. */
    void goOn(long more, long now) {
        long stop = now - since;
        long worth = pace.nanosFor(more);
        graceLeft = Math.min(Math.max(graceLeft - stop + worth, 0), pace.grace().toNanos());
        behind = Math.max(behind(now) - worth, 0);
        bytes += more;
        since = now;
    }

    /** Does not count the time since it last went on. */
    void resume(long now) {
        since = now;
    }

    /** How much is done. */
    long bytes() {
        return bytes;
    }

    boolean isSlow(long now) {
        return now - since > graceLeft;
    }

    /** How far it is behind the pace, in nanoseconds. */
    private double behind(long now) {
        long stop = now - since;
        return behind * Math.pow(2, -stop / FADING_NANOS) + stop;
    }

    /**
     * Who of all is to give way to others, if anybody is slow: who is furthest behind, and of those that are much alike who has
     * the least to lose, so that the others come to their end.
     */
    static <T> Optional<T> firstToGiveWay(Collection<T> all, Function<T, Progress> progress, long now) {
        Comparator<Progress> order = Comparator.comparingInt(each -> -Math.getExponent(each.behind(now)));
        return all.stream()
                .filter(each -> progress.apply(each).isSlow(now))
                .min(Comparator.comparing(progress, order.thenComparingLong(Progress::bytes)));
    }
}
