package dev.quorumgate.tls;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Reads PEM: blocks of base64 between markers, and whatever text around them, which has no meaning (RFC 7468). */
public final class Pem {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String KEY_SUFFIX = "PRIVATE KEY";

    /** Kinds of keys that PKCS#8 may hold and TLS can use. */
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private Pem() {}

    private record Block(String type, String body) {
        byte[] bytes() throws InvalidPemException {
            if (body.contains("ENCRYPTED") || type.startsWith("ENCRYPTED")) {
                throw new InvalidPemException("the key is encrypted, and there is nobody to type its passphrase; "
                        + "'openssl pkey -in old.key -out new.key' writes it without one");
            }
            try {
                return Base64.getMimeDecoder().decode(body);
            } catch (IllegalArgumentException e) {
                throw new InvalidPemException("the base64 of one of its blocks is damaged", e);
            }
        }
    }

    /**
     * All certificates of a text, at least one, in their order.
     *
     * @throws InvalidPemException if there is none, or one cannot be read
     */
    public static List<X509Certificate> certificates(String text) throws InvalidPemException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(text)) {
            if (block.type.equals(CERTIFICATE)) {
                certificates.add(certificate(block.bytes(), certificates.size() + 1));
            }
        }
        if (certificates.isEmpty()) {
            throw new InvalidPemException("has no certificate in it (-----BEGIN CERTIFICATE-----)");
        }
        return List.copyOf(certificates);
    }

    /**
     * The first private key of a text: PKCS#8, PKCS#1 (RSA) or SEC 1 (EC).
     *
     * @throws InvalidPemException if there is none, or it cannot be read
     */
    public static PrivateKey privateKey(String text) throws InvalidPemException {
        for (Block block : blocks(text)) {
            if (block.type.endsWith(KEY_SUFFIX)) {
                return key(pkcs8(block.type, block.bytes()));
            }
        }
        throw new InvalidPemException("has no private key in it (-----BEGIN PRIVATE KEY-----)");
    }

    private static List<Block> blocks(String text) throws InvalidPemException {
        List<Block> blocks = new ArrayList<>();
        int begin = text.indexOf(BEGIN);
        while (begin >= 0) {
            int typeEnd = text.indexOf(DASHES, begin + BEGIN.length());
            int end = typeEnd < 0 ? -1 : text.indexOf(END, typeEnd + DASHES.length());
            if (end < 0) {
                throw new InvalidPemException("begins a block (" + BEGIN + "…) that does not end; is it cut off?");
            }
            String type = text.substring(begin + BEGIN.length(), typeEnd);
            if (!text.startsWith(type + DASHES, end + END.length())) {
                throw new InvalidPemException("has a block whose end is not of the type of its begin; is it cut off?");
            }
            blocks.add(new Block(type, text.substring(typeEnd + DASHES.length(), end)));
            begin = text.indexOf(BEGIN, end);
        }
        return blocks;
    }

    private static X509Certificate certificate(byte[] der, int number) throws InvalidPemException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new InvalidPemException("its certificate number " + number + " cannot be read", e);
        }
    }

    private static byte[] pkcs8(String type, byte[] der) throws InvalidPemException {
        return switch (type) {
            case "PRIVATE KEY" -> der;
            case "RSA PRIVATE KEY" -> Der.pkcs8OfRsa(der);
            case "EC PRIVATE KEY" -> Der.pkcs8OfEc(der);
            default ->
                throw new InvalidPemException(
                        "a key of its type cannot be used for TLS; expected PRIVATE KEY, RSA PRIVATE KEY or EC PRIVATE KEY");
        };
    }

    private static PrivateKey key(byte[] pkcs8) throws InvalidPemException {
        for (String algorithm : KEY_ALGORITHMS) {
            Optional<PrivateKey> key = key(algorithm, pkcs8);
            if (key.isPresent()) {
                return key.get();
            }
        }
        throw new InvalidPemException("its private key cannot be read; it must be one of " + KEY_ALGORITHMS);
    }

    private static Optional<PrivateKey> key(String algorithm, byte[] pkcs8) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        } catch (GeneralSecurityException e) {
            return Optional.empty(); // it is a key of another kind
        }
    }
}
