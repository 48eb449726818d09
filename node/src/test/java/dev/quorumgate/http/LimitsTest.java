package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.quorumgate.config.NodeConfig;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client is told that pushes more than the limits allow. */
class LimitsTest {
    private static final String REJECTED = "pushed metrics are invalid or inconsistent with existing metrics: ";
    private static final NodeConfig.Limits LIMITS = new NodeConfig.Limits(2, 8, 3, 4, 8, 5);

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.with().limits(LIMITS).start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Arguments> tooLarge() {
        return Stream.of(
                arguments(
                        "/a",
                        "a 1\nb 1\nc{x=\"1\"} 1\nc{x=\"2\"} 1\n",
                        "the push has 4 series; the limit is 3 (--limit.series-per-push); push less at a time"),
                arguments(
                        "/a",
                        "ok 1\nm{a=\"1\",b=\"2\",c=\"3\"} 1\n",
                        "metric \"m\" has 5 labels, grouping labels and instance included; the limit is 4"
                                + " (--limit.labels)"),
                arguments(
                        "/a/b/1/c/2/d/3",
                        "",
                        "each metric of the group has 5 labels, grouping labels and instance included; the limit is 4"
                                + " (--limit.labels)"),
                arguments(
                        "/a",
                        "m{too_long_=\"1\"} 1\n",
                        "a label name of metric \"m\" has 9 bytes: \"too_long_\"; the limit is 8"
                                + " (--limit.label-name-length)"),
                arguments(
                        "/a",
                        "m{a=\"\u00e9\u00e9\u00e9\"} 1\n",
                        "the value of label \"a\" of metric \"m\" has 6 bytes: \"\u00e9\u00e9\u00e9\"; the limit is 5"
                                + " (--limit.label-value-length)"),
                arguments(
                        "/abcdef",
                        "",
                        "the value of label \"job\" of the grouping key has 6 bytes: \"abcdef\"; the limit is 5"
                                + " (--limit.label-value-length)"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("tooLarge")
    void refusesWhatIsTooLargeBeforeTheLog(String job, String body, String reason) throws IOException {
        Reply reply = server.put("/metrics/job" + job, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).isEqualTo(REJECTED + reason + "\n");
        assertThat(server.log.commands()).isEmpty();
    }

    @Test
    void takesWhatIsJustNotTooLarge() throws IOException {
        assertThat(server.put("/metrics/job/abcde", "a 1\nb 1\nc{a_label_=\"12345\",a=\"\u00e92\"} 1\n")
                        .error())
                .isEmpty();
    }

    @Test
    void pushesThatAreRefusedTakeNobodysRoom() throws IOException {
        server.put("/metrics/job/a", "m 1\n");
        for (String job : List.of("b", "c", "d")) {
            assertThat(server.put("/metrics/job/" + job, "# TYPE m counter\nm 1\n")
                            .status())
                    .isEqualTo(400);
        }
        assertThat(server.put("/metrics/job/a", "n{x=\"1\"} 1\nn{x=\"2\"} 1\nn{x=\"3\"} 1\n")
                        .status())
                .isEqualTo(200);
        assertThat(server.post("/metrics/job/a", "o 1\np 1\nq 1\n").status()).isEqualTo(200);
        assertThat(server.post("/metrics/job/a", "r 1\n").status()).isEqualTo(400);

        assertThat(server.get("/metrics").text()).contains("\npush_failure_time_seconds{instance=\"\",job=\"a\"} 0\n");
        server.delete("/metrics/job/a");
        assertThat(server.put("/metrics/job/good", "m 1\n").status()).isEqualTo(200);
        assertThat(server.put("/metrics/job/also", "m 1\n").status()).isEqualTo(200);
    }

    @Test
    void keepsAFullStoreWorkingForWhatIsThere() throws IOException {
        server.put("/metrics/job/a", "m 1\n");
        server.put("/metrics/job/b", "m 1\n");

        Reply third = server.put("/metrics/job/c", "m 1\n");

        assertThat(third.status()).isEqualTo(400);
        assertThat(third.text())
                .isEqualTo(REJECTED + "the limit of stored groups is reached: there are 2, the limit is 2"
                        + " (--limit.groups); delete groups that are not needed, or raise it\n");
        assertThat(server.put("/metrics/job/c", "m 1 5\n").status()).isEqualTo(400);
        assertThat(server.log.latest().byKey().size())
                .as("no group for the failure time")
                .isEqualTo(2);
        assertThat(server.put("/metrics/job/a", "m 2\n").status()).isEqualTo(200);
        assertThat(server.post("/metrics/job/a", "n{x=\"1\"} 1\nn{x=\"2\"} 1\n").status())
                .isEqualTo(200);
        assertThat(server.post("/metrics/job/a", "o 1\n").error())
                .startsWith(
                        REJECTED + "the limit of stored series is reached: there are 8, there would be 9, the limit is"
                                + " 8 (--limit.series;");
        assertThat(server.put("/metrics/job/a", "m 3\n").status())
                .as("fewer series")
                .isEqualTo(200);
        server.delete("/metrics/job/a");
        assertThat(server.put("/metrics/job/c", "m 1\n").status()).isEqualTo(200);
    }

    @Test
    void tellsOfLimitsEvenWhereNothingIsChecked() throws IOException {
        try (TestServer unchecked = TestServer.with().unchecked().limits(LIMITS).start()) {
            unchecked.put("/metrics/job/a", "m 1\n");
            unchecked.put("/metrics/job/b", "m 1\n");

            assertThat(unchecked.put("/metrics/job/c", "m 1\n").status()).isEqualTo(400);
        }
    }

    @Test
    void countsWhatLimitsRefuse() throws IOException {
        server.put("/metrics/job/a", "a 1\nb 1\nc 1\nd 1\n");
        server.put("/metrics/job/a", "");
        server.put("/metrics/job/b", "");
        server.put("/metrics/job/c", "");

        // An answer may be there before it is counted.
        await().untilAsserted(
                        () -> assertThat(server.get("/metrics?collect[]=node").text())
                                .contains("quorumgate_pushes_refused_total{reason=\"limit\"} 2\n"));
    }
}
