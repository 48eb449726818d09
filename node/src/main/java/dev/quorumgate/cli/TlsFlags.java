package dev.quorumgate.cli;

import dev.quorumgate.tls.MutualTls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a verb shows who asks, and whom it believes. With an authority given, nothing is ever asked without TLS. */
final class TlsFlags {
    @Option(
            names = "--tls-ca-file",
            paramLabel = "FILE",
            defaultValue = "${env:QUORUMGATE_TLS_CA_FILE}",
            description = "Authorities in PEM that sign the nodes' certificates; turns on TLS."
                    + " Default: QUORUMGATE_TLS_CA_FILE.",
            order = 93)
    private @Nullable Path authorities;

    @Option(
            names = "--tls-cert-file",
            paramLabel = "FILE",
            defaultValue = "${env:QUORUMGATE_TLS_CERT_FILE}",
            description = "Certificate in PEM to show to the nodes. Default: QUORUMGATE_TLS_CERT_FILE.",
            order = 94)
    private @Nullable Path certificate;

    @Option(
            names = "--tls-key-file",
            paramLabel = "FILE",
            defaultValue = "${env:QUORUMGATE_TLS_KEY_FILE}",
            description = "Private key in PEM of --tls-cert-file. Default: QUORUMGATE_TLS_KEY_FILE.",
            order = 95)
    private @Nullable Path key;

    /** @throws CliException if they do not fit together, or a file cannot be used */
    Optional<MutualTls> tls() {
        if (authorities == null) {
            if (certificate != null || key != null) {
                throw new CliException(
                        ExitCode.USAGE,
                        "--tls-cert-file and --tls-key-file need --tls-ca-file: whom to show the certificate to");
            }
            return Optional.empty();
        }
        try {
            return Optional.of(MutualTls.ofClient(authorities, pair()));
        } catch (IOException e) {
            throw new CliException(ExitCode.AUTHENTICATION, String.valueOf(e.getMessage()));
        }
    }

    private Optional<MutualTls.Pair> pair() {
        if (certificate == null && key == null) {
            return Optional.empty();
        }
        if (certificate == null || key == null) {
            throw new CliException(
                    ExitCode.USAGE, "--tls-cert-file and --tls-key-file are given together or not at all");
        }
        return Optional.of(new MutualTls.Pair(certificate, key));
    }
}
