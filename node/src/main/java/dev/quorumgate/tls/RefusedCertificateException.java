package dev.quorumgate.tls;

import java.security.cert.CertificateException;

/** A certificate is not good; the message says which and why. */
final class RefusedCertificateException extends CertificateException {
    private static final long serialVersionUID = 1L;

    RefusedCertificateException(String message, CertificateException cause) {
        super(message, cause);
    }
}
