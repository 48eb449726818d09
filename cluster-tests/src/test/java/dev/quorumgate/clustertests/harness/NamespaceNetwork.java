package dev.quorumgate.clustertests.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A network of its own for a cluster: each node in a Linux network namespace with its own address, all of them and the tests
 * on one bridge. Paths between nodes can be cut: packets then vanish without a word, as with a broken switch, while the
 * tests still reach every node. Needs root and {@code ip} of iproute2.
 *
 * <p>A cut is a permanent neighbour entry that maps the address of the other node to a MAC address that nobody has.
 */
public final class NamespaceNetwork implements Network {
    private static final String NOBODYS_MAC = "02:00:00:00:00:ee";
    /** 198.18.0.0/15 is set aside for tests (RFC 2544). */
    private static final String SUBNET_PREFIX = "198.18.";

    private static final int SUBNETS = 250;
    private static final String LINK = "eth0";
    private static final Path SETTINGS = Path.of("/etc/netns");
    private static final Pattern OWN_NAME = Pattern.compile("qg(\\d+)-.*");
    private static final AtomicInteger count = new AtomicInteger();

    private final String id = ProcessHandle.current().pid() + "-" + count.incrementAndGet();
    private final String bridge = "qb" + id;
    private final String subnet;
    private final Map<String, NodeAddress> addresses = new LinkedHashMap<>();

    private NamespaceNetwork(String subnet) {
        this.subnet = subnet;
    }

    /** Makes the network; skips the test where that cannot be done. */
    public static NamespaceNetwork create(TestRun run) throws IOException, InterruptedException {
        assumeTrue(Shell.has("ip"), "skipped: the program 'ip' (Debian: iproute2) is missing");
        deleteLeftovers();
        String probe = "qg" + ProcessHandle.current().pid() + "-probe";
        Shell.Result allowed = Shell.run(List.of("ip", "netns", "add", probe));
        assumeTrue(
                allowed.succeeded(),
                "skipped: no network namespaces can be made here, that needs root: "
                        + allowed.output().strip());
        ip("netns", "del", probe);
        NamespaceNetwork network = new NamespaceNetwork(freeSubnet());
        run.atEnd(network::delete);
        ip("link", "add", network.bridge, "type", "bridge");
        ip("addr", "add", network.subnet + "1/24", "dev", network.bridge);
        ip("link", "set", network.bridge, "up");
        return network;
    }

    @Override
    public NodeAddress join(String node) throws IOException, InterruptedException {
        int number = addresses.size() + 1;
        String namespace = namespace(node);
        String outside = "qv" + id + "-" + number;
        NodeAddress address = new NodeAddress(subnet + (10 + number), 9091, 9191, 9192);
        addresses.put(node, address);
        ip("netns", "add", namespace);
        ip("link", "add", outside, "type", "veth", "peer", "name", LINK, "netns", namespace);
        ip("link", "set", outside, "master", bridge);
        ip("link", "set", outside, "up");
        ip("-n", namespace, "addr", "add", address.host() + "/24", "dev", LINK);
        ip("-n", namespace, "link", "set", LINK, "up");
        ip("-n", namespace, "link", "set", "lo", "up");
        return address;
    }

    @Override
    public List<String> commandPrefix(String node) {
        return List.of("ip", "netns", "exec", namespace(node));
    }

    /** Where something that has joined is reached. */
    NodeAddress address(String node) {
        NodeAddress address = addresses.get(node);
        if (address == null) {
            throw new IllegalArgumentException(node + " is not in this network");
        }
        return address;
    }

    /** From now on what is started here knows all that have joined by their names. */
    void publishNames() throws IOException {
        String hosts = addresses.entrySet().stream()
                .map(each -> each.getValue().host() + " " + each.getKey() + "\n")
                .collect(Collectors.joining("", "127.0.0.1 localhost\n", ""));
        for (String node : addresses.keySet()) {
            // "ip netns exec" puts such files in the place of those of the machine.
            Path folder = Files.createDirectories(SETTINGS.resolve(namespace(node)));
            Files.writeString(folder.resolve("hosts"), hosts);
        }
    }

    /** Cuts all paths between {@code node} and the others, both ways. */
    public void isolate(ClusterNode node) throws IOException, InterruptedException {
        isolate(node.name());
    }

    void isolate(String node) throws IOException, InterruptedException {
        for (String other : addresses.keySet()) {
            if (!other.equals(node)) {
                cut(node, other);
                cut(other, node);
            }
        }
    }

    /** From now on nothing that {@code from} sends arrives at {@code to}. */
    public void cutOneWay(ClusterNode from, ClusterNode to) throws IOException, InterruptedException {
        cut(from.name(), to.name());
    }

    /** Makes all paths whole again. */
    public void heal() throws IOException, InterruptedException {
        for (String node : addresses.keySet()) {
            ip("-n", namespace(node), "neigh", "flush", "dev", LINK, "nud", "permanent");
        }
    }

    private void delete() throws IOException, InterruptedException {
        for (String node : addresses.keySet()) {
            ip("netns", "del", namespace(node)); // its end of the cable goes with it
            Folders.delete(SETTINGS.resolve(namespace(node)));
        }
        ip("link", "del", bridge);
    }

    void cut(String from, String to) throws IOException, InterruptedException {
        ip(
                "-n",
                namespace(from),
                "neigh",
                "replace",
                address(to).host(),
                "lladdr",
                NOBODYS_MAC,
                "dev",
                LINK,
                "nud",
                "permanent");
    }

    private String namespace(String node) {
        return "qg" + id + "-" + node;
    }

    private static String freeSubnet() throws IOException, InterruptedException {
        String used = Shell.require(List.of("ip", "-o", "-4", "addr"));
        // Two test runs at a time begin at different places.
        int first = (int) (ProcessHandle.current().pid() % SUBNETS);
        for (int i = 0; i < SUBNETS; i++) {
            String subnet = SUBNET_PREFIX + (first + i) % SUBNETS + ".";
            if (!used.contains(" " + subnet)) {
                return subnet;
            }
        }
        throw new IOException("all of " + SUBNET_PREFIX + "0.0/16 is in use");
    }

    /** Namespaces of test runs that were broken off. Their cables go with them, their bridges by name. */
    private static void deleteLeftovers() throws IOException, InterruptedException {
        for (String line :
                Shell.run(List.of("ip", "netns", "list")).output().lines().toList()) {
            String name = line.split(" ", 2)[0];
            Matcher own = OWN_NAME.matcher(name);
            if (own.matches() && !isAlive(own.group(1))) {
                Shell.run(List.of("ip", "netns", "del", name));
                Folders.delete(SETTINGS.resolve(name));
            }
        }
        Path links = Path.of("/sys/class/net");
        List<Path> bridges = new ArrayList<>();
        try (var all = Files.newDirectoryStream(links, "qb*-*")) {
            all.forEach(bridges::add);
        }
        for (Path each : bridges) {
            String name = each.getFileName().toString();
            if (!isAlive(name.substring(2, name.indexOf('-')))) {
                Shell.run(List.of("ip", "link", "del", name));
            }
        }
    }

    private static boolean isAlive(String pid) {
        return Files.exists(Path.of("/proc", pid));
    }

    private static void ip(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Shell.require(command);
    }
}
