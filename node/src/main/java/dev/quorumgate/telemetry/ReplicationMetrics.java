package dev.quorumgate.telemetry;

import static java.util.stream.Collectors.toMap;

import dev.quorumgate.cluster.ReplicationFigures;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.SummaryWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Quantiles;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What replication has done, as metrics that are looked up when they are asked for; none before there are figures. */
final class ReplicationMetrics {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final PrometheusRegistry registry;
    private final Supplier<Optional<ReplicationFigures>> figures;

    ReplicationMetrics(PrometheusRegistry registry, Supplier<Optional<ReplicationFigures>> figures) {
        this.registry = registry;
        this.figures = figures;
    }

    void register() {
        counter(
                "quorumgate_raft_elections_total",
                "Times that this node learned who leads; at its start, too.",
                ReplicationFigures::elections);
        counter(
                "quorumgate_raft_log_syncs_total",
                "Writes of the Raft log that the disk has confirmed.",
                ReplicationFigures::logSyncs);
        gauge(
                "quorumgate_raft_log_sync_median_seconds",
                "Median of the time that the disk took lately to confirm a write of the Raft log.",
                now -> Optional.of(seconds(now.logSyncMedian())));
        gauge(
                "quorumgate_raft_log_sync_p99_seconds",
                "99th percentile of the time that the disk took lately to confirm a write of the Raft log.",
                now -> Optional.of(seconds(now.logSyncP99())));
        gauge(
                "quorumgate_raft_snapshot_timestamp_seconds",
                "Unix time when the newest snapshot of this node was written; absent without one.",
                now -> now.snapshotMillis().isEmpty()
                        ? Optional.empty()
                        : Optional.of(now.snapshotMillis().getAsLong() / MILLIS_PER_SECOND));
        gauge(
                "quorumgate_store_bytes",
                "What the live store of groups takes, in memory and on disk.",
                now -> Optional.of((double) now.storeBytes()));
        follower(
                "quorumgate_raft_follower_lag_entries",
                "On the leader: entries of its log that a member is not known to have.",
                ReplicationFigures.Follower::lagEntries);
        follower(
                "quorumgate_raft_follower_silence_seconds",
                "On the leader: time since a member last answered.",
                follower -> seconds(follower.silence()));
        SummaryWithCallback.builder()
                .name("quorumgate_raft_commit_seconds")
                .help("Time from proposing a log entry on this node as the leader until it was applied.")
                .callback(callback -> figures.get()
                        .ifPresent(now -> callback.call(now.commits(), seconds(now.commitTime()), Quantiles.EMPTY)))
                .register(registry);
    }

    private void counter(String name, String help, ToDoubleFunction<ReplicationFigures> value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> figures.get().ifPresent(now -> callback.call(value.applyAsDouble(now))))
                .register(registry);
    }

    private void gauge(String name, String help, Function<ReplicationFigures, Optional<Double>> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> figures.get().flatMap(value).ifPresent(callback::call))
                .register(registry);
    }

    private void follower(String name, String help, ToDoubleFunction<ReplicationFigures.Follower> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("member")
                .callback(callback -> figures.get()
                        .ifPresent(now -> now.followers().stream()
                                // One of two while a member is being replaced by one of its name.
                                .collect(toMap(each -> each.id().name(), Function.identity(), (old, coming) -> coming))
                                .forEach((member, follower) -> callback.call(value.applyAsDouble(follower), member))))
                .register(registry);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_SECOND;
    }
}
