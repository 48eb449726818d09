package dev.quorumgate.clustertests.history;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * One pushed series, with the numbers 1, 2, 3 … as its values, pushed one after the other by one client. Written by that
 * client's thread, read by all.
 *
 * <p>After a push whose fate the client does not know, nothing more is pushed to the series: that push may be applied at any
 * later time.
 */
final class Register {
    private final String series;
    private final String pushTimeSeries;
    private final String group;
    private final Set<Long> refused = ConcurrentHashMap.newKeySet();
    /** By the time of its answer, in milliseconds since 1970, the value that was acknowledged last then. */
    private final NavigableMap<Long, Long> acknowledgedAt = new ConcurrentSkipListMap<>();

    private volatile long sent;
    private volatile long acknowledged;
    private volatile boolean inDoubt;
    private volatile @Nullable Window window;

    /** When the push that was acknowledged last was on its way. */
    record Window(Instant sent, Instant answered) {}

    /** The register of one client's group; {@code part} counts how often the client had to begin a new one. */
    Register(String load, int client, int group, int part) {
        String name = "client=\"" + client + "\",group=\"" + group + "\",instance=\"\",job=\"" + load + "\",part=\""
                + part + "\"";
        this.series = "load_value{" + name + "}";
        this.pushTimeSeries = "push_time_seconds{" + name + "}";
        this.group = "/job/" + load + "/client/" + client + "/group/" + group + "/part/" + part;
    }

    /** As it is written in a scrape. */
    String series() {
        return series;
    }

    String pushTimeSeries() {
        return pushTimeSeries;
    }

    /** The grouping key in a push URL. */
    String group() {
        return group;
    }

    /** The value to send next. */
    long beginPush() {
        long value = sent + 1;
        sent = value;
        return value;
    }

    void acknowledge(Instant sentAt, Instant answeredAt) {
        window = new Window(sentAt, answeredAt);
        acknowledged = sent;
        acknowledgedAt.put(answeredAt.toEpochMilli(), sent);
    }

    void doubt() {
        inDoubt = true;
    }

    /** The node says that the push was not stored and never will be. */
    void refuse() {
        refused.add(sent);
    }

    boolean wasRefused(long value) {
        return refused.contains(value);
    }

    boolean isInDoubt() {
        return inDoubt;
    }

    /** The last value sent: none above it may be seen. */
    long sent() {
        return sent;
    }

    /** The highest value that must be seen by whoever begins to look now; 0 without one. */
    long acknowledged() {
        return acknowledged;
    }

    /** The highest value that whoever began to look then, in milliseconds since 1970, must have seen; 0 without one. */
    long acknowledgedBefore(long millis) {
        Map.Entry<Long, Long> last = acknowledgedAt.lowerEntry(millis);
        return last == null ? 0 : last.getValue();
    }

    @Nullable
    Window window() {
        return window;
    }
}
