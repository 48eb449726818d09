package dev.quorumgate.http;

import dev.quorumgate.cluster.ClusterView;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.cluster.SampleReport;
import dev.quorumgate.config.ListenAddress;
import dev.quorumgate.config.NodeConfig;
import dev.quorumgate.telemetry.BuildInfo;
import dev.quorumgate.telemetry.NodeInfo;
import dev.quorumgate.telemetry.NodeMetrics;
import dev.quorumgate.telemetry.Readiness;
import dev.quorumgate.telemetry.RefusalTally;
import dev.quorumgate.webconfig.WebConfigFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The web server of a node on a free port, with a {@link MemoryLog} behind it. */
final class TestServer implements AutoCloseable {
    static final String NODE = "n1";
    static final int BODY_BYTES_MAX = 1 << 20;
    static final List<NodeStatus.Address> MEMBERS = List.of(
            new NodeStatus.Address(NODE, "host1:9191", "host1:9192", true),
            new NodeStatus.Address("n2", "host2:9191", "host2:9192", true),
            new NodeStatus.Address("n3", "[fd00::3]:9191", "[fd00::3]:9192", true));
    /** By the log, in which a member has moved. */
    static final List<NodeStatus.Address> ADDRESSES = List.of(
            new NodeStatus.Address(NODE, "host1:9191", "host1:9192", true),
            new NodeStatus.Address("n2", "moved:9191", "moved:9192", true));

    static final Instant STARTED_AT = Instant.parse("2026-05-27T10:00:00.123456789Z");
    static final Map<String, String> FLAGS = Map.of("web.telemetry-path", "/metrics", "log.level", "info");

    final MemoryLog log = new MemoryLog();
    final Readiness readiness = new Readiness();
    volatile Optional<NodeStatus> status =
            Optional.of(new NodeStatus(NodeStatus.Role.FOLLOWER, Optional.of("n2"), 7, 41, 40, -1, 3, ADDRESSES));
    /** What this node says of itself. */
    volatile NodeReport report = SampleReport.of(NODE).build();
    /** What all say of themselves that answer. */
    volatile ClusterView view = new ClusterView(SampleReport.MEMBERS, Map.of(), Map.of());
    /** Whether the leader says that no pushes are stored. */
    volatile boolean pushesRefused;

    volatile Supplier<CompletableFuture<Boolean>> leadership = () -> CompletableFuture.completedFuture(true);

    /** How often the node was told to stop. */
    final AtomicInteger quits = new AtomicInteger();

    private final HttpServer server;
    private final WebConfigFile webConfig;

    final NodeMetrics metrics;

    final RefusalTally refusals = new RefusalTally();

    final Uploads uploads;

    private TestServer(Setup setup) throws IOException {
        readiness.ready();
        BuildInfo build = new BuildInfo("test");
        metrics = new NodeMetrics(build, setup.instance);
        NodeApi api = new NodeApi(
                NODE,
                log,
                log,
                () -> leadership.get(),
                readiness,
                metrics,
                refusals,
                new NodeInfo(build, new TreeMap<>(FLAGS), new TreeMap<>(FLAGS), STARTED_AT),
                new ClusterSight(
                        () -> "c-1",
                        MEMBERS,
                        () -> status,
                        Optional::empty,
                        () -> report,
                        () -> pushesRefused,
                        patience -> CompletableFuture.completedFuture(view)),
                new NodeConfig.Push(setup.checked, setup.utf8Names, BODY_BYTES_MAX, Duration.ofSeconds(15)),
                setup.limits,
                new NodeConfig.Scrape(Duration.ofSeconds(5), setup.maxStaleness),
                quits::incrementAndGet);
        uploads = new Uploads(setup.bodyMemory, setup.uploads, setup.pace, setup.wanted);
        NodeConfig.Web web = new NodeConfig.Web(
                List.of(new ListenAddress(setup.host, 0)),
                false,
                Optional.empty(),
                setup.publicHealth,
                Optional.of(setup.externalUrl).filter(url -> !url.isEmpty()),
                setup.telemetryPath,
                setup.routePrefix,
                setup.lifecycle,
                setup.adminApi);
        webConfig = WebConfigFile.open(setup.webConfig);
        server = HttpServer.start(api.router(web, uploads, setup.scrapes), web, webConfig, setup.idleTimeout);
    }

    /** How a server differs from the default. */
    static final class Setup {
        private boolean checked = true;
        private boolean utf8Names;
        private boolean lifecycle;
        private boolean adminApi;
        private NodeConfig.Limits limits = NodeConfig.Limits.UNLIMITED;
        private Duration maxStaleness = Duration.ZERO;
        private String telemetryPath = "/metrics";
        private String routePrefix = "";
        private String externalUrl = "";
        private Optional<Path> webConfig = Optional.empty();
        private boolean publicHealth;
        private Optional<String> instance = Optional.empty();
        private String host = "localhost";
        private long bodyMemory = 64L << 20;
        private int uploads = HttpServer.PARSED_AT_ONCE_MAX;
        private Pace pace = Pace.DEFAULT;
        private Pace wanted = Pace.WANTED_BY_OTHERS;
        private SendingSlots scrapes = new SendingSlots(HttpServer.SCRAPES_MAX, Pace.WANTED_BY_OTHERS, "scrapes");
        private Duration idleTimeout = HttpServer.IDLE_TIMEOUT;

        Setup unchecked() {
            checked = false;
            return this;
        }

        Setup utf8Names() {
            utf8Names = true;
            return this;
        }

        Setup lifecycle() {
            lifecycle = true;
            return this;
        }

        Setup adminApi() {
            adminApi = true;
            return this;
        }

        Setup limits(NodeConfig.Limits most) {
            limits = most;
            return this;
        }

        Setup maxStaleness(Duration duration) {
            maxStaleness = duration;
            return this;
        }

        Setup telemetryPath(String path) {
            telemetryPath = path;
            return this;
        }

        Setup routePrefix(String prefix) {
            routePrefix = prefix;
            return this;
        }

        /** Without a slash at the end; empty for none. */
        Setup externalUrl(String url) {
            externalUrl = url;
            return this;
        }

        /** The file with TLS, passwords and so on; followed as by a node. */
        Setup webConfig(Path file) {
            webConfig = Optional.of(file);
            return this;
        }

        Setup publicHealth() {
            publicHealth = true;
            return this;
        }

        /** As in a cluster, whose nodes tell their own metrics apart by this. */
        Setup instance(String name) {
            instance = Optional.of(name);
            return this;
        }

        Setup host(String address) {
            host = address;
            return this;
        }

        /** How many bytes of memory all bodies may take together. */
        Setup bodyMemory(long bytes) {
            bodyMemory = bytes;
            return this;
        }

        /** How many bodies may be parsed at once. */
        Setup uploads(int atOnce) {
            uploads = atOnce;
            return this;
        }

        /** How slowly bodies may come. */
        Setup pace(Duration grace, long bytesPerSecond) {
            pace = new Pace(grace, bytesPerSecond);
            return this;
        }

        /** How slowly bodies may come while others want their memory. */
        Setup wantedPace(Duration grace, long bytesPerSecond) {
            wanted = new Pace(grace, bytesPerSecond);
            return this;
        }

        /** How many scrapes may be answered at once, and how long one may be sent while others wait. */
        Setup scrapes(int atOnce, Duration patience) {
            scrapes = new SendingSlots(atOnce, new Pace(patience, Long.MAX_VALUE), "scrapes");
            return this;
        }

        Setup idleTimeout(Duration timeout) {
            idleTimeout = timeout;
            return this;
        }

        TestServer start() throws IOException {
            return new TestServer(this);
        }
    }

    static Setup with() {
        return new Setup();
    }

    int port() {
        return server.addresses().get(0).port();
    }

    RawConnection connect() throws IOException {
        return RawConnection.open(port());
    }

    /** Asks on a connection of its own; a body, where there is one, has a {@code Content-Length}. */
    Reply ask(String method, String target, byte[] body, String... headers) throws IOException {
        List<String> lines = new ArrayList<>(Arrays.asList(headers));
        if (body.length > 0 || method.equals("PUT") || method.equals("POST")) {
            lines.add("Content-Length: " + body.length);
        }
        try (RawConnection connection = connect()) {
            return ask(connection, method, target, body, lines);
        }
    }

    /** PUT from 127.0.0.N. */
    Reply putFrom(int n, String target, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (RawConnection connection = RawConnection.openFrom(n, port())) {
            return ask(connection, "PUT", target, bytes, List.of("Content-Length: " + bytes.length));
        }
    }

    private static Reply ask(RawConnection connection, String method, String target, byte[] body, List<String> headers)
            throws IOException {
        connection.send(RawConnection.head(method, target, headers.toArray(String[]::new)));
        connection.send(body);
        return method.equals("HEAD") ? connection.receiveHead() : connection.receive();
    }

    Reply ask(String method, String target, String body, String... headers) throws IOException {
        return ask(method, target, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Reply get(String target, String... headers) throws IOException {
        return ask("GET", target, "", headers);
    }

    Reply put(String target, String body, String... headers) throws IOException {
        return ask("PUT", target, body, headers);
    }

    Reply post(String target, String body, String... headers) throws IOException {
        return ask("POST", target, body, headers);
    }

    Reply delete(String target, String... headers) throws IOException {
        return ask("DELETE", target, "", headers);
    }

    /** Stops the web server alone. */
    void stop() {
        server.close();
    }

    @Override
    public void close() {
        stop();
        webConfig.close();
        log.close();
    }
}
