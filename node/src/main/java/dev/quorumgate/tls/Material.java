package dev.quorumgate.tls;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/** What was in the PEM files at one time: good for use, as far as that can be told without another node. */
record Material(PemFiles files, Credentials credentials, Trust trust) {
    /**
     * Reads the files.
     *
     * @throws IOException if they cannot be read or do not fit together, or nobody with the same authorities would accept the
     *     certificate
     */
    static Material load(PemFiles files) throws IOException {
        Material material = new Material(
                files, PemFiles.credentials(files.certificate(), files.key()), Trust.of(files.authorities()));
        material.requireAcceptable();
        return material;
    }

    X509Certificate certificate() {
        return credentials.chain().get(0);
    }

    private void requireAcceptable() throws IOException {
        X509Certificate[] chain = credentials.chain().toArray(X509Certificate[]::new);
        ReloadingTrustManager others = new ReloadingTrustManager(() -> trust);
        try {
            others.checkServerTrusted(chain, "UNKNOWN");
            others.checkClientTrusted(chain, "UNKNOWN");
        } catch (CertificateException e) {
            throw new IOException(
                    "file '" + files.certificate() + "' would be refused by everybody: " + e.getMessage(), e);
        }
    }
}
