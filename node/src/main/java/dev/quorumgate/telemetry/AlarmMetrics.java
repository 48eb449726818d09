package dev.quorumgate.telemetry;

import dev.quorumgate.cluster.Alarm;
import dev.quorumgate.cluster.NodeReport;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The alarms of a node, and the room on its disk, as metrics that are looked up when they are asked for. */
final class AlarmMetrics {
    private final PrometheusRegistry registry;

    AlarmMetrics(PrometheusRegistry registry) {
        this.registry = registry;
    }

    void register(Supplier<List<Alarm>> alarms, Supplier<Optional<NodeReport.Disk>> disk) {
        GaugeWithCallback.builder()
                .name("quorumgate_alarm")
                .help(
                        "1 while this node has raised an alarm, about itself or another member: no_space, corrupt, diverged"
                                + " or clock_skew. 'quorumgate alarm list' says what to do.")
                .labelNames("kind", "member")
                .callback(callback ->
                        alarms.get().forEach(alarm -> callback.call(1, label(alarm.kind()), alarm.member())))
                .register(registry);
        gauge("quorumgate_storage_free_bytes", "Room on the disk of --storage.path.", disk, NodeReport.Disk::freeBytes);
        gauge(
                "quorumgate_storage_reserve_bytes",
                "Room to keep free there: --storage.reserve.",
                disk,
                NodeReport.Disk::reserveBytes);
    }

    private void gauge(
            String name,
            String help,
            Supplier<Optional<NodeReport.Disk>> disk,
            ToLongFunction<NodeReport.Disk> figure) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> disk.get().ifPresent(now -> callback.call((double) figure.applyAsLong(now))))
                .register(registry);
    }

    private static String label(Alarm.Kind kind) {
        return kind == Alarm.Kind.NOSPACE ? "no_space" : kind.name().toLowerCase(Locale.ROOT);
    }
}
