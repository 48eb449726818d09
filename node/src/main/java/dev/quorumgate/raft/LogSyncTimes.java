package dev.quorumgate.raft;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.ratis.metrics.MetricRegistries;
import org.apache.ratis.metrics.RatisMetricRegistry;
import org.apache.ratis.metrics.impl.RatisMetricRegistryImpl;
import org.apache.ratis.server.metrics.SegmentedRaftLogMetrics;
import org.apache.ratis.thirdparty.com.codahale.metrics.Timer;

/** How long the disk takes to confirm writes of the log: Ratis measures it, and keeps it in a registry of its own. */
record LogSyncTimes(long count, Duration median, Duration p99) {
    private static final LogSyncTimes NONE = new LogSyncTimes(0, Duration.ZERO, Duration.ZERO);

    /** @param member as Ratis names this node's part in the group */
    static LogSyncTimes of(String member) {
        return timer(member)
                .map(timer -> new LogSyncTimes(
                        timer.getCount(),
                        Duration.ofNanos((long) timer.getSnapshot().getMedian()),
                        Duration.ofNanos((long) timer.getSnapshot().get99thPercentile())))
                .orElse(NONE);
    }

    private static Optional<Timer> timer(String member) {
        for (RatisMetricRegistry registry : MetricRegistries.global().getMetricRegistries()) {
            if (registry instanceof RatisMetricRegistryImpl known
                    && registry.getMetricRegistryInfo().getPrefix().equals(member)
                    && registry.getMetricRegistryInfo()
                            .getMetricsComponentName()
                            .equals(SegmentedRaftLogMetrics.RATIS_LOG_WORKER_METRICS)) {
                return known.getDropWizardMetricRegistry().getTimers().entrySet().stream()
                        .filter(timer -> timer.getKey().endsWith(SegmentedRaftLogMetrics.RAFT_LOG_SYNC_TIME))
                        .findFirst()
                        .map(Map.Entry::getValue);
            }
        }
        return Optional.empty();
    }
}
