package dev.quorumgate.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Believes whom one of two believes. Calls may overlap. */
public final class EitherTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager one;
    private final X509ExtendedTrustManager other;

    private interface Check {
        void by(X509ExtendedTrustManager trust) throws CertificateException;
    }

    /** @param one who tells the reason when both refuse */
    public EitherTrust(X509ExtendedTrustManager one, X509ExtendedTrustManager other) {
        this.one = one;
        this.other = other;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        check(trust -> trust.checkClientTrusted(chain, authType, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable SSLEngine engine)
            throws CertificateException {
        check(trust -> trust.checkServerTrusted(chain, authType, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(trust -> trust.checkClientTrusted(chain, authType));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(trust -> trust.checkServerTrusted(chain, authType));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        check(trust -> trust.checkClientTrusted(chain, authType, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, @Nullable Socket socket)
            throws CertificateException {
        check(trust -> trust.checkServerTrusted(chain, authType, socket));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return Stream.of(one, other)
                .flatMap(trust -> Stream.of(trust.getAcceptedIssuers()))
                .distinct()
                .toArray(X509Certificate[]::new);
    }

    private void check(Check check) throws CertificateException {
        try {
            check.by(one);
        } catch (CertificateException first) {
            try {
                check.by(other);
            } catch (CertificateException second) {
                first.addSuppressed(second);
                throw first;
            }
        }
    }
}
