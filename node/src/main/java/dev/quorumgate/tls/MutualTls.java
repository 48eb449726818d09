package dev.quorumgate.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * What one end of a connection needs.
 *
 * @param keys what to show
 * @param trust whom to believe
 */
public record MutualTls(X509ExtendedKeyManager keys, X509ExtendedTrustManager trust) {
    /**
     * Of a client that lives for a moment.
     *
     * @param authorities PEM file
     * @param certificate with its key; without, nothing is shown
     * @throws IOException if a file cannot be used
     */
    public static MutualTls ofClient(Path authorities, Optional<Pair> certificate) throws IOException {
        Optional<Credentials> shown = certificate.isEmpty()
                ? Optional.empty()
                : Optional.of(PemFiles.credentials(
                        certificate.get().certificate(), certificate.get().key()));
        Trust trust = Trust.of(authorities);
        return new MutualTls(new ReloadingKeyManager(() -> shown), new ReloadingTrustManager(() -> trust));
    }

    /** PEM files of a certificate and its key. */
    public record Pair(Path certificate, Path key) {}
}
