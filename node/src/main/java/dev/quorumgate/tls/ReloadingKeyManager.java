package dev.quorumgate.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows the certificate that counts when a handshake begins. It is shown whatever authorities the other side names, so that
 * that side can say why it refuses it. Calls may overlap.
 */
final class ReloadingKeyManager extends X509ExtendedKeyManager {
    private static final Set<String> RSA = Set.of("RSA", "RSASSA-PSS");

    private final Supplier<Optional<Credentials>> current;
    /** The JDK asks for the alias, the certificate and the key one after the other: they must be of one pair. */
    private volatile List<Named> latest = List.of();

    private long pairs;

    private record Named(String alias, Credentials credentials) {}

    ReloadingKeyManager(Supplier<Optional<Credentials>> current) {
        this.current = current;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyTypes);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyTypes);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyType);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = alias(keyType);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return getClientAliases(keyType, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Credentials named = named(alias);
        return named == null ? null : named.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Credentials named = named(alias);
        return named == null ? null : named.key();
    }

    private @Nullable String alias(String... keyTypes) {
        return current.get()
                .filter(credentials -> Arrays.stream(keyTypes).anyMatch(type -> isOf(type, credentials.key())))
                .map(this::aliasOf)
                .orElse(null);
    }

    /** For the older versions of TLS a type may say two things: {@code EC_RSA} is an EC key signed with RSA. */
    private static boolean isOf(String keyType, PrivateKey key) {
        String kind = keyType.contains("_") ? keyType.substring(0, keyType.indexOf('_')) : keyType;
        return kind.equals(key.getAlgorithm()) || (RSA.contains(kind) && RSA.contains(key.getAlgorithm()));
    }

    /** Handshakes under way may still ask for the pair of before. */
    private synchronized String aliasOf(Credentials credentials) {
        List<Named> known = latest;
        if (!known.isEmpty() && known.get(0).credentials().equals(credentials)) {
            return known.get(0).alias();
        }
        Named next = new Named("pair-" + ++pairs, credentials);
        latest = known.isEmpty() ? List.of(next) : List.of(next, known.get(0));
        return next.alias();
    }

    private @Nullable Credentials named(String alias) {
        for (Named each : latest) {
            if (each.alias().equals(alias)) {
                return each.credentials();
            }
        }
        return null;
    }
}
