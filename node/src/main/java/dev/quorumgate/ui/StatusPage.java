package dev.quorumgate.ui;

import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.cluster.ReplicationFigures;
import dev.quorumgate.groups.Groups;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** What a node runs, how it was started, and what it holds. */
public record StatusPage(
        List<Fact> build,
        Instant startedAt,
        List<Fact> storage,
        List<Fact> raft,
        SortedMap<String, String> flags,
        List<Link> links) {
    /** A name and a value. */
    public record Fact(String name, String value) {}

    /** Something else to look at; {@code href} is relative. */
    public record Link(String href, String title, String text) {}

    /**
     * The page.
     *
     * @param telemetryPath of the scrape, with its leading slash
     */
    public static StatusPage of(
            Map<String, String> build,
            SortedMap<String, String> flags,
            Instant startedAt,
            Groups latest,
            String clusterId,
            NodeReport node,
            Optional<ReplicationFigures> figures,
            String telemetryPath) {
        return new StatusPage(
                build.entrySet().stream()
                        .filter(entry -> !entry.getValue().isEmpty())
                        .map(entry -> new Fact(words(entry.getKey()), entry.getValue()))
                        .toList(),
                startedAt,
                storage(latest, flags, node),
                raft(clusterId, node, figures),
                flags,
                List.of(
                        new Link(telemetryPath.substring(1), telemetryPath, "what Prometheus scrapes"),
                        new Link("api/v2/openapi.json", "/api/v2/openapi.json", "the query API, described"),
                        new Link("api/v2/status", "/api/v2/status", "this page for programs"),
                        new Link("api/v2/cluster", "/api/v2/cluster", "the cluster for programs"),
                        new Link("-/ready", "/-/ready", "whether to send requests here"),
                        new Link("static/README.md", "Documentation", "the README of this version")));
    }

    private static List<Fact> storage(Groups latest, SortedMap<String, String> flags, NodeReport node) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Groups", Format.count(latest.byKey().size())));
        facts.add(new Fact("Series", Format.count(latest.seriesCount())));
        facts.add(new Fact("Metric names", Format.count(latest.byName().size())));
        facts.add(new Fact("Withheld from scrapes", Format.count(latest.withheldCount(), "family")));
        facts.add(new Fact("Store, in memory and on disk", Format.bytes(node.storeBytes())));
        facts.add(new Fact("Log since the newest snapshot", Format.bytes(node.logBytes())));
        NodeReport.Disk disk = node.disk();
        if (disk.freeBytes() >= 0) {
            facts.add(new Fact(
                    "Disk free",
                    Format.bytes(disk.freeBytes()) + " of " + Format.bytes(disk.totalBytes()) + "; pushes end below "
                            + Format.bytes(disk.reserveBytes())));
        }
        String folder = flags.get("storage.path");
        if (folder != null) {
            facts.add(new Fact("Data folder", folder));
        }
        Runtime runtime = Runtime.getRuntime();
        facts.add(new Fact(
                "Heap",
                Format.bytes(runtime.totalMemory() - runtime.freeMemory()) + " used, "
                        + Format.bytes(runtime.maxMemory()) + " at most"));
        return facts;
    }

    private static List<Fact> raft(String clusterId, NodeReport node, Optional<ReplicationFigures> figures) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Role", Format.role(node.role()) + (node.drained() ? ", drained" : "")));
        facts.add(
                new Fact("Ready", node.unreadyBecause().map(why -> "no: " + why).orElse("yes")));
        facts.add(new Fact("Leader", node.leader().map(PeerId::name).orElse("none known")));
        facts.add(new Fact(
                "Members",
                Format.count(node.configuration().voters().size(), "voter") + ", "
                        + Format.count(node.configuration().nonVoters().size(), "non-voter")));
        facts.add(new Fact("Term", Format.count(node.term())));
        facts.add(new Fact("Commit index", index(node.commitIndex())));
        facts.add(new Fact("Applied index", index(node.appliedIndex())));
        facts.add(new Fact("Snapshot index", index(node.snapshotIndex())));
        facts.add(new Fact("Cluster id", clusterId.isEmpty() ? "not told yet" : clusterId));
        facts.add(new Fact("Peer id", node.self().id().toString()));
        figures.ifPresent(it -> {
            facts.add(new Fact("Elections seen since the start", Format.count(it.elections())));
            facts.add(new Fact(
                    "Entries committed as the leader",
                    Format.count(it.commits())
                            + (it.commits() == 0
                                    ? ""
                                    : ", " + Format.latency(meanOf(it.commitTime(), it.commits())) + " each")));
            facts.add(new Fact(
                    "Log writes on disk",
                    Format.count(it.logSyncs()) + ", median " + Format.latency(it.logSyncMedian()) + ", p99 "
                            + Format.latency(it.logSyncP99())));
        });
        return facts;
    }

    private static String index(long index) {
        return index < 0 ? "none yet" : Format.count(index);
    }

    private static Duration meanOf(Duration all, long count) {
        return all.dividedBy(count);
    }

    /** {@code buildDate} to {@code build date}. The keys are the original's, which was built by Go. */
    private static String words(String key) {
        return key.equals("goVersion")
                ? "runs on"
                : key.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }
}
