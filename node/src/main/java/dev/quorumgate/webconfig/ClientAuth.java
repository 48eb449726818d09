package dev.quorumgate.webconfig;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a client has to show of itself within TLS, in the words of Go. */
public enum ClientAuth {
    NONE("NoClientCert", false, false, false),
    REQUEST("RequestClientCert", true, false, false),
    REQUIRE_ANY("RequireAnyClientCert", true, true, false),
    VERIFY_IF_GIVEN("VerifyClientCertIfGiven", true, false, true),
    REQUIRE_AND_VERIFY("RequireAndVerifyClientCert", true, true, true);

    private static final String ALIAS_OF_REQUIRE_ANY = "RequireClientCert";

    private final String word;
    private final boolean asks;
    private final boolean requires;
    private final boolean verifies;

    ClientAuth(String word, boolean asks, boolean requires, boolean verifies) {
        this.word = word;
        this.asks = asks;
        this.requires = requires;
        this.verifies = verifies;
    }

    static Optional<ClientAuth> of(String word) {
        if (word.isEmpty()) {
            return Optional.of(NONE);
        }
        if (word.equals(ALIAS_OF_REQUIRE_ANY)) {
            return Optional.of(REQUIRE_ANY);
        }
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(each -> each.word).toList();
    }

    /** Whether a client is asked for a certificate. */
    public boolean asks() {
        return asks;
    }

    /** Whether it must show one. */
    public boolean requires() {
        return requires;
    }

    /** Whether one that is shown must lead to a known authority. */
    public boolean verifies() {
        return verifies;
    }
}
