package dev.quorumgate.tls;

import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

/** Why a certificate is refused, for people: which one, and what about it. The JDK says neither. */
final class CertificateWords {
    private CertificateWords() {}

    /**
     * The reason for a refusal.
     *
     * @param chain as it was shown, the certificate itself first
     * @param host that it should be valid for; empty when nobody asked for any
     * @param authorities file with those it should lead to
     */
    static String refusal(X509Certificate[] chain, CertificateException failure, String host, Path authorities) {
        String name = name(chain[0]);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                X509Certificate expired = firstExpired(chain);
                return "the certificate of " + name(expired) + " ended on " + time(expired.getNotAfter());
            }
            if (cause instanceof CertificateNotYetValidException) {
                return "the certificate of " + name + " is valid from " + time(chain[0].getNotBefore())
                        + " on only; are the clocks right?";
            }
            if (cause instanceof CertPathBuilderException) {
                return "the certificate of " + name + ", issued by "
                        + chain[chain.length - 1].getIssuerX500Principal().getName()
                        + ", is not signed by an authority in '" + authorities + "'";
            }
        }
        String told = String.valueOf(failure.getMessage());
        if (!host.isEmpty() && (told.contains("subject alternative") || told.contains("No name matching"))) {
            return "the certificate of " + name + " is not for " + host + ": it has the names " + names(chain[0]);
        }
        if (told.contains("xtended key usage")) {
            return "the certificate of " + name
                    + " is not for both ends of a connection: its extendedKeyUsage must have serverAuth and clientAuth";
        }
        return "the certificate of " + name + " is not good: " + told;
    }

    /** Whose it is. */
    static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    static Object names(X509Certificate certificate) {
        try {
            return AlternativeNames.of(certificate);
        } catch (CertificateParsingException e) {
            return "that cannot be read";
        }
    }

    static Instant time(Date date) {
        return date.toInstant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** An authority between may have ended as well. */
    private static X509Certificate firstExpired(X509Certificate[] chain) {
        for (X509Certificate each : chain) {
            try {
                each.checkValidity();
            } catch (CertificateExpiredException e) {
                return each;
            } catch (CertificateNotYetValidException e) {
                // another one is meant
            }
        }
        return chain[0];
    }
}
