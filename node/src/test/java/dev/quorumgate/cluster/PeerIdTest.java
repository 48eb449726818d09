package dev.quorumgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerIdTest {
    @Test
    void isTheNameForAFounder() {
        assertThat(PeerId.of("n2"))
                .isEqualTo(new PeerId("n2", Optional.empty()))
                .hasToString("n2");
    }

    @Test
    void isNewForEachDataFolder() {
        SecureRandom random = new SecureRandom();

        PeerId one = PeerId.fresh("n2", random);
        PeerId other = PeerId.fresh("n2", random);

        assertThat(one.name()).isEqualTo("n2");
        assertThat(one).isNotEqualTo(other);
        assertThat(PeerId.of(one.toString())).isEqualTo(one);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "~12345678", "n1~", "n1~1234567g", "n1~123456789", "n1~12345678~12345678"})
    void isNothingElse(String text) {
        assertThatThrownBy(() -> PeerId.of(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
