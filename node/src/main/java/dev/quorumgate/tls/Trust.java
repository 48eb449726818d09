package dev.quorumgate.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The authorities of one file.
 *
 * @param manager believes certificates that lead to one of them
 */
record Trust(Path file, X509ExtendedTrustManager manager) {
    /** @throws IOException if the file cannot be read, or has no certificate in it */
    static Trust of(Path file) throws IOException {
        List<X509Certificate> authorities = PemFiles.read(file, Pem::certificates);
        try {
            KeyStore store = Credentials.emptyStore();
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            return new Trust(file, (X509ExtendedTrustManager) factory.getTrustManagers()[0]);
        } catch (GeneralSecurityException e) {
            throw new IOException("file '" + file + "' cannot be used: " + e.getMessage(), e);
        }
    }
}
