package dev.quorumgate.webconfig;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@code --web.config.file} says.
 *
 * @param http2 whether it is offered; only with TLS
 * @param headers of all answers
 * @param passwords bcrypt hashes by the name of the user; empty when nobody is asked for one
 * @param warnings what whoever wrote the file should know, with line and column
 */
public record WebConfig(
        Optional<Tls> tls,
        boolean http2,
        SortedMap<String, String> headers,
        Optional<RateLimit> rateLimit,
        Map<String, Secret> passwords,
        List<String> warnings) {
    /** No TLS, no passwords: what an empty file, or none, means. */
    public static final WebConfig NONE =
            new WebConfig(Optional.empty(), true, new TreeMap<>(), Optional.empty(), Map.of(), List.of());

    public WebConfig {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
        passwords = Map.copyOf(passwords);
        warnings = List.copyOf(warnings);
    }

    /**
     * TLS. Names of protocols, cipher suites and curves are the JDK's.
     *
     * @param clientCa those of the system when empty
     * @param clientAllowedNames of which a client's certificate must have one; any when empty
     * @param cipherSuites those of the JDK when empty
     * @param curves those of the JDK when empty
     * @param serverOrder whether the order of the cipher suites decides, or the client's
     */
    public record Tls(
            PemSource certificate,
            PemSource key,
            Optional<PemSource> clientCa,
            ClientAuth clientAuth,
            List<String> clientAllowedNames,
            List<String> protocols,
            List<String> cipherSuites,
            List<String> curves,
            boolean serverOrder) {
        public Tls {
            clientAllowedNames = List.copyOf(clientAllowedNames);
            protocols = List.copyOf(protocols);
            cipherSuites = List.copyOf(cipherSuites);
            curves = List.copyOf(curves);
        }
    }

    /**
     * How many requests are answered.
     *
     * @param interval after which one more is
     * @param burst how many are at once after a quiet time
     */
    public record RateLimit(Duration interval, int burst) {}
}
