package dev.quorumgate.tls;

import dev.quorumgate.concurrent.OwnerThread;
import java.io.Closeable;
import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate, its key and the authorities of others as they are now: the files are looked at twice a second, and what has
 * changed counts for new connections when it has stood still from one look to the next. What cannot be used does not count:
 * that of before goes on. Calls may overlap.
 */
public final class ReloadingTls implements Closeable {
    private static final Logger logger = LoggerFactory.getLogger(ReloadingTls.class);

    private static final long LOOK_MILLIS = 500;
    private static final long WARN_MILLIS = TimeUnit.HOURS.toMillis(1);
    private static final Duration NEAR_ITS_END = Duration.ofDays(14);

    private final PemFiles files;
    private final OwnerThread looking = new OwnerThread("certificates");

    private volatile Material current;
    // Of the thread that looks alone.
    private List<String> seen;
    private List<String> taken;

    /** @param taken what the files were a moment before they were read */
    private ReloadingTls(PemFiles files, Material material, List<String> taken) {
        this.files = files;
        this.current = material;
        this.seen = taken;
        this.taken = taken;
    }

    /**
     * Reads the files.
     *
     * @throws IOException if they cannot be used: they are missing, damaged or no pair, or nobody with the same authorities
     *     would accept the certificate
     */
    public static ReloadingTls open(PemFiles files) throws IOException {
        List<String> fingerprint = files.fingerprint();
        ReloadingTls tls = new ReloadingTls(files, Material.load(files), fingerprint);
        tls.warnOfItsEnd();
        return tls;
    }

    /** Shows the certificate. */
    public MutualTls managers() {
        return new MutualTls(
                new ReloadingKeyManager(() -> Optional.of(current.credentials())),
                new ReloadingTrustManager(() -> current.trust()));
    }

    /** The certificate that is shown at the moment. */
    public X509Certificate certificate() {
        return current.certificate();
    }

    /** Whether others who ask for {@code host}, a DNS name or an IP address, will accept the certificate. */
    public boolean isFor(String host) {
        try {
            return HostNames.match(host, AlternativeNames.of(certificate()));
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    /** Begins to look for changes, until it is closed. */
    public void follow() {
        looking.every(LOOK_MILLIS, this::look);
        looking.every(WARN_MILLIS, this::warnOfItsEnd);
    }

    @Override
    public void close() {
        looking.close();
    }

    /** One look. */
    void look() {
        List<String> now = files.fingerprint();
        if (!now.equals(seen)) {
            seen = now; // they may still be being written, or one of them changes after the other
        } else if (!now.equals(taken)) {
            taken = now;
            take();
        }
    }

    private void take() {
        try {
            Material next = Material.load(files);
            current = next;
            logger.atInfo()
                    .addKeyValue("file", files.certificate())
                    .addKeyValue("subject", CertificateWords.name(next.certificate()))
                    .addKeyValue(
                            "ends", CertificateWords.time(next.certificate().getNotAfter()))
                    .log("certificate and authorities reloaded");
            warnOfItsEnd();
        } catch (IOException e) {
            logger.error("the certificate and authorities of before go on being used: {}", e.getMessage());
        }
    }

    private void warnOfItsEnd() {
        Instant end = CertificateWords.time(certificate().getNotAfter());
        Duration left = Duration.between(Instant.now(), end);
        if (left.isNegative()) {
            logger.error(
                    "the certificate in '{}' ended on {}: nobody accepts new connections of this node; put a new one there",
                    files.certificate(),
                    end);
        } else if (left.compareTo(NEAR_ITS_END) < 0) {
            logger.warn(
                    "the certificate in '{}' ends on {}; put a new one there before that", files.certificate(), end);
        }
    }
}
