package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.quorumgate.config.NodeConfig;
import dev.quorumgate.groups.NotAppendedException;
import dev.quorumgate.groups.OutcomeUnknownException;
import dev.quorumgate.groups.StoreFullException;
import dev.quorumgate.telemetry.RefusalTally;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How pushes that are not stored are counted and logged, whichever way they come. */
class RefusedPushesTest {
    private static final NodeConfig.Limits LIMITS = new NodeConfig.Limits(2, 1000, 2, 1000, 1000, 1000);

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.with()
                .limits(LIMITS)
                .bodyMemory(256 << 10)
                .idleTimeout(Duration.ofSeconds(3))
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** The two ways to push. */
    enum Way {
        GROUP {
            @Override
            String target(String job) {
                return "/metrics/job/" + job;
            }

            @Override
            String body(String job, String metrics) {
                return metrics;
            }
        },
        SEVERAL {
            @Override
            String target(String job) {
                return "/api/v2/push";
            }

            @Override
            String body(String job, String metrics) {
                return "{\"pushes\":[{\"labels\":{\"job\":\"" + job + "\"},\"method\":\"PUT\",\"body\":\""
                        + metrics.replace("\n", "\\n") + "\"}]}";
            }
        };

        abstract String target(String job);

        abstract String body(String job, String metrics);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void areCountedByReason(Way way) throws IOException {
        assertThat(push(way, "a", "x\n").status()).isEqualTo(400);
        assertThat(push(way, "a", "a 1\nb 1\nc 1\n").status()).isEqualTo(400);
        assertThat(push(way, "a", "#" + "x".repeat(50_000) + "\n").status()).isEqualTo(413);
        assertThat(push(way, "a", "m 1 1\n").status()).isEqualTo(400);
        push(way, "a", "m 1\n");
        push(way, "b", "m 1\n");
        assertThat(push(way, "c", "m 1\n").status()).isEqualTo(400);
        server.log.failAppends(new NotAppendedException("no leader"));
        assertThat(push(way, "a", "m 1\n").status()).isEqualTo(503);
        server.log.failAppends(new OutcomeUnknownException("no majority"));
        assertThat(push(way, "a", "m 1\n").status()).isEqualTo(504);
        server.log.failAppends(new StoreFullException("the disk of n1 is nearly full"));
        assertThat(push(way, "a", "m 1\n").status()).isEqualTo(507);
        assertThat(slowPush(way).status()).isEqualTo(408);

        await().untilAsserted(() -> assertThat(
                        server.get("/metrics?collect[]=node").text().lines())
                .filteredOn(line -> line.startsWith("quorumgate_pushes_refused_total"))
                .containsExactlyInAnyOrder(
                        "quorumgate_pushes_refused_total{reason=\"malformed\"} 1",
                        "quorumgate_pushes_refused_total{reason=\"limit\"} 3",
                        "quorumgate_pushes_refused_total{reason=\"inconsistent\"} 1",
                        "quorumgate_pushes_refused_total{reason=\"unavailable\"} 1",
                        "quorumgate_pushes_refused_total{reason=\"unknown\"} 1",
                        "quorumgate_pushes_refused_total{reason=\"no_space\"} 1",
                        "quorumgate_pushes_refused_total{reason=\"timeout\"} 1"));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void areTalliedByJob(Way way) throws IOException {
        push(way, "etl", "x\n");
        push(way, "etl", "a 1\nb 1\nc 1\n");
        push(way, "etl", "m 1 1\n");
        push(way, "other", "x\n");

        assertThat(server.refusals.top(10))
                .extracting(RefusalTally.Entry::job, RefusalTally.Entry::refused)
                .containsExactly(tuple("etl", 3L), tuple("other", 1L));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void areLogged(Way way) throws IOException {
        try (Logs logs = Logs.open(Level.DEBUG, RefusedPushes.class)) {
            push(way, "a", "x\n");
            push(way, "a", "m 1 1\n");

            assertThat(logs.events())
                    .hasSize(2)
                    .allSatisfy(event -> assertThat(event.getKeyValuePairs().toString())
                            .contains("method=", "source=\"127.0.0.1:", "err="));
            assertThat(logs.events().stream().map(event -> event.getLevel()))
                    .isEqualTo(List.of(Level.DEBUG, Level.ERROR));
        }
    }

    @Test
    void areNotThereWhereNothingWasToBeStored() throws IOException {
        server.post(
                Way.SEVERAL.target("a") + "?dry_run=true",
                Way.SEVERAL.body("a", "x\n"),
                "Content-Type: application/json");

        assertThat(server.get("/metrics?collect[]=node").text())
                .doesNotContainPattern("quorumgate_pushes_refused_total\\{.*} [1-9]");
    }

    private Reply push(Way way, String job, String metrics) throws IOException {
        return server.post(way.target(job), way.body(job, metrics), type(way));
    }

    private Reply slowPush(Way way) throws IOException {
        try (RawConnection connection = server.connect()) {
            String head = RawConnection.head("POST", way.target("a"), type(way), "Content-Length: 100");
            return connection.send(head + "m").receive();
        }
    }

    private static String type(Way way) {
        return way == Way.SEVERAL ? "Content-Type: application/json" : "Content-Type: text/plain";
    }
}
