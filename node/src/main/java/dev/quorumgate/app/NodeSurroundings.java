package dev.quorumgate.app;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.quorumgate.admin.Surroundings;
import dev.quorumgate.config.NodeConfig;
import dev.quorumgate.tls.InvalidPemException;
import dev.quorumgate.tls.Pem;
import dev.quorumgate.webconfig.TlsMaterial;
import dev.quorumgate.webconfig.WebConfigFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this node can learn of the machine that it runs on. Calls may overlap. */
final class NodeSurroundings implements Supplier<Surroundings> {
    private static final Logger logger = LoggerFactory.getLogger(NodeSurroundings.class);

    private final NodeConfig config;
    private final WebConfigFile webConfig;

    NodeSurroundings(NodeConfig config, WebConfigFile webConfig) {
        this.config = config;
        this.webConfig = webConfig;
    }

    @Override
    public Surroundings get() {
        Optional<UnixOperatingSystemMXBean> system =
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                        ? Optional.of(unix)
                        : Optional.empty();
        Path storage = config.storage().toAbsolutePath().normalize();
        return new Surroundings(
                system.map(UnixOperatingSystemMXBean::getMaxFileDescriptorCount).orElse(0L),
                system.map(UnixOperatingSystemMXBean::getOpenFileDescriptorCount)
                        .orElse(0L),
                System.getProperty("java.version", ""),
                storage,
                kind(storage),
                certificates());
    }

    private static String kind(Path storage) {
        try {
            return Files.getFileStore(storage).type();
        } catch (IOException e) {
            logger.debug("the kind of the file system of '{}' is not known: {}", storage, e.getMessage());
            return "";
        }
    }

    /** Those that are used now for clients, and those in the files for nodes and operators, which are taken up as they come. */
    private List<Surroundings.Certificate> certificates() {
        List<Surroundings.Certificate> certificates = new ArrayList<>();
        Optional<TlsMaterial> web = webConfig.state().tls();
        web.ifPresent(material -> certificates.add(certificate(
                "clients",
                config.web().configFile().map(Path::toString).orElse(""),
                material.credentials().chain())));
        config.cluster().tls().ifPresent(files -> read("nodes", files.certificate(), certificates));
        if (!config.cluster().adminTls().equals(config.cluster().tls())) {
            config.cluster().adminTls().ifPresent(files -> read("operators", files.certificate(), certificates));
        }
        return certificates;
    }

    private static void read(String use, Path file, List<Surroundings.Certificate> certificates) {
        try {
            certificates.add(certificate(use, file.toString(), Pem.certificates(Files.readString(file))));
        } catch (IOException | InvalidPemException e) {
            logger.warn("the certificate in '{}' cannot be told of: {}", file, e.getMessage());
        }
    }

    /** Of a chain that one which ends first: nobody believes the others without it. */
    private static Surroundings.Certificate certificate(String use, String file, List<X509Certificate> chain) {
        X509Certificate first = Collections.min(chain, Comparator.comparing(X509Certificate::getNotAfter));
        return new Surroundings.Certificate(
                use,
                file,
                first.getSubjectX500Principal().getName(),
                first.getNotAfter().toInstant());
    }
}
