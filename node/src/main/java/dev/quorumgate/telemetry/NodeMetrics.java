package dev.quorumgate.telemetry;

import dev.quorumgate.cluster.Alarm;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.cluster.ReplicationFigures;
import dev.quorumgate.model.Label;
import dev.quorumgate.model.MetricFamily;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The metrics that a node keeps of itself. Those of the original have its names, labels and help texts; {@code go_*} is
 * {@code jvm_*} here. All calls may overlap.
 */
public final class NodeMetrics {
    private static final List<String> REFUSALS =
            List.of("malformed", "inconsistent", "limit", "timeout", "unavailable", "unknown", "no_space");

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final OwnFamilies families;
    private final Counter requests;
    private final Summary pushDuration;
    private final Summary pushSize;
    private final Counter rejectedPushes;
    private final Summary scrapeWait;
    private final Summary scrapeWrite;
    private final Counter scrapes;
    private final Counter hiddenFamilyCount;

    /** What became of a scrape of pushed metrics. */
    public enum ScrapeResult {
        CURRENT,
        STALE,
        REFUSED
    }

    /** What the gauges of the store show, in numbers. */
    public record StoreFigures(long groups, long series, long familyNames, long withheldFamilies) {}

    /**
     * The metrics of this node.
     *
     * @param instance put on each metric, to keep those of several nodes apart
     */
    public NodeMetrics(BuildInfo build, Optional<String> instance) {
        this.families = new OwnFamilies(instance.map(name -> new Label("instance", name)));
        JvmMetrics.builder().register(registry);
        registerBuildInfo(build);
        requests = Counter.builder()
                .name("pushgateway_http_requests_total")
                .help("Total HTTP requests processed by the Pushgateway, excluding scrapes.")
                .labelNames("code", "handler", "method")
                .register(registry);
        pushDuration = pushSummary(
                "pushgateway_http_push_duration_seconds", "HTTP request duration for pushes to the Pushgateway.");
        pushSize = pushSummary("pushgateway_http_push_size_bytes", "HTTP request size for pushes to the Pushgateway.");
        rejectedPushes = Counter.builder()
                .name("quorumgate_pushes_refused_total")
                .help("Pushes that were not stored, by reason.")
                .labelNames("reason")
                .register(registry);
        // Who watches for the first one must have seen that there was none.
        REFUSALS.forEach(rejectedPushes::initLabelValues);
        scrapeWait = Summary.builder()
                .name("quorumgate_scrape_wait_seconds")
                .help("Time until a majority confirmed that the view of a scrape is current.")
                .quantile(0.5)
                .quantile(0.99)
                .register(registry);
        scrapeWrite = Summary.builder()
                .name("quorumgate_scrape_write_seconds")
                .help("Time to render and write a scrape.")
                .quantile(0.5)
                .quantile(0.99)
                .register(registry);
        scrapes = Counter.builder()
                .name("quorumgate_scrapes_total")
                .help("Scrapes of pushed metrics by what became of them: current, stale or refused for want of a"
                        + " majority.")
                .labelNames("result")
                .register(registry);
        for (ScrapeResult result : ScrapeResult.values()) {
            scrapes.initLabelValues(lowerCase(result.name()));
        }
        hiddenFamilyCount = Counter.builder()
                .name("quorumgate_scrape_hidden_families_total")
                .help(
                        "Metric families that a scrape left out, or left series of out: the gateway's own where a pushed one"
                                + " has the same name and another type, and those that escaping made equal to others.")
                .register(registry);
    }

    /** Shows the state of replication and what it has done from now on, as soon as there is one. */
    public void showReplication(Supplier<Optional<NodeStatus>> status, Supplier<Optional<ReplicationFigures>> figures) {
        new ReplicationMetrics(registry, figures).register();
        gauge(
                "quorumgate_raft_is_leader",
                "1 on the leader.",
                status,
                now -> now.role() == NodeStatus.Role.LEADER ? 1 : 0);
        gauge(
                "quorumgate_raft_has_leader",
                "1 while this node knows a leader.",
                status,
                now -> now.leader().isPresent() ? 1 : 0);
        gauge("quorumgate_raft_term", "Raft term of this node.", status, NodeStatus::term);
        gauge(
                "quorumgate_raft_commit_index",
                "Highest log index that this node knows to be on a majority.",
                status,
                NodeStatus::commitIndex);
        gauge(
                "quorumgate_raft_applied_index",
                "Highest log index that this node has applied.",
                status,
                NodeStatus::appliedIndex);
        gauge(
                "quorumgate_raft_snapshot_index",
                "Log index of the newest snapshot of this node; -1 without one.",
                status,
                NodeStatus::snapshotIndex);
        gauge("quorumgate_raft_voters", "Members that vote.", status, NodeStatus::voterCount);
        GaugeWithCallback.builder()
                .name("quorumgate_raft_tolerance")
                .help("On the leader: how many more voters may be lost before the majority is; those that have not"
                        + " answered for 10 s count as lost.")
                .callback(callback -> status.get()
                        .flatMap(now -> figures.get().flatMap(done -> Tolerance.of(now, done.followers())))
                        .ifPresent(callback::call))
                .register(registry);
    }

    /** Tells of alarms, and of the room on the disk once that is known. */
    public void showAlarms(Supplier<List<Alarm>> alarms, Supplier<Optional<NodeReport.Disk>> disk) {
        new AlarmMetrics(registry).register(alarms, disk);
    }

    /** Tells when certificates end, by what they are used for. */
    public void showCertificates(Supplier<Map<String, Instant>> ends) {
        GaugeWithCallback.builder()
                .name("quorumgate_certificate_expiry_timestamp_seconds")
                .help("Unix time when the certificate ends that this node shows to clients, nodes or operators.")
                .labelNames("use")
                .callback(callback ->
                        ends.get().forEach((use, end) -> callback.call((double) end.getEpochSecond(), use)))
                .register(registry);
    }

    /** Shows the size of the store from now on. */
    public void showStore(Supplier<StoreFigures> figures) {
        Supplier<Optional<StoreFigures>> present = () -> Optional.of(figures.get());
        gauge("quorumgate_store_groups", "Groups held.", present, StoreFigures::groups);
        gauge(
                "quorumgate_store_series",
                "Series held, with the two time series of each group.",
                present,
                StoreFigures::series);
        gauge("quorumgate_store_families", "Metric names held.", present, StoreFigures::familyNames);
        gauge(
                "quorumgate_store_withheld_families",
                "Families of groups that are kept out of scrapes because they contradict earlier ones; only after pushes"
                        + " without the consistency check.",
                present,
                StoreFigures::withheldFamilies);
    }

    /** Counts an answered request; {@code handler} as the original names it, {@code method} in any case. */
    public void countRequest(int code, String handler, String method) {
        requests.labelValues(Integer.toString(code), handler, lowerCase(method)).inc();
    }

    public void observePush(String method, double seconds, long bytes) {
        pushDuration.labelValues(lowerCase(method)).observe(seconds);
        pushSize.labelValues(lowerCase(method)).observe((double) bytes);
    }

    /** Counts a push that was not stored; {@code reason} is one of few words. */
    public void countRefusedPush(String reason) {
        rejectedPushes.labelValues(reason).inc();
    }

    public void countScrape(ScrapeResult result) {
        scrapes.labelValues(lowerCase(result.name())).inc();
    }

    public void observeScrapeWait(double seconds) {
        scrapeWait.observe(seconds);
    }

    /** Notes a scrape that was written, and how many families it had to leave out. */
    public void observeScrapeWrite(double seconds, int hiddenFamilies) {
        scrapeWrite.observe(seconds);
        hiddenFamilyCount.inc(hiddenFamilies);
    }

    /** All metrics of the node, now. */
    public List<MetricFamily> collect() {
        return families.of(registry.scrape());
    }

    /** Whether a scrape is one that no majority confirmed, as a metric of that scrape. */
    public MetricFamily staleMark(boolean isStale) {
        return families.gauge(
                "quorumgate_scrape_stale", "1 in a scrape that no majority confirmed to be current.", isStale ? 1 : 0);
    }

    private Summary pushSummary(String name, String help) {
        return Summary.builder()
                .name(name)
                .help(help)
                .labelNames("method")
                .quantile(0.1)
                .quantile(0.5)
                .quantile(0.9)
                .maxAgeSeconds(600)
                .register(registry);
    }

    private <T> void gauge(String name, String help, Supplier<Optional<T>> source, ToDoubleFunction<T> value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> source.get().ifPresent(now -> callback.call(value.applyAsDouble(now))))
                .register(registry);
    }

    private void registerBuildInfo(BuildInfo build) {
        Info.builder()
                .name("pushgateway_build_info")
                .help("A metric with a constant '1' value labeled by version, revision, branch, goversion from which"
                        + " pushgateway was built, and the goos and goarch for the build.")
                .labelNames("branch", "goarch", "goos", "goversion", "revision", "tags", "version")
                .register(registry)
                .addLabelValues(
                        build.branch(),
                        build.architecture(),
                        build.operatingSystem(),
                        build.javaVersion(),
                        build.revision(),
                        BuildInfo.UNKNOWN,
                        build.version());
        Info.builder()
                .name("quorumgate_build_info")
                .help(
                        "A metric with a constant '1' value labeled by the version of Quorumgate and of the Java that runs"
                                + " it.")
                .labelNames("java", "version")
                .register(registry)
                .addLabelValues(build.javaVersion(), build.version());
    }

    private static String lowerCase(String method) {
        return method.toLowerCase(Locale.ROOT);
    }
}
