package dev.quorumgate.app;

import dev.quorumgate.config.NodeConfig;
import dev.quorumgate.rpc.RpcTls;
import dev.quorumgate.tls.MutualTls;
import dev.quorumgate.tls.PemFiles;
import dev.quorumgate.tls.ReloadingTls;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificates of a node: for the traffic between members, and for its admin port, which may have others. */
final class NodeTls implements Closeable {
    private static final Logger logger = LoggerFactory.getLogger(NodeTls.class);

    private final List<ReloadingTls> all;
    private final RpcTls rpc;
    private final ReloadingTls members;
    private final ReloadingTls operators;

    private NodeTls(ReloadingTls members, ReloadingTls operators) {
        this.members = members;
        this.operators = operators;
        boolean isOne = members.equals(operators);
        this.all = isOne ? List.of(members) : List.of(members, operators);
        MutualTls ofMembers = members.managers();
        this.rpc = new RpcTls(ofMembers, isOne ? ofMembers : operators.managers());
    }

    /**
     * Reads the files, and looks for changes of them from now on; empty without TLS.
     *
     * @throws IOException if they cannot be used
     */
    static Optional<NodeTls> open(NodeConfig.Cluster flags) throws IOException {
        if (flags.tls().isEmpty()) {
            return Optional.empty();
        }
        NodeConfig.TlsFiles files = flags.tls().get();
        ReloadingTls members =
                opened("--cluster.tls-cert-file", files, flags.self().host());
        NodeConfig.TlsFiles adminFiles = flags.adminTls().orElse(files);
        ReloadingTls operators = adminFiles.equals(files)
                ? members
                : opened("--admin.tls-cert-file", adminFiles, flags.self().host());
        NodeTls tls = new NodeTls(members, operators);
        tls.all.forEach(ReloadingTls::follow);
        return Optional.of(tls);
    }

    /** What a node is started with that joins: files that its operator puts there. */
    static List<String> flagsOfNewcomers(NodeConfig.Cluster flags) {
        if (flags.tls().isEmpty()) {
            return List.of();
        }
        List<String> ports = flags.adminTls().equals(flags.tls())
                ? List.of("--cluster.tls-")
                : List.of("--cluster.tls-", "--admin.tls-");
        return ports.stream()
                .flatMap(port -> Stream.of(
                        port + "cert-file=ITS_CERTIFICATE", port + "key-file=ITS_KEY", port + "ca-file=AUTHORITIES"))
                .toList();
    }

    private static ReloadingTls opened(String flag, NodeConfig.TlsFiles files, String host) throws IOException {
        ReloadingTls tls;
        try {
            tls = ReloadingTls.open(new PemFiles(files.certificate(), files.key(), files.authorities()));
        } catch (IOException e) {
            throw new IOException(flag + ": " + e.getMessage(), e);
        }
        if (!tls.isFor(host)) {
            logger.warn(
                    "{}: the certificate in '{}' is not for '{}', under which others know this node: they will refuse it",
                    flag,
                    files.certificate(),
                    host);
        }
        return tls;
    }

    /** When the certificates end that are shown at the moment, by who sees them. */
    Map<String, Instant> ends() {
        return Map.of("nodes", end(members), "operators", end(operators));
    }

    private static Instant end(ReloadingTls tls) {
        return tls.certificate().getNotAfter().toInstant();
    }

    /** Between members. */
    MutualTls members() {
        return rpc.members();
    }

    /** Of the admin port, and of those that this node asks. */
    RpcTls rpc() {
        return rpc;
    }

    @Override
    public void close() {
        all.forEach(ReloadingTls::close);
    }
}
