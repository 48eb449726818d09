package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hints in a header: there when something looks wrong, and never in the way. */
class HintsTest {
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.with().start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void saysHowManyGroupsShareTheJobOfADeletionThatFoundNone() throws IOException {
        server.put("/metrics/job/a/instance/1", "m 1\n");
        server.put("/metrics/job/a/instance/2", "m 1\n");
        server.put("/metrics/job/ab", "m 1\n");

        Reply reply = server.delete("/metrics/job/a");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body()).isEmpty();
        assertThat(reply.header("Quorumgate-Hint")).isEqualTo("no group {job=\"a\"}; 2 groups have job=\"a\"");
        assertThat(server.delete("/metrics/job/ab/x/1").header("Quorumgate-Hint"))
                .isEqualTo("no group {job=\"ab\",x=\"1\"}; 1 group has job=\"ab\"");
        assertThat(server.delete("/metrics/job/c").header("Quorumgate-Hint"))
                .isEqualTo("no group {job=\"c\"}; no group has job=\"c\"");
        assertThat(server.delete("/metrics/job/ab").hasHeader("Quorumgate-Hint"))
                .isFalse();
    }

    @Test
    void putsNothingIntoAHeaderThatCouldBreakAClient() throws IOException {
        String value = "%0D%0AX:%20y%C3%A9%F0%9F%98%80" + "z".repeat(1000);

        Reply reply = server.delete("/metrics/job/" + value);

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.hasHeader("X")).isFalse();
        assertThat(reply.header("Quorumgate-Hint"))
                .startsWith("no group {job=\"?\\nX: y??zzz")
                .contains("...; no group has job=\"??X: y??zzz")
                .hasSizeLessThan(500);
    }

    @Test
    void givesNoHintToAHostThatPushesAlone() throws IOException {
        for (int i = 0; i < 6; i++) {
            assertThat(server.put("/metrics/job/a", "m 1\n").hasHeader("Quorumgate-Hint"))
                    .isFalse();
        }
    }

    @Test
    void namesTheHostThatTakesTurnsInReplacingAGroup() throws IOException {
        try (TestServer everywhere = TestServer.with().host("0.0.0.0").start()) {
            everywhere.putFrom(2, "/metrics/job/a", "m 1\n");
            everywhere.putFrom(3, "/metrics/job/a", "m 1\n");
            Reply third = everywhere.putFrom(2, "/metrics/job/a", "m 1\n");
            Reply fourth = everywhere.putFrom(3, "/metrics/job/a", "m 1\n");

            assertThat(third.hasHeader("Quorumgate-Hint")).isFalse();
            assertThat(fourth.status()).isEqualTo(200);
            assertThat(fourth.body()).isEmpty();
            assertThat(fourth.header("Quorumgate-Hint"))
                    .isEqualTo("host 127.0.0.2 replaces this group in turn with this one, so that one of the two is"
                            + " always lost; give each a grouping label of its own, such as instance");
        }
    }
}
