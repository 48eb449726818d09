package dev.quorumgate.clustertests.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The services of {@code docker/compose.yaml} as processes of this machine: each in a network namespace that knows the others by the
 * names of their services, and told what the file says. Balancers and Prometheus are those of Debian, on the files beside it.
 */
public final class ComposedCluster {
    private static final Path FILES = ComposeFile.path().resolveSibling("");
    private static final String NODE_IMAGE = "quorumgate";
    /** Stands for a node's name. */
    public static final String NODE = "NODE";

    private static final String NODE_ID = "--cluster.node-id=";
    /** Below that folder, as docker/prometheus.yml has it. */
    private static final String ALERTS = "monitoring/alerts.yml";

    private static final String ETC_PROMETHEUS = "/etc/prometheus/";

    private static final String INITIAL_MEMBERS = "QUORUMGATE_CLUSTER_INITIAL_MEMBERS";
    private static final String ADMIN_PORTS = "QUORUMGATE_ENDPOINTS";

    private final TestRun run;
    private final NamespaceNetwork network;
    private final Map<String, ComposeFile.Service> services;
    private final Map<String, String> own;
    private final TestCluster cluster;

    private ComposedCluster(
            TestRun run,
            NamespaceNetwork network,
            Map<String, ComposeFile.Service> services,
            Program program,
            Map<String, String> own) {
        this.run = run;
        this.network = network;
        this.services = services;
        this.own = Map.copyOf(own);
        this.cluster = TestCluster.of(
                run.cluster().network(network),
                services.values().stream()
                        .filter(service -> service.image().equals(NODE_IMAGE))
                        .map(service -> node(
                                service,
                                nameOf(service),
                                run.folder(nameOf(service)),
                                program,
                                service.environment(),
                                List.of()))
                        .toList());
    }

    /** Starts the nodes, and waits until they are ready; skips the test where that cannot be done. */
    public static ComposedCluster start(TestRun run) throws IOException, InterruptedException {
        ComposedCluster compose = create(run, Program.QUORUMGATE, Map.of());
        compose.startNodes();
        return compose;
    }

    /**
     * The nodes, none of them started; skips the test where that cannot be done.
     *
     * @param own environment of each node, beside or instead of what the file says; {@link #NODE} in it is the node's name
     */
    public static ComposedCluster create(TestRun run, Program program, Map<String, String> own)
            throws IOException, InterruptedException {
        Map<String, ComposeFile.Service> services = ComposeFile.read().services();
        NamespaceNetwork network = NamespaceNetwork.create(run);
        for (String service : services.keySet()) {
            network.join(service);
        }
        network.publishNames();
        return new ComposedCluster(run, network, services, program, own);
    }

    /** Starts the nodes, and waits until they are ready. */
    public void startNodes() throws IOException {
        cluster.startAll();
        cluster.awaitAllReady();
    }

    private static String nameOf(ComposeFile.Service service) {
        return service.command().stream()
                .filter(each -> each.startsWith(NODE_ID))
                .map(each -> each.substring(NODE_ID.length()))
                .findFirst()
                .orElseThrow();
    }

    /** @param label names the process and its log; {@code flags} stand behind those of the file */
    private ClusterNode node(
            ComposeFile.Service service,
            String label,
            Path storage,
            Program program,
            Map<String, String> environment,
            List<String> flags) {
        NodeAddress address = network.address(service.name());
        List<String> command = new ArrayList<>(network.commandPrefix(service.name()));
        command.add("env");
        environment.forEach((variable, value) -> command.add(variable + "=" + value));
        own.forEach((variable, value) -> command.add(variable + "=" + value.replace(NODE, nameOf(service))));
        // The image says so.
        command.add("QUORUMGATE_STORAGE_PATH=" + storage);
        command.addAll(program.command(run.temporary(label)));
        command.addAll(service.command().subList(1, service.command().size())); // without the verb
        command.addAll(flags);
        NodeProcess process = run.process(label, command);
        return new ClusterNode(nameOf(service), process, address, new Gateway(address.httpUri()), storage);
    }

    /** A node that is down, on its data with another version of the program; not started yet. */
    public ClusterNode upgraded(ClusterNode old, Program version) {
        ComposeFile.Service service = serviceOf(old);
        return exchanged(old, node(service, label(old), old.storage(), version, service.environment(), List.of()));
    }

    /** What is to take the place of a node that is down and has lost its data: it waits to be taken in; not started yet. */
    public ClusterNode replacement(ClusterNode old) {
        ComposeFile.Service service = serviceOf(old);
        Map<String, String> environment = new LinkedHashMap<>(service.environment());
        environment.remove(INITIAL_MEMBERS);
        String label = label(old);
        List<String> flags = List.of(
                "--cluster.join=" + environment.get(ADMIN_PORTS),
                "--cluster.advertise-address=" + service.name() + ":9191",
                "--cluster.listen-address=:9191",
                "--admin.listen-address=:9192");
        return exchanged(old, node(service, label, run.folder(label), Program.QUORUMGATE, environment, flags));
    }

    /** A node as {@code member replace} calls it: {@code n1=quorumgate-1:9191:9192}. */
    public String spelled(ClusterNode node) {
        return node.name() + "=" + serviceOf(node).name() + ":9191:9192";
    }

    /** All of its members, as in {@code --cluster.initial-members}. */
    public String members() {
        return cluster.all().stream().map(this::spelled).collect(Collectors.joining(","));
    }

    /** The name by which the others, and Prometheus, know the machine of a node. */
    public String host(ClusterNode node) {
        return serviceOf(node).name();
    }

    /** From now on nothing comes from other nodes to this one, or from it to them; balancer and Prometheus reach it. */
    public void cutOff(ClusterNode node) throws IOException, InterruptedException {
        for (ClusterNode other : cluster.except(node)) {
            network.cut(host(node), host(other));
            network.cut(host(other), host(node));
        }
    }

    /** Ends what {@link #cutOff} began. */
    public void heal() throws IOException, InterruptedException {
        network.heal();
    }

    private ClusterNode exchanged(ClusterNode old, ClusterNode coming) {
        cluster.exchange(old, coming);
        return coming;
    }

    private ComposeFile.Service serviceOf(ClusterNode node) {
        return services.values().stream()
                .filter(service -> service.image().equals(NODE_IMAGE))
                .filter(service -> nameOf(service).equals(node.name()))
                .findFirst()
                .orElseThrow();
    }

    private String label(ClusterNode node) {
        int number = 2;
        while (run.hasProcess(node.name() + "-" + number)) {
            number++;
        }
        return node.name() + "-" + number;
    }

    /** Its nodes. */
    public TestCluster cluster() {
        return cluster;
    }

    /** Starts HAProxy with {@code docker/haproxy.cfg}; gives it as clients see it. */
    public Gateway startHaProxy() throws IOException, InterruptedException {
        return startBalancer("haproxy", List.of("-db", "-f", FILES + "/haproxy.cfg"));
    }

    /** Starts nginx with {@code docker/nginx.conf}, in the place of HAProxy; gives it as clients see it. */
    public Gateway startNginx() throws IOException, InterruptedException {
        Path folder = run.folder("nginx");
        return startBalancer(
                "nginx",
                List.of(
                        "-c",
                        FILES + "/nginx.conf",
                        "-g",
                        "daemon off; pid " + folder.resolve("pid") + ";",
                        "-e",
                        "stderr"));
    }

    private Gateway startBalancer(String program, List<String> arguments) throws IOException, InterruptedException {
        // Where Debian puts them; not in the path of everybody.
        Path executable = Path.of("/usr/sbin", program);
        assumeTrue(Files.isExecutable(executable), "skipped: the program '" + program + "' is missing");
        List<String> command = new ArrayList<>(network.commandPrefix("balancer"));
        command.add(executable.toString());
        command.addAll(arguments);
        run.process(program, command).start();
        Gateway balancer =
                new Gateway(URI.create("http://" + network.address("balancer").http()));
        Waiting.until(program + " passes requests on", balancer::isReady);
        return balancer;
    }

    /**
     * Starts Prometheus with the files that the service is given, where it is given them; but it scrapes, and looks at its rules,
     * every few seconds. That is also how long a scrape may take, and one that comes while a leader is elected takes that long.
     */
    public Prometheus startPrometheus() throws IOException, InterruptedException {
        return startPrometheus("5s", AlertRules.shipped());
    }

    /** The same, with another time for "every few seconds", and with alerts that are perhaps faster, too. */
    public Prometheus startPrometheus(String interval, AlertRules alerts) throws IOException, InterruptedException {
        Path etc = run.folder("prometheus");
        List<String> volumes = services.values().stream()
                .filter(service -> service.name().equals("prometheus"))
                .flatMap(service -> service.volumes().stream())
                .toList();
        for (String volume : volumes) {
            String[] parts = volume.split(":", 3);
            if (parts[0].startsWith("./") && parts[1].startsWith(ETC_PROMETHEUS)) {
                Path to = etc.resolve(parts[1].substring(ETC_PROMETHEUS.length()));
                Folders.create(to.resolveSibling(""));
                Files.copy(FILES.resolve(parts[0]), to);
            }
        }
        Path configuration = etc.resolve("prometheus.yml");
        String shipped = Files.readString(configuration);
        Files.writeString(
                configuration, shipped.replaceAll("(scrape|evaluation)_interval: \\w+", "$1_interval: " + interval));
        Files.writeString(etc.resolve(ALERTS), alerts.text());
        return Prometheus.start(
                run,
                "prometheus",
                network.commandPrefix("prometheus"),
                configuration,
                network.address("prometheus").host() + ":9090",
                List.of());
    }
}
