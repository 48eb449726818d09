package dev.quorumgate.http;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.eclipse.jetty.util.NanoTime;

/**
 * Whether something goes on well that others wait for: at a {@link Pace}, without a longer stop than its grace. What went fast at
 * first is no excuse for what comes later. Guarded by its owner.
 */
final class Progress {
    /** Who has stood still for longer, in powers of two, gives way first; else who has the least to lose, so that others come to their end. */
    private static final Comparator<Progress> FIRST_TO_GIVE_WAY =
            Comparator.comparingInt(Progress::magnitudeOfStop).reversed().thenComparingLong(each -> each.bytes);

    private final Pace pace;
    private final LongSupplier clock;
    private long bytes;
    private long graceLeft;
    private long since;

    Progress(Pace pace) {
        this(pace, NanoTime::now);
    }

    /** @param clock nanoseconds, from anywhere */
    Progress(Pace pace, LongSupplier clock) {
        this.pace = pace;
        this.clock = clock;
        this.graceLeft = pace.grace().toNanos();
        resume();
    }

    /** So many bytes more are done. */
    void goOn(long more) {
        long left = graceLeft - nanosSince() + pace.nanosFor(more);
        graceLeft = Math.min(Math.max(left, 0), pace.grace().toNanos());
        bytes += more;
        resume();
    }

    /** Does not count the time since it last went on. */
    void resume() {
        since = clock.getAsLong();
    }

    boolean isSlow() {
        return nanosSince() > graceLeft;
    }

    private long nanosSince() {
        return clock.getAsLong() - since;
    }

    private int magnitudeOfStop() {
        return Math.getExponent((double) Math.max(nanosSince(), TimeUnit.SECONDS.toNanos(1)));
    }

    /** How much is done. */
    long bytes() {
        return bytes;
    }

    /** Who of all is to give way to others, if anybody is slow. */
    static <T> Optional<T> firstToGiveWay(Collection<T> all, Function<T, Progress> progress) {
        return all.stream()
                .filter(each -> progress.apply(each).isSlow())
                .min(Comparator.comparing(progress, FIRST_TO_GIVE_WAY));
    }
}
