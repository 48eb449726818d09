package dev.quorumgate.telemetry;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pushes that this node refused since its start, by job. Keeps so many jobs and no more: when another one comes, the one with
 * the fewest goes. Calls may overlap.
 */
public final class RefusalTally {
    private static final int JOBS_MAX = 1000;
    private static final int REASON_LENGTH_MAX = 200;

    private final Map<String, Entry> byJob = new HashMap<>();

    /**
     * What was refused of a job.
     *
     * @param lastReason its beginning
     */
    public record Entry(String job, long refused, String lastReason) {}

    public synchronized void count(String job, String reason) {
        Entry before = byJob.get(job);
        if (before == null && byJob.size() >= JOBS_MAX) {
            byJob.values().stream()
                    .min(Comparator.comparingLong(Entry::refused))
                    .ifPresent(least -> byJob.remove(least.job));
        }
        String cut = reason.substring(0, Math.min(reason.length(), REASON_LENGTH_MAX));
        byJob.put(job, new Entry(job, before == null ? 1 : before.refused + 1, cut));
    }

    /** Those with the most refusals, most first. */
    public synchronized List<Entry> top(int limit) {
        return byJob.values().stream()
                .sorted(Comparator.comparingLong(Entry::refused).reversed().thenComparing(Entry::job))
                .limit(limit)
                .toList();
    }
}
