package dev.quorumgate.tls;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.CertificateException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells in the log, at WARN, of connections that do not come about because of certificates: who, why, from where. The same
 * host and reason once in ten seconds. Calls may overlap.
 */
public final class TlsRefusals {
    private static final Logger logger = LoggerFactory.getLogger(TlsRefusals.class);

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int KEPT_MAX = 1000;

    /** What the JDK calls a client that shows nothing, in the versions of TLS. */
    private static final String NO_CERTIFICATE = "empty client certificate chain";

    private static final String ALERT = "Received fatal alert: ";

    private final Map<String, Long> toldAtNanos = new LinkedHashMap<>();

    /**
     * Somebody else began a handshake with this node, and it failed.
     *
     * @param port what he connected to, as the operator knows it: a flag
     */
    public void ofCaller(String port, @Nullable SocketAddress caller, Throwable failure) {
        reason(failure).ifPresent(reason -> ofCaller(port, caller, reason));
    }

    /** Somebody else was refused for a reason that no handshake knows. */
    public void ofCaller(String port, @Nullable SocketAddress caller, String reason) {
        if (isNew(port + host(caller) + reason)) {
            logger.warn("{}: refused a connection from {}: {}", port, text(caller), reason);
        }
    }

    /** This node could not connect to somebody else, perhaps because of certificates. */
    public void ofServer(String address, Throwable failure) {
        reason(failure).ifPresent(reason -> ofServer(address, reason));
    }

    /** Somebody else refuses this node. */
    public void ofServer(String address, String reason) {
        if (isNew(address + reason)) {
            logger.warn("cannot ask {}: {}", address, reason);
        }
    }

    /** Why a connection failed, when that has to do with certificates or TLS; for people. */
    public static Optional<String> reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return Optional.of(String.valueOf(cause.getMessage()));
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException tls) {
                return reason(tls);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> reason(SSLException failure) {
        String told = String.valueOf(failure.getMessage());
        if (told.toLowerCase(Locale.ROOT).contains(NO_CERTIFICATE)) {
            return Optional.of("it shows no certificate");
        }
        if (told.contains(ALERT)) {
            return Optional.of("the other side does not accept the certificate of this one ("
                    + told.substring(told.indexOf(ALERT) + ALERT.length()) + "); its log says why");
        }
        if (failure.getClass().getSimpleName().equals("NotSslRecordException")) {
            return Optional.of("it does not speak TLS");
        }
        // Who asks only whether the port is open goes away in the middle, and a connection may also end in a hurry.
        return failure instanceof SSLHandshakeException && !told.contains("closed")
                ? Optional.of(told)
                : Optional.empty();
    }

    private static String host(@Nullable SocketAddress caller) {
        return caller instanceof InetSocketAddress internet ? internet.getHostString() : String.valueOf(caller);
    }

    private static String text(@Nullable SocketAddress caller) {
        return caller instanceof InetSocketAddress internet
                ? internet.getHostString() + ":" + internet.getPort()
                : String.valueOf(caller);
    }

    private synchronized boolean isNew(String key) {
        long now = System.nanoTime();
        Long told = toldAtNanos.remove(key);
        if (told == null && toldAtNanos.size() >= KEPT_MAX) {
            toldAtNanos.remove(toldAtNanos.keySet().iterator().next());
        }
        boolean isNew = told == null || now - told > PAUSE_NANOS;
        toldAtNanos.put(key, isNew ? Long.valueOf(now) : told);
        return isNew;
    }
}
