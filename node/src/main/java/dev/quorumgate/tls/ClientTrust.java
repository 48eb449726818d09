package dev.quorumgate.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** Decides whether a certificate that a client shows is good. Calls may overlap. */
public final class ClientTrust extends X509ExtendedTrustManager {
    private final Optional<X509TrustManager> verifier;
    private final Set<String> allowedNames;

    private ClientTrust(Optional<X509TrustManager> verifier, Collection<String> allowedNames) {
        this.verifier = verifier;
        this.allowedNames =
                allowedNames.stream().map(AlternativeNames::canonical).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Takes certificates that lead to an authority.
     *
     * @param authorities those of the system when empty
     * @param allowedNames of which a certificate must have one (DNS, e-mail, IP or URI); any when empty
     */
    public static ClientTrust verifying(List<X509Certificate> authorities, Collection<String> allowedNames)
            throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(authorities.isEmpty() ? null : Authorities.store(authorities));
        return new ClientTrust(Optional.of((X509TrustManager) factory.getTrustManagers()[0]), allowedNames);
    }

    /** Takes any certificate that has one of these names, or all when empty; whoever may have signed it. */
    public static ClientTrust unverified(Collection<String> allowedNames) {
        return new ClientTrust(Optional.empty(), allowedNames);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (verifier.isPresent()) {
            verifier.get().checkClientTrusted(chain, authType);
            // The JDK does not look at the dates of a certificate that is itself among the authorities.
            chain[0].checkValidity();
        }
        if (!allowedNames.isEmpty() && AlternativeNames.of(chain[0]).stream().noneMatch(allowedNames::contains)) {
            throw new CertificateException("the client's certificate has none of the allowed names");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this is for clients' certificates");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return verifier.map(X509TrustManager::getAcceptedIssuers).orElse(new X509Certificate[0]);
    }
}
