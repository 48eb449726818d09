package dev.quorumgate.app;

import dev.quorumgate.admin.AdminEndpoint;
import dev.quorumgate.admin.GroupAccess;
import dev.quorumgate.alarms.DiskWatch;
import dev.quorumgate.cluster.ClusterView;
import dev.quorumgate.cluster.DataFolder;
import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.cluster.OwnIdentity;
import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.concurrent.OwnerThread;
import dev.quorumgate.config.ListenAddress;
import dev.quorumgate.config.NodeConfig;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.http.ClusterSight;
import dev.quorumgate.http.HttpServer;
import dev.quorumgate.http.NodeApi;
import dev.quorumgate.peer.Greeter;
import dev.quorumgate.peer.JoinLoop;
import dev.quorumgate.peer.PeerClient;
import dev.quorumgate.peer.PeerEndpoint;
import dev.quorumgate.raft.RaftNode;
import dev.quorumgate.raft.RaftSettings;
import dev.quorumgate.rpc.RpcChannels;
import dev.quorumgate.rpc.RpcServer;
import dev.quorumgate.rpc.RpcTls;
import dev.quorumgate.telemetry.BuildInfo;
import dev.quorumgate.telemetry.NodeInfo;
import dev.quorumgate.telemetry.NodeMetrics;
import dev.quorumgate.telemetry.RefusalTally;
import dev.quorumgate.tls.MutualTls;
import dev.quorumgate.webconfig.WebConfigFile;
import io.grpc.ServerServiceDefinition;
import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

    private static final long READINESS_PAUSE_MILLIS = 500;
    private static final long FRESHNESS_PAUSE_MILLIS_MIN = 500;

    private final NodeConfig config;
    private final Supervisor supervisor;
    private final Termination termination;
    private final NodeAlarms alarms;
    private final BuildInfo build = BuildInfo.load();
    private final Instant startedAt = Instant.now();
    private final StopOrder parts = new StopOrder();

    /** What to do before anything is closed; nothing while the node is not ready for the first time. */
    private volatile Runnable farewell = () -> {};

    /** @param termination stops the process, as HTTP or a full disk may ask for */
    NodeAssembly(NodeConfig config, Supervisor supervisor, Termination termination) {
        this.config = config;
        this.supervisor = supervisor;
        this.termination = termination;
        this.alarms = new NodeAlarms(config, Clock.systemUTC(), termination);
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
        WebConfigFile webConfig = parts.opened(
                "web configuration", WebConfigFile.open(config.web().configFile()));
        warnIfOpen(cluster);
        Optional<NodeTls> tls = NodeTls.open(cluster);
        tls.ifPresent(each -> parts.opened("certificates", each));
        DataFolder folder = parts.opened("data folder", DataFolder.open(config.storage()));
        DiskWatch.requireRoom(config.storage(), config.storageReserveBytes());
        DataFolder.Identity identity = DataIdentity.of(folder, cluster);
        OwnIdentity own = new OwnIdentity(folder, identity);

        RpcChannels channels = parts.opened("channels", new RpcChannels(tls.map(NodeTls::rpc)));
        PeerClient client = new PeerClient(own::clusterId, channels);
        Greeter greeter = new Greeter(own);
        TakingPart takingPart = new TakingPart(
                cluster,
                own,
                client,
                greeter,
                new JoinLoop.Software(build.version(), RaftNode.LOG_FORMAT_MAX, RaftNode.STORE_FORMAT_MAX));
        RaftNode node = parts.opened("replication", raftNode(takingPart, client, tls.map(NodeTls::members)));
        supervisor.closeAtEnd(node::closeStore);
        parts.opened("alarms", alarms).watch(takingPart.self().id(), node, client, supervisor.readiness());
        NodeAdmin admin = parts.opened("node admin", nodeAdmin(own, takingPart, node, client));
        NodeMetrics metrics = metrics(identity, node);
        metrics.showCertificates(() -> certificateEnds(tls, webConfig));
        NodeApi api = api(identity, node, metrics, admin);
        PeerEndpoint peers =
                parts.opened("peer service", new PeerEndpoint(own::clusterId, greeter, node, admin::reportAt, alarms));
        AdminEndpoint operators = parts.opened(
                "admin service", adminEndpoint(admin, channels, api, node, new NodeSurroundings(config, webConfig)));
        RpcServer rpc = parts.opened(
                "admin port",
                startRpcServer(
                        cluster.adminListenAddress(),
                        tls.map(NodeTls::rpc),
                        List.of(peers.bindService(), operators.definition())));
        parts.opened("health over gRPC", tellHealth(rpc));
        HttpServer http = parts.opened("HTTP", HttpServer.start(api, config.web(), webConfig));
        parts.opened("leadership", node::handOverLeadership);

        takingPart.begin(
                node,
                clusterId -> {
                    requireFree(cluster.listenAddress());
                    node.start(clusterId);
                },
                this::tellWhatIsAwaited);
        awaitFirstRead(node);
        if (!config.scrape().maxStaleness().isZero()) {
            parts.opened("freshness", keepConfirming(node, config.scrape().maxStaleness()));
        }
        farewell = new Farewell(node, config.shutdownDelay(), () -> setDrained(true))::take;
        supervisor.readiness().ready();
        int members = Math.max(1, node.configuration().all().size());
        Welcome welcome =
                new Welcome(config, members, http.scheme(), http.addresses().get(0), build.version());
        welcome.print();
        ServiceManager.tellReady(welcome.node());
    }

    /**
     * Stops in good order: unready first, then leadership and load balancers go elsewhere, then no new requests, then the rest in
     * reverse order of its start.
     */
    @Override
    public void close() {
        supervisor.readiness().stopping("this node is stopping");
        farewell.run();
        parts.close();
        logger.info("stopped");
    }

    /** As {@link #close}, with no moment for load balancers: a disk that gets full does not wait for them. */
    void closeAtOnce() {
        farewell = () -> {};
        close();
    }

    private RaftNode raftNode(TakingPart takingPart, PeerClient client, Optional<MutualTls> tls) {
        NodeConfig.Cluster cluster = config.cluster();
        String listenHost = cluster.listenAddress().host();
        RaftSettings settings = new RaftSettings(
                takingPart.self(),
                takingPart.founders(),
                takingPart.standing(),
                listenHost.isEmpty() ? "0.0.0.0" : listenHost,
                cluster.listenAddress().port(),
                tls,
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
                takingPart.markingRemoval(supervisor),
                alarms.verdict()::refusesPushesBecause,
                () -> supervisor.readiness().unreadyBecause().orElse("this node is starting"));
    }

    private NodeAdmin nodeAdmin(OwnIdentity own, TakingPart takingPart, RaftNode node, PeerClient client) {
        SelfPortrait portrait = new SelfPortrait(
                takingPart::self, build.version(), node, supervisor.readiness(), alarms, Clock.systemUTC(), startedAt);
        return new NodeAdmin(own::clusterId, portrait, node, client, this::setDrained, alarms);
    }

    private AdminEndpoint adminEndpoint(
            NodeAdmin admin, RpcChannels channels, NodeApi api, RaftNode node, NodeSurroundings surroundings) {
        NodeBackups backups =
                new NodeBackups(admin.self().name(), build.version(), node, Clock.systemUTC(), alarms::damaged);
        alarms.checkSnapshotsBy(backups::isReadable);
        return new AdminEndpoint(
                admin,
                node,
                channels,
                new GroupAccess(
                        node,
                        node.commandLog(),
                        api.names(),
                        api.pushRules(),
                        config.push().bodyBytesMax()),
                api.refusals(),
                backups,
                surroundings,
                NodeTls.flagsOfNewcomers(config.cluster()));
    }

    /** So that what asks over gRPC alone learns what {@code /-/ready} says. */
    private OwnerThread tellHealth(RpcServer rpc) {
        OwnerThread thread = new OwnerThread("grpc-health");
        thread.every(
                READINESS_PAUSE_MILLIS,
                () -> rpc.tellHealth(
                        "quorumgate.readiness",
                        supervisor.readiness().unreadyBecause().isEmpty()));
        return thread;
    }

    private NodeMetrics metrics(DataFolder.Identity identity, RaftNode node) {
        NodeMetrics metrics =
                new NodeMetrics(build, config.cluster().isAlone() ? Optional.empty() : Optional.of(identity.node()));
        metrics.showReplication(node::status, node::figures);
        metrics.showAlarms(alarms.board()::all, alarms::disk);
        metrics.showStore(() -> figures(node.latest()));
        return metrics;
    }

    private static Map<String, Instant> certificateEnds(Optional<NodeTls> tls, WebConfigFile webConfig) {
        Map<String, Instant> ends = new TreeMap<>(tls.map(NodeTls::ends).orElse(Map.of()));
        webConfig
                .state()
                .tls()
                .ifPresent(web -> ends.put(
                        "clients",
                        web.credentials().chain().get(0).getNotAfter().toInstant()));
        return ends;
    }

    private NodeApi api(DataFolder.Identity identity, RaftNode node, NodeMetrics metrics, NodeAdmin admin) {
        return new NodeApi(
                identity.node(),
                node.commandLog(),
                node,
                node::confirmsLeadership,
                supervisor.readiness(),
                metrics,
                new RefusalTally(),
                new NodeInfo(
                        build, config.shownFlags().all(), config.shownFlags().ofTheOriginal(), startedAt),
                sight(node, admin),
                config.push(),
                config.limits(),
                config.scrape(),
                termination::ask);
    }

    private ClusterSight sight(RaftNode node, NodeAdmin admin) {
        return new ClusterSight(
                admin::clusterId,
                config.cluster().initialMembers().all().stream()
                        .map(member -> NodeStatus.Address.of(
                                member.asFounder(), config.cluster().join().isEmpty()))
                        .toList(),
                node::status,
                node::figures,
                admin::report,
                alarms.verdict()::refusesPushes,
                patience -> ClusterView.gather(admin, 0, patience));
    }

    /** Keeps leadership and requests away from this node, or no longer; gives how it was. */
    private boolean setDrained(boolean drained) {
        boolean before = supervisor.readiness().setDrained(drained);
        alarms.lookAround();
        return before;
    }

    private void tellWhatIsAwaited(String waiting) {
        logger.info(waiting);
        supervisor.readiness().unready(waiting);
    }

    /** The grouping labels that each metric is given may make a push larger than its body was. */
    private int commandBytesMax() {
        return Math.multiplyExact(2, config.push().bodyBytesMax());
    }

    private RpcServer startRpcServer(
            ListenAddress address, Optional<RpcTls> tls, List<ServerServiceDefinition> services) throws IOException {
        try {
            return RpcServer.start(address.toSocketAddress(), tls, 2 * commandBytesMax() + (1 << 20), services);
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

    private static NodeMetrics.StoreFigures figures(Groups groups) {
        return new NodeMetrics.StoreFigures(
                groups.byKey().size(), groups.seriesCount(), groups.byName().size(), groups.withheldCount());
    }

    private static void warnIfOpen(NodeConfig.Cluster cluster) {
        if (cluster.tls().isPresent()) {
            return;
        }
        for (ListenAddress address : List.of(cluster.listenAddress(), cluster.adminListenAddress())) {
            if (!address.isLoopback()) {
                logger.warn(
                        "{} serves other nodes without TLS: whoever can connect to it can read and write everything;"
                                + " keep it on a private network, or give --cluster.tls-cert-file, -key-file and -ca-file",
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
