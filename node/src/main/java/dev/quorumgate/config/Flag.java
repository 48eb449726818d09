package dev.quorumgate.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The flags of {@code quorumgate serve}. Those that the Pushgateway has keep its names, defaults and meaning.
 *
 * <p>Each can also be set by an environment variable: {@code --web.listen-address} by
 * {@code QUORUMGATE_WEB_LISTEN_ADDRESS}. The command line wins.
 */
enum Flag {
    WEB_LISTEN_ADDRESS(
            Kind.REPEATED, "web.listen-address", ":9091", "Address to serve HTTP on. May be given several times."),
    WEB_SYSTEMD_SOCKET(
            Kind.SWITCH,
            "web.systemd-socket",
            "false",
            "Serve HTTP on the socket that systemd passes, instead of --web.listen-address. One socket only."),
    WEB_CONFIG_FILE(
            Kind.VALUE,
            "web.config.file",
            "",
            "File that turns on TLS, passwords, extra headers or a rate limit, in the format of the Prometheus exporters."),
    WEB_PUBLIC_HEALTH(
            Kind.SWITCH,
            "web.public-health",
            "false",
            "Answer /-/healthy, /-/ready and /-/leader without the password that --web.config.file asks for."),
    WEB_TELEMETRY_PATH(Kind.VALUE, "web.telemetry-path", "/metrics", "Path of the scrape."),
    WEB_EXTERNAL_URL(
            Kind.VALUE,
            "web.external-url",
            "",
            "URL under which users reach this node, if not its own; its path is the default of --web.route-prefix."),
    WEB_ROUTE_PREFIX(
            Kind.VALUE, "web.route-prefix", "", "Prefix of all paths. Default: the path of --web.external-url."),
    WEB_ENABLE_LIFECYCLE(Kind.SWITCH, "web.enable-lifecycle", "false", "Let PUT and POST /-/quit stop this node."),
    WEB_ENABLE_ADMIN_API(
            Kind.SWITCH,
            "web.enable-admin-api",
            "false",
            "Let PUT /api/v1/admin/wipe, and DELETE /api/v2/groups?all=true, delete everything, on all nodes."),
    PERSISTENCE_FILE(
            Kind.VALUE,
            "persistence.file",
            "",
            "Of the Pushgateway, without effect: everything is always on disk, in --storage.path. The file is neither"
                    + " read nor written."),
    PERSISTENCE_INTERVAL(
            Kind.VALUE,
            "persistence.interval",
            "5m",
            "Of the Pushgateway, without effect: every push is on disk before it is answered."),
    STORAGE_PATH(Kind.VALUE, "storage.path", "./data", "Data folder. Everything this node keeps is in it."),
    STORAGE_RESERVE(
            Kind.VALUE,
            "storage.reserve",
            "256MiB",
            "Room to keep free on the disk of --storage.path. With less a node raises the alarm NOSPACE, and pushes are"
                    + " refused once too few members have room."),
    CLUSTER_NODE_ID(Kind.VALUE, "cluster.node-id", "n1", "Name of this node in its cluster."),
    CLUSTER_INITIAL_MEMBERS(
            Kind.VALUE,
            "cluster.initial-members",
            "",
            "The members that the cluster begins with, the same on each: NAME=HOST:RAFTPORT[:ADMINPORT],... The last port"
                    + " is the one before plus one unless given. Without this flag the node is a cluster of its own."
                    + " Without effect once the data folder has a configuration."),
    CLUSTER_JOIN(
            Kind.VALUE,
            "cluster.join",
            "",
            "Wait to be added to a running cluster: admin addresses of some of its members, HOST:PORT,... Without effect"
                    + " once the data folder belongs to a cluster."),
    CLUSTER_LISTEN_ADDRESS(
            Kind.VALUE,
            "cluster.listen-address",
            "127.0.0.1:9191",
            "Address to serve Raft on. In a cluster the default is this node's own entry in"
                    + " --cluster.initial-members."),
    CLUSTER_ADVERTISE_ADDRESS(
            Kind.VALUE,
            "cluster.advertise-address",
            "",
            "Address at which other nodes reach this one for Raft, if not --cluster.listen-address. In a cluster it is"
                    + " what --cluster.initial-members says."),
    CLUSTER_TLS_CERT_FILE(
            Kind.VALUE,
            "cluster.tls-cert-file",
            "",
            "Certificate chain in PEM that this node shows to the other members, as server and as client. With it and the"
                    + " two flags below, nodes talk to each other by mutual TLS alone."),
    CLUSTER_TLS_KEY_FILE(Kind.VALUE, "cluster.tls-key-file", "", "Private key in PEM of --cluster.tls-cert-file."),
    CLUSTER_TLS_CA_FILE(
            Kind.VALUE,
            "cluster.tls-ca-file",
            "",
            "Authorities in PEM that sign the certificates of members. All three files are read again when they change."),
    ADMIN_LISTEN_ADDRESS(
            Kind.VALUE,
            "admin.listen-address",
            "127.0.0.1:9192",
            "Address to serve operators and the other nodes' questions on. In a cluster the default is this node's own"
                    + " entry in --cluster.initial-members."),
    ADMIN_ADVERTISE_ADDRESS(
            Kind.VALUE,
            "admin.advertise-address",
            "",
            "Address at which other nodes reach --admin.listen-address, if not at its port on the host of"
                    + " --cluster.advertise-address. The same host as there. In a cluster it is what"
                    + " --cluster.initial-members says."),
    ADMIN_TLS_CERT_FILE(
            Kind.VALUE,
            "admin.tls-cert-file",
            "",
            "As --cluster.tls-cert-file, for the admin port. Default: the files of --cluster.tls-*."),
    ADMIN_TLS_KEY_FILE(Kind.VALUE, "admin.tls-key-file", "", "Private key in PEM of --admin.tls-cert-file."),
    ADMIN_TLS_CA_FILE(
            Kind.VALUE, "admin.tls-ca-file", "", "Authorities in PEM that sign the certificates of operators."),
    SHUTDOWN_DELAY(
            Kind.VALUE,
            "shutdown.delay",
            "3s",
            "How long a node that is told to stop goes on serving while /-/ready says no, so that load balancers go"
                    + " elsewhere. A cluster of its own stops at once."),
    PUSH_DISABLE_CONSISTENCY_CHECK(
            Kind.SWITCH,
            "push.disable-consistency-check",
            "false",
            "Do not hold pushes against what other groups have; they are answered with 202 then. What conflicts is"
                    + " stored, and kept out of the scrape."),
    PUSH_ENABLE_UTF8_NAMES(
            Kind.SWITCH,
            "push.enable-utf8-names",
            "false",
            "Take names of metrics and labels of any UTF-8 characters, in paths written as such or with U__ in front."),
    PUSH_MAX_BODY_SIZE(
            Kind.VALUE,
            "push.max-body-size",
            "8MiB",
            "Largest body of a push, before and after decompression. The same on all nodes."),
    PUSH_TIMEOUT(
            Kind.VALUE,
            "push.timeout",
            "15s",
            "How long a push is held while no leader can be reached, before it is answered with 503 or 504."),
    LIMIT_GROUPS(Kind.VALUE, "limit.groups", "0", "Groups that may be stored; 0 for any number."),
    LIMIT_SERIES(
            Kind.VALUE, "limit.series", "0", "Series that may be stored in all groups together; 0 for any number."),
    LIMIT_SERIES_PER_PUSH(Kind.VALUE, "limit.series-per-push", "0", "Series that one push may hold; 0 for any number."),
    LIMIT_LABELS(
            Kind.VALUE,
            "limit.labels",
            "0",
            "Labels that a series may have, grouping labels included; 0 for any number."),
    LIMIT_LABEL_NAME_LENGTH(
            Kind.VALUE, "limit.label-name-length", "0", "Bytes that the name of a label may have; 0 for any number."),
    LIMIT_LABEL_VALUE_LENGTH(
            Kind.VALUE, "limit.label-value-length", "0", "Bytes that the value of a label may have; 0 for any number."),
    SCRAPE_TIMEOUT(
            Kind.VALUE,
            "scrape.timeout",
            "5s",
            "How long a scrape may wait for a majority to confirm that this node is current."),
    SCRAPE_MAX_STALENESS(
            Kind.VALUE,
            "scrape.max-staleness",
            "0s",
            "Without a majority, go on serving what this node has for so long after it was last confirmed, marked as"
                    + " stale; then answer 503."),
    RAFT_ELECTION_TIMEOUT(
            Kind.VALUE,
            "raft.election-timeout",
            "1s",
            "How long followers wait at most for a silent leader before they elect another one. Lower it only on quiet"
                    + " hosts."),
    RAFT_SNAPSHOT_ENTRIES(Kind.VALUE, "raft.snapshot-entries", "20000", "Log entries after which to take a snapshot."),
    RAFT_SNAPSHOT_LOG_SIZE(
            Kind.VALUE, "raft.snapshot-log-size", "64MiB", "Size of log entries after which to take a snapshot."),
    LOG_LEVEL(Kind.VALUE, "log.level", "info", "One of debug, info, warn, error."),
    LOG_FORMAT(Kind.VALUE, "log.format", "logfmt", "One of logfmt, json."),
    LOG_ACCESS(Kind.SWITCH, "log.access", "false", "Log each HTTP request, at the level info.");

    /** How a flag takes its value. */
    enum Kind {
        VALUE,
        /** As often as wanted; in the environment separated by commas. */
        REPEATED,
        /** Bare, or with true or false. */
        SWITCH
    }

    static final String ENVIRONMENT_PREFIX = "QUORUMGATE_";

    private final Kind kind;
    private final String flagName;
    private final String defaultValue;
    private final String help;

    Flag(Kind kind, String flagName, String defaultValue, String help) {
        this.kind = kind;
        this.flagName = flagName;
        this.defaultValue = defaultValue;
        this.help = help;
    }

    static List<Flag> all() {
        return List.of(values());
    }

    static Optional<Flag> named(String name) {
        return all().stream().filter(flag -> flag.flagName.equals(name)).findFirst();
    }

    static List<String> names() {
        return all().stream().map(flag -> flag.flagName).toList();
    }

    Kind kind() {
        return kind;
    }

    /** Without dashes. */
    String flagName() {
        return flagName;
    }

    String defaultValue() {
        return defaultValue;
    }

    String help() {
        return help;
    }

    String environmentVariable() {
        return ENVIRONMENT_PREFIX + flagName.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "--" + flagName;
    }
}
