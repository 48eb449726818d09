package dev.quorumgate.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Holds certificates against the authorities that count at the moment, and says in words why one is refused. Calls may
 * overlap.
 */
final class ReloadingTrustManager extends X509ExtendedTrustManager {
    private final Supplier<Trust> current;

    private interface Check {
        void of(X509ExtendedTrustManager trust) throws CertificateException;
    }

    ReloadingTrustManager(Supplier<Trust> current) {
        this.current = current;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        check(chain, "", trust -> trust.checkClientTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        String host = engine == null ? "" : String.valueOf(engine.getPeerHost());
        check(chain, host, trust -> trust.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, "", trust -> trust.checkClientTrusted(chain, authType));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, "", trust -> trust.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        check(chain, "", trust -> trust.checkClientTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        check(chain, "", trust -> trust.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return current.get().manager().getAcceptedIssuers();
    }

    private void check(X509Certificate[] chain, String host, Check check) throws CertificateException {
        Trust trust = current.get();
        try {
            check.of(trust.manager());
            chain[0].checkValidity(); // the JDK does not look at the dates of what is itself an authority
        } catch (CertificateException e) {
            throw new RefusedCertificateException(CertificateWords.refusal(chain, e, host, trust.file()), e);
        }
    }
}
