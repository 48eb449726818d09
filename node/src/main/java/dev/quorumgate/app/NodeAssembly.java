package dev.quorumgate.app;

import dev.quorumgate.cluster.DataFolder;
import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.concurrent.OwnerThread;
import dev.quorumgate.config.ListenAddress;
import dev.quorumgate.config.NodeConfig;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.http.HttpServer;
import dev.quorumgate.http.NodeApi;
import dev.quorumgate.peer.FirstStart;
import dev.quorumgate.peer.Greeter;
import dev.quorumgate.peer.PeerClient;
import dev.quorumgate.peer.PeerServer;
import dev.quorumgate.raft.RaftNode;
import dev.quorumgate.raft.RaftSettings;
import dev.quorumgate.telemetry.BuildInfo;
import dev.quorumgate.telemetry.NodeInfo;
import dev.quorumgate.telemetry.NodeMetrics;
import dev.quorumgate.webconfig.WebConfigFile;
import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node, built part by part and taken down in reverse. HTTP listens before replication starts, so that health is told and
 * requests are held while the log is being replayed; it ends before replication, so that requests under way still find the
 * log.
 */
final class NodeAssembly implements Closeable {
    private static final Logger logger = LoggerFactory.getLogger(NodeAssembly.class);

    private static final long FRESHNESS_PAUSE_MILLIS_MIN = 500;

    private final NodeConfig config;
    private final Supervisor supervisor;
    private final Runnable quit;
    private final BuildInfo build = BuildInfo.load();
    private final Instant startedAt = Instant.now();
    private final Deque<Part> parts = new ArrayDeque<>();

    /** Something to be closed, and its name for the log. */
    private record Part(String name, Closeable resource) {}

    /** @param quit stops the process, as HTTP may ask for */
    NodeAssembly(NodeConfig config, Supervisor supervisor, Runnable quit) {
        this.config = config;
        this.supervisor = supervisor;
        this.quit = quit;
    }

    /**
     * Starts the node and waits until it is ready.
     *
     * @throws IOException if it cannot start; the message says what to do, in one line for each mistake
     */
    void start() throws IOException, InterruptedException {
        NodeConfig.Cluster cluster = config.cluster();
        logger.atInfo()
                .addKeyValue("version", build.version())
                .addKeyValue("java", build.javaVersion())
                .log("starting Quorumgate");
        config.warnings().forEach(logger::warn);
        WebConfigFile webConfig =
                opened("web configuration", WebConfigFile.open(config.web().configFile()));
        warnIfOpen(cluster);
        DataFolder folder = opened("data folder", DataFolder.open(config.storage()));
        DataFolder.Identity identity = DataIdentity.of(folder, cluster);

        PeerClient client = opened("peer client", new PeerClient(identity.clusterId()));
        RaftNode node = opened("replication", raftNode(identity, client));
        supervisor.closeAtEnd(node::closeStore);
        Greeter greeter = new Greeter(cluster.initialMembers(), folder, identity);
        opened("peer service", startPeerServer(identity, greeter, node, cluster.adminListenAddress()));
        NodeMetrics metrics = metrics(identity, node);
        HttpServer http = opened("HTTP", HttpServer.start(api(identity, node, metrics), config.web(), webConfig));
        opened("leadership", node::handOverLeadership);

        FirstStart firstStart = new FirstStart(cluster.initialMembers(), greeter, client);
        firstStart.await(this::tellWhatIsAwaited);
        requireFree(cluster.listenAddress());
        node.start();
        keepGreeting(firstStart);
        awaitFirstRead(node);
        if (!config.scrape().maxStaleness().isZero()) {
            opened("freshness", keepConfirming(node, config.scrape().maxStaleness()));
        }
        supervisor.readiness().ready();
        new Welcome(config, http.scheme(), http.addresses().get(0), build.version()).print();
    }

    /** Stops in good order: unready first, then no new requests, then the rest in reverse order of its start. */
    @Override
    public void close() {
        supervisor.readiness().stopping("this node is stopping");
        synchronized (parts) {
            for (Part part = parts.poll(); part != null; part = parts.poll()) {
                try {
                    part.resource.close();
                } catch (IOException | RuntimeException e) {
                    logger.warn("could not close the {} in good order", part.name, e);
                }
            }
        }
        logger.info("stopped");
    }

    private <C extends Closeable> C opened(String name, C resource) {
        synchronized (parts) {
            parts.push(new Part(name, resource));
        }
        return resource;
    }

    private RaftNode raftNode(DataFolder.Identity identity, PeerClient client) {
        NodeConfig.Cluster cluster = config.cluster();
        String listenHost = cluster.listenAddress().host();
        RaftSettings settings = new RaftSettings(
                UUID.fromString(identity.clusterId()),
                cluster.self(),
                cluster.initialMembers(),
                listenHost.isEmpty() ? "0.0.0.0" : listenHost,
                cluster.listenAddress().port(),
                config.storage(),
                commandBytesMax(),
                config.push().timeout(),
                config.scrape().timeout(),
                config.raft().electionTimeout(),
                config.raft().snapshotEntries(),
                config.raft().snapshotLogBytes());
        return new RaftNode(
                settings,
                client,
                Clock.systemUTC(),
                supervisor,
                () -> supervisor.readiness().unreadyBecause().orElse("this node is starting"));
    }

    private NodeMetrics metrics(DataFolder.Identity identity, RaftNode node) {
        NodeMetrics metrics =
                new NodeMetrics(build, config.cluster().isAlone() ? Optional.empty() : Optional.of(identity.node()));
        metrics.showReplication(node::status, node::figures);
        metrics.showStore(() -> figures(node.latest()));
        return metrics;
    }

    private NodeApi api(DataFolder.Identity identity, RaftNode node, NodeMetrics metrics) {
        return new NodeApi(
                identity.node(),
                node.commandLog(),
                node,
                node::confirmsLeadership,
                supervisor.readiness(),
                metrics,
                new NodeInfo(
                        build, config.shownFlags().all(), config.shownFlags().ofTheOriginal(), startedAt),
                config.cluster().initialMembers(),
                node::status,
                config.push(),
                config.limits(),
                config.scrape(),
                quit);
    }

    private void tellWhatIsAwaited(String waiting) {
        logger.info(waiting);
        supervisor.readiness().unready(waiting);
    }

    /** The grouping labels that each metric is given may make a push larger than its body was. */
    private int commandBytesMax() {
        return Math.multiplyExact(2, config.push().bodyBytesMax());
    }

    private PeerServer startPeerServer(
            DataFolder.Identity identity, Greeter greeter, RaftNode node, ListenAddress address) throws IOException {
        try {
            return PeerServer.start(
                    identity.clusterId(), greeter, node, address.toSocketAddress(), 2 * commandBytesMax() + (1 << 20));
        } catch (IOException | RuntimeException e) {
            throw cannotListen("--admin.listen-address", address, e);
        }
    }

    /** Ratis says of a port in use only that it could not start. */
    private static void requireFree(ListenAddress address) throws IOException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address.toSocketAddress());
        } catch (IOException | RuntimeException e) {
            throw cannotListen("--cluster.listen-address", address, e);
        }
    }

    private static IOException cannotListen(String flag, ListenAddress address, Exception cause) {
        String reason = address.toSocketAddress().isUnresolved()
                ? "no host of this name is known; correct it, or the DNS or hosts file of this machine"
                : ListenAddress.refusal(rootMessage(cause));
        return new IOException(flag + ": cannot listen on '" + address + "': " + reason, cause);
    }

    /** A first read shows that there is a leader and that this node has caught up with it. */
    private void awaitFirstRead(RaftNode node) throws InterruptedException {
        while (true) {
            try {
                Groups groups = node.linearizable().get();
                logger.atInfo()
                        .addKeyValue("index", groups.position().appliedIndex())
                        .addKeyValue("groups", groups.byKey().size())
                        .addKeyValue("series", groups.seriesCount())
                        .log("caught up with the log");
                return;
            } catch (ExecutionException e) {
                String reason = "not ready yet: " + rootMessage(e);
                supervisor.readiness().unready(reason);
                logger.warn(reason);
            }
        }
    }

    /** Asks now and then whether this node is current, so that it knows how old its view is when the majority is lost. */
    private static OwnerThread keepConfirming(RaftNode node, Duration maxStaleness) {
        OwnerThread thread = new OwnerThread("freshness");
        thread.every(
                Math.max(FRESHNESS_PAUSE_MILLIS_MIN, maxStaleness.toMillis() / 10),
                () -> Futures.whenDone(node.linearizable(), (groups, failure) -> {}));
        return thread;
    }

    private static void keepGreeting(FirstStart firstStart) {
        Thread greeting = new Thread(
                () -> {
                    try {
                        firstStart.greetTheRest(logger::warn);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "greeting");
        greeting.setDaemon(true);
        greeting.start();
    }

    private static NodeMetrics.StoreFigures figures(Groups groups) {
        return new NodeMetrics.StoreFigures(
                groups.byKey().size(), groups.seriesCount(), groups.byName().size(), groups.withheldCount());
    }

    private static void warnIfOpen(NodeConfig.Cluster cluster) {
        for (ListenAddress address : List.of(cluster.listenAddress(), cluster.adminListenAddress())) {
            if (!address.isLoopback()) {
                logger.warn(
                        "{} serves other nodes without TLS: whoever can connect to it can read and write everything;"
                                + " keep it on a private network",
                        address);
            }
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
