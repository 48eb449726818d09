package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.NotAppendedException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code PUT /api/v1/admin/wipe}, as the original has it but for its promise. */
class WipeTest {
    private static final String WIPE = "/api/v1/admin/wipe";
    private static final String PUSHED = "/metrics?collect[]=pushed";

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.with().adminApi().start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void deletesAllGroupsWithOneCommandBeforeItAnswers() throws IOException {
        server.put("/metrics/job/a", "m 1\n");
        server.put("/metrics/job/b", "m 1\n");

        Reply reply = server.put(WIPE, "");

        assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 202 Accepted");
        assertThat(reply.headers().stream().map(Reply.Header::name))
                .containsExactlyInAnyOrder("Date", "Content-Length");
        assertThat(server.log.commands().subList(2, 3)).isEqualTo(List.of(new Command.Wipe()));
        assertThat(server.get(PUSHED).text()).isEmpty();
        assertThat(server.put("/metrics/job/a", "m 2\n").status()).isEqualTo(200);
        assertThat(server.get(PUSHED).text()).contains("m{instance=\"\",job=\"a\"} 2\n");
    }

    /** For those who ask later where everything went. */
    @Test
    void isToldInTheLog() throws IOException {
        server.put("/metrics/job/a", "m 1\n");
        try (Logs logs = Logs.open()) {
            server.put(WIPE, "");

            assertThat(logs.events()).singleElement().satisfies(event -> {
                assertThat(event.getFormattedMessage()).isEqualTo("wiped: all groups are deleted");
                assertThat(event.getKeyValuePairs())
                        .anyMatch(pair -> pair.key.equals("source"))
                        .anyMatch(pair -> pair.key.equals("groups") && pair.value.equals(1L));
            });
        }
    }

    @Test
    void saysWhenItDidNotHappen() throws IOException {
        server.log.failAppends(new NotAppendedException("no leader"));

        assertThat(server.put(WIPE, "").status()).isEqualTo(503);
    }

    @Test
    void hasOneMethod() throws IOException {
        for (String method : List.of("GET", "POST", "DELETE", "PATCH")) {
            Reply reply = server.ask(method, WIPE, "");

            assertThat(reply.status()).isEqualTo(405);
            assertThat(reply.header("Allow")).isEqualTo("OPTIONS, PUT");
            assertThat(reply.hasHeader("Access-Control-Allow-Origin")).isFalse();
        }
        assertThat(server.ask("OPTIONS", WIPE, "").header("Access-Control-Allow-Origin"))
                .isEqualTo("*");
        assertThat(server.log.commands()).isEmpty();
    }

    @Test
    void isNotThereWithoutItsFlag() throws IOException {
        try (TestServer without = TestServer.with().start()) {
            for (String method : List.of("PUT", "POST", "GET", "DELETE")) {
                assertThat(without.ask(method, WIPE, "").status()).isEqualTo(404);
            }
            assertThat(without.log.commands()).isEmpty();
        }
    }
}
