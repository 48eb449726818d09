package dev.quorumgate.config;

import dev.quorumgate.cluster.Member;
import dev.quorumgate.cluster.Members;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes a {@link NodeConfig} of flags and environment, or finds everything that is wrong with them. */
public final class NodeConfigReader {
    private static final ListenAddress ANYWHERE = new ListenAddress("", 0);

    private static final URI NOWHERE = URI.create("");

    private final Problems problems;
    private final FlagValues values;

    private NodeConfigReader(FlagValues values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    /**
     * The configuration.
     *
     * @param arguments behind {@code serve}
     * @throws InvalidConfigException with all problems
     */
    public static NodeConfig read(List<String> arguments, Map<String, String> environment)
            throws InvalidConfigException {
        Problems problems = new Problems();
        NodeConfig config = new NodeConfigReader(FlagValues.parse(arguments, environment, problems), problems)
                .read(Environment.warnings(environment));
        if (!problems.isEmpty()) {
            throw new InvalidConfigException(problems);
        }
        return config;
    }

    private NodeConfig read(List<String> warningsOfEnvironment) {
        NodeConfig.Web web = web();
        Duration persistenceInterval =
                duration(Flag.PERSISTENCE_INTERVAL, Duration.ZERO, Duration.ofDays(3650)); // only shown
        return new NodeConfig(
                web,
                storage(),
                bytes(Flag.STORAGE_RESERVE, 16 << 20, 1L << 50),
                duration(Flag.SHUTDOWN_DELAY, Duration.ZERO, Duration.ofMinutes(1)),
                cluster(),
                new NodeConfig.Push(
                        !bool(Flag.PUSH_DISABLE_CONSISTENCY_CHECK),
                        bool(Flag.PUSH_ENABLE_UTF8_NAMES),
                        (int) bytes(Flag.PUSH_MAX_BODY_SIZE, 1 << 10, 256L << 20),
                        duration(Flag.PUSH_TIMEOUT, Duration.ofMillis(100), Duration.ofMinutes(5))),
                new NodeConfig.Limits(
                        limit(Flag.LIMIT_GROUPS),
                        limit(Flag.LIMIT_SERIES),
                        limit(Flag.LIMIT_SERIES_PER_PUSH),
                        limit(Flag.LIMIT_LABELS),
                        limit(Flag.LIMIT_LABEL_NAME_LENGTH),
                        limit(Flag.LIMIT_LABEL_VALUE_LENGTH)),
                new NodeConfig.Scrape(
                        duration(Flag.SCRAPE_TIMEOUT, Duration.ofSeconds(1), Duration.ofMinutes(5)),
                        duration(Flag.SCRAPE_MAX_STALENESS, Duration.ZERO, Duration.ofDays(365))),
                new NodeConfig.Raft(
                        duration(Flag.RAFT_ELECTION_TIMEOUT, Duration.ofMillis(100), Duration.ofMinutes(1)),
                        number(Flag.RAFT_SNAPSHOT_ENTRIES, 10, 10_000_000),
                        bytes(Flag.RAFT_SNAPSHOT_LOG_SIZE, 256 << 10, 64L << 30)),
                new NodeConfig.Log(
                        choice(Flag.LOG_LEVEL, NodeConfig.Log.Level.values()),
                        choice(Flag.LOG_FORMAT, NodeConfig.Log.Format.values()),
                        bool(Flag.LOG_ACCESS)),
                ShownFlags.of(values, web.routePrefix(), persistenceInterval),
                warnings(warningsOfEnvironment));
    }

    private NodeConfig.Web web() {
        List<ListenAddress> addresses = new ArrayList<>();
        for (String text : values.getAll(Flag.WEB_LISTEN_ADDRESS)) {
            addresses.add(address(Flag.WEB_LISTEN_ADDRESS, text));
        }
        String telemetryPath = values.get(Flag.WEB_TELEMETRY_PATH);
        if (!telemetryPath.startsWith("/")) {
            problems.add(Flag.WEB_TELEMETRY_PATH, "expected a path that begins with '/', got '" + telemetryPath + "'");
        }
        URI externalUrl = externalUrl();
        return new NodeConfig.Web(
                List.copyOf(addresses),
                bool(Flag.WEB_SYSTEMD_SOCKET),
                values.get(Flag.WEB_CONFIG_FILE).isEmpty() ? Optional.empty() : Optional.of(path(Flag.WEB_CONFIG_FILE)),
                bool(Flag.WEB_PUBLIC_HEALTH),
                Optional.of(externalUrl.toString().replaceFirst("/$", "")).filter(url -> !url.isEmpty()),
                telemetryPath,
                routePrefix(externalUrl),
                bool(Flag.WEB_ENABLE_LIFECYCLE),
                bool(Flag.WEB_ENABLE_ADMIN_API));
    }

    /** As the original: the flag, else the path of the external URL; then a leading slash and no trailing one. */
    private String routePrefix(URI externalUrl) {
        String prefix = values.get(Flag.WEB_ROUTE_PREFIX);
        if (prefix.isEmpty() && externalUrl.getPath() != null) {
            prefix = externalUrl.getPath();
        }
        prefix = prefix.replaceFirst("/$", "");
        return prefix.isEmpty() || prefix.startsWith("/") ? prefix : "/" + prefix;
    }

    private URI externalUrl() {
        String text = values.get(Flag.WEB_EXTERNAL_URL);
        try {
            URI url = new URI(text);
            if (text.isEmpty() || (url.getScheme() != null && url.getHost() != null)) {
                return url;
            }
            problems.add(
                    Flag.WEB_EXTERNAL_URL,
                    "expected a URL such as 'https://example.org/pushgateway/', got '" + text + "'");
        } catch (URISyntaxException e) {
            problems.add(Flag.WEB_EXTERNAL_URL, "not a URL: '" + text + "': " + e.getReason());
        }
        return NOWHERE;
    }

    private List<String> warnings(List<String> ofEnvironment) {
        List<String> warnings = new ArrayList<>(ofEnvironment);
        if (values.isGiven(Flag.PERSISTENCE_FILE) || values.isGiven(Flag.PERSISTENCE_INTERVAL)) {
            warnings.add(Flag.PERSISTENCE_FILE + " and " + Flag.PERSISTENCE_INTERVAL
                    + " have no effect: every push is on disk before it is answered, under " + Flag.STORAGE_PATH + "='"
                    + values.get(Flag.STORAGE_PATH) + "'; a file of the Pushgateway is neither read nor written");
        }
        return List.copyOf(warnings);
    }

    private Path storage() {
        String text = values.get(Flag.STORAGE_PATH);
        if (text.isBlank()) {
            problems.add(Flag.STORAGE_PATH, "expected a folder, got nothing; is a variable unset?");
        }
        return path(Flag.STORAGE_PATH);
    }

    private Path path(Flag flag) {
        String text = values.get(flag);
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            problems.add(flag, "not a path: '" + text + "': " + e.getReason());
            return Path.of(".");
        }
    }

    private NodeConfig.Cluster cluster() {
        String name = values.get(Flag.CLUSTER_NODE_ID);
        if (!MemberListParser.NODE_NAME.matcher(name).matches()) {
            problems.add(
                    Flag.CLUSTER_NODE_ID,
                    "expected up to 63 letters, digits, '.', '_' and '-', the first one a letter or digit, got '" + name
                            + "'");
        }
        String list = values.get(Flag.CLUSTER_INITIAL_MEMBERS);
        List<String> join = join();
        if (!list.isEmpty() && !join.isEmpty()) {
            problems.add(
                    Flag.CLUSTER_JOIN,
                    "a node either begins a cluster or joins one; give this flag or --cluster.initial-members");
        }
        return list.isEmpty() ? alone(name, join) : amongOthers(name, list);
    }

    private List<String> join() {
        String text = values.get(Flag.CLUSTER_JOIN);
        if (text.isEmpty()) {
            return List.of();
        }
        return Arrays.stream(text.split(",", -1))
                .map(each -> address(Flag.CLUSTER_JOIN, each.strip()).toString())
                .toList();
    }

    /** A node that founds a cluster of its own, or joins one: where it is reached, only its own flags say. */
    private NodeConfig.Cluster alone(String name, List<String> join) {
        ListenAddress listen = knownAddress(Flag.CLUSTER_LISTEN_ADDRESS);
        ListenAddress admin = knownAddress(Flag.ADMIN_LISTEN_ADDRESS);
        ListenAddress reached =
                values.isGiven(Flag.CLUSTER_ADVERTISE_ADDRESS) ? knownAddress(Flag.CLUSTER_ADVERTISE_ADDRESS) : listen;
        if (reached.isAnywhere() && !join.isEmpty()) {
            problems.add(
                    Flag.CLUSTER_ADVERTISE_ADDRESS,
                    "needed with --cluster.join: the other members must know where to reach this node");
        }
        // A node that listens everywhere and does not say where it is reached can be reached from this machine.
        String host = reached.host().isEmpty() ? "127.0.0.1" : reached.host();
        int adminPort = adminPort(admin, host);
        if (adminPort == reached.port()) {
            if (adminPort != ANYWHERE.port()) {
                problems.add(
                        Flag.ADMIN_LISTEN_ADDRESS,
                        "needs a port of its own; " + reached.port() + " is that of --cluster.listen-address");
            }
            adminPort ^= 1; // for the rest of the reading: a member with one port for both is refused
        }
        Member self = new Member(name, host, reached.port(), adminPort);
        return cluster(self, new Members(List.of(self)), join.isEmpty(), join, listen, admin);
    }

    private int adminPort(ListenAddress listen, String host) {
        if (!values.isGiven(Flag.ADMIN_ADVERTISE_ADDRESS)) {
            return listen.port();
        }
        ListenAddress advertised = knownAddress(Flag.ADMIN_ADVERTISE_ADDRESS);
        if (!advertised.host().equals(host)) {
            problems.add(
                    Flag.ADMIN_ADVERTISE_ADDRESS,
                    "expected the host of --cluster.advertise-address, '" + host + "', got '" + advertised + "'");
        }
        return advertised.port();
    }

    private NodeConfig.Cluster cluster(
            Member self,
            Members initialMembers,
            boolean isAlone,
            List<String> join,
            ListenAddress listen,
            ListenAddress admin) {
        Optional<NodeConfig.TlsFiles> tls =
                tlsFiles(Flag.CLUSTER_TLS_CERT_FILE, Flag.CLUSTER_TLS_KEY_FILE, Flag.CLUSTER_TLS_CA_FILE);
        Optional<NodeConfig.TlsFiles> adminTls =
                tlsFiles(Flag.ADMIN_TLS_CERT_FILE, Flag.ADMIN_TLS_KEY_FILE, Flag.ADMIN_TLS_CA_FILE);
        if (tls.isEmpty() && adminTls.isPresent()) {
            problems.add(
                    Flag.ADMIN_TLS_CERT_FILE,
                    "the other members use this port, too, so it needs --cluster.tls-cert-file, -key-file and -ca-file");
        }
        return new NodeConfig.Cluster(
                self, initialMembers, isAlone, join, listen, admin, tls, adminTls.isPresent() ? adminTls : tls);
    }

    /** All three, or none. Empty ones, as of a variable that is not set, are no wish to do without. */
    private Optional<NodeConfig.TlsFiles> tlsFiles(Flag certificate, Flag key, Flag authorities) {
        List<Flag> flags = List.of(certificate, key, authorities);
        List<Flag> missing =
                flags.stream().filter(flag -> values.get(flag).isEmpty()).toList();
        if (missing.size() == flags.size() && flags.stream().noneMatch(values::isGiven)) {
            return Optional.empty();
        }
        missing.forEach(flag -> problems.add(flag, "needed as well: TLS between nodes takes all three files"));
        return Optional.of(new NodeConfig.TlsFiles(path(certificate), path(key), path(authorities)));
    }

    /** An address that is kept in the cluster's configuration, so that the system cannot choose its port at each start. */
    private ListenAddress knownAddress(Flag flag) {
        ListenAddress address = address(flag, values.get(flag));
        if (address.port() == 0) {
            problems.add(flag, "expected a port from 1 to 65535, got 0");
            return ANYWHERE;
        }
        return address;
    }

    private NodeConfig.Cluster amongOthers(String name, String list) {
        Optional<Members> members = MemberListParser.parse(list, problems);
        Optional<Member> self = members.flatMap(all -> all.named(name));
        if (members.isPresent() && self.isEmpty()) {
            String names = members.get().all().stream().map(Member::name).collect(Collectors.joining(", "));
            problems.add(
                    Flag.CLUSTER_NODE_ID,
                    "'" + name + "' is not in --cluster.initial-members; expected one of " + names);
        }
        if (self.isEmpty() || members.isEmpty()) {
            return alone(name, List.of());
        }
        requireListed(Flag.CLUSTER_ADVERTISE_ADDRESS, name, self.get().raftAddress());
        requireListed(Flag.ADMIN_ADVERTISE_ADDRESS, name, self.get().adminAddress());
        ListenAddress listen = values.isGiven(Flag.CLUSTER_LISTEN_ADDRESS)
                ? knownAddress(Flag.CLUSTER_LISTEN_ADDRESS)
                : new ListenAddress(self.get().host(), self.get().raftPort());
        ListenAddress admin = values.isGiven(Flag.ADMIN_LISTEN_ADDRESS)
                ? knownAddress(Flag.ADMIN_LISTEN_ADDRESS)
                : new ListenAddress(self.get().host(), self.get().adminPort());
        return cluster(self.get(), members.get(), false, List.of(), listen, admin);
    }

    private void requireListed(Flag flag, String name, String listed) {
        String advertised = values.get(flag);
        if (!advertised.isEmpty() && !advertised.equals(listed)) {
            problems.add(
                    flag,
                    "'" + advertised + "' is not what --cluster.initial-members says of '" + name + "': '" + listed
                            + "'");
        }
    }

    private ListenAddress address(Flag flag, String text) {
        return ListenAddress.parse(text).orElseGet(() -> {
            problems.add(flag, "expected host:port, :port or [ipv6]:port, got '" + text + "'");
            return ANYWHERE;
        });
    }

    private boolean bool(Flag flag) {
        String text = values.get(flag);
        if (!text.equals("true") && !text.equals("false")) {
            problems.add(flag, "expected true or false, got '" + text + "'");
        }
        return text.equals("true");
    }

    private Duration duration(Flag flag, Duration min, Duration max) {
        String text = values.get(flag);
        Optional<Duration> duration =
                Quantities.duration(text).filter(value -> value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
        if (duration.isEmpty()) {
            problems.add(
                    flag,
                    "expected a duration such as 500ms, 15s or 1m30s, from " + min.toMillis() + "ms to "
                            + max.toSeconds() + "s, got '" + text + "'");
        }
        return duration.orElse(min);
    }

    private long bytes(Flag flag, long min, long max) {
        String text = values.get(flag);
        Optional<Long> bytes = Quantities.bytes(text).filter(value -> value >= min && value <= max);
        if (bytes.isEmpty()) {
            problems.add(
                    flag,
                    "expected a size such as 512KiB or 8MiB, from " + min + " to " + max + " bytes, got '" + text
                            + "'");
        }
        return bytes.orElse(min);
    }

    private long number(Flag flag, long min, long max) {
        String text = values.get(flag);
        Optional<Long> number = text.matches("\\d{1,18}")
                ? Optional.of(Long.parseLong(text)).filter(value -> value >= min && value <= max)
                : Optional.empty();
        if (number.isEmpty()) {
            problems.add(flag, "expected a number from " + min + " to " + max + ", got '" + text + "'");
        }
        return number.orElse(min);
    }

    private long limit(Flag flag) {
        long number = number(flag, 0, 1_000_000_000_000L);
        return number == 0 ? NodeConfig.Limits.NONE : number;
    }

    private <E extends Enum<E>> E choice(Flag flag, E[] choices) {
        String text = values.get(flag);
        for (E choice : choices) {
            if (choice.name().toLowerCase(Locale.ROOT).equals(text)) {
                return choice;
            }
        }
        String words = Arrays.stream(choices)
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        problems.add(flag, "expected one of " + words + ", got '" + text + "'");
        return choices[0];
    }
}
