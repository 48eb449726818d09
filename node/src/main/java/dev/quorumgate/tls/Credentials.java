package dev.quorumgate.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * What a server shows to its clients: its certificate and the key to it.
 *
 * @param chain its own certificate first
 */
public record Credentials(List<X509Certificate> chain, PrivateKey key) {
    private static final char[] NO_PASSWORD = {};

    private static final Map<String, String> SIGNATURES = Map.of(
            "RSA", "SHA256withRSA",
            "EC", "SHA256withECDSA",
            "EdDSA", "EdDSA");

    public Credentials {
        chain = List.copyOf(chain);
    }

    /**
     * A certificate with its key.
     *
     * @throws InvalidPemException if the key is that of another certificate
     */
    public static Credentials of(List<X509Certificate> chain, PrivateKey key) throws InvalidPemException {
        if (!belongTogether(chain.get(0), key)) {
            throw new InvalidPemException("the private key is not that of the certificate for "
                    + chain.get(0).getSubjectX500Principal() + "; they must be a pair");
        }
        return new Credentials(chain, key);
    }

    /** For the JDK's TLS. */
    public KeyManager[] keyManagers() throws GeneralSecurityException {
        KeyStore store = emptyStore();
        store.setKeyEntry("server", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    static KeyStore emptyStore() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store cannot be made", e);
        }
        return store;
    }

    private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
        String algorithm = SIGNATURES.get(key.getAlgorithm());
        if (algorithm == null) {
            return certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm());
        }
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update((byte) 1);
            byte[] signature = signing.sign();
            Signature verifying = Signature.getInstance(algorithm);
            verifying.initVerify(certificate.getPublicKey());
            verifying.update((byte) 1);
            return verifying.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // they are not even of one kind
        }
    }

    @Override
    public String toString() {
        return "Credentials[" + chain.get(0).getSubjectX500Principal() + "]";
    }
}
