package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is logged of requests. */
class RequestLogsTest extends SharedServer {
    @Test
    void tellsEachRequestButNotItsSecrets() throws IOException {
        try (Logs logs = Logs.open(Level.INFO, AccessLog.class)) {
            server.put(
                    "/metrics/job/accessed?token=secret",
                    "secret 1\n",
                    "Authorization: Basic secret",
                    "Cookie: secret",
                    "User-Agent: curl/8");

            assertThat(awaitAccess(logs, "path", "/metrics/job/accessed")).satisfies(event -> {
                Map<String, String> pairs = pairs(event);
                assertThat(event.getFormattedMessage()).isEqualTo("request");
                assertThat(pairs)
                        .containsEntry("method", "PUT")
                        .containsEntry("status", "200")
                        .containsEntry("bytes", "0")
                        .containsEntry("user_agent", "curl/8");
                assertThat(pairs.get("source")).matches("127\\.0\\.0\\.1:\\d+");
                assertThat(Double.parseDouble(pairs.get("duration_ms"))).isPositive();
                assertThat(pairs.values()).noneMatch(value -> value.contains("secret"));
            });
        }
    }

    @Test
    void tellsOfRequestsThatNoRouteSees() throws IOException {
        try (Logs logs = Logs.open(Level.INFO, AccessLog.class);
                RawConnection connection = server.connect()) {
            connection
                    .send("GET /" + "a".repeat(5000) + "% HTTP/1.1\r\nHost: x\r\n\r\n")
                    .receive();

            assertThat(pairs(awaitAccess(logs, "method", "-")))
                    .containsEntry("status", "400")
                    .hasEntrySatisfying("path", path -> assertThat(path).hasSizeLessThan(300));
        }
    }

    @Test
    void tellsAtDebugWhatIsMalformed() throws IOException {
        try (Logs logs = Logs.open(Level.DEBUG, RefusedPushes.class)) {
            server.put("/metrics/job/a", "m x\n");
            server.put("/metrics/job/a/b", "m 1\n");

            assertThat(logs.events()).hasSize(2).allSatisfy(event -> {
                assertThat(event.getLevel()).isEqualTo(Level.DEBUG);
                assertThat(pairs(event)).containsEntry("method", "PUT").containsKeys("source", "path");
            });
            assertThat(pairs(logs.events().get(0)).get("err")).startsWith("text format parsing error in line 1: ");
            assertThat(pairs(logs.events().get(1)).get("err")).startsWith("odd number of components");
        }
    }

    /** As the original, for whose text people search their logs. */
    @Test
    void tellsAsAnErrorWhatContradicts() throws IOException {
        try (Logs logs = Logs.open()) {
            server.post("/metrics/job/logged", "twice 1\ntwice 2\n");

            assertThat(logs.events()).singleElement().satisfies(event -> {
                assertThat(event.getLevel()).isEqualTo(Level.ERROR);
                assertThat(event.getFormattedMessage())
                        .isEqualTo("pushed metrics are invalid or inconsistent with existing metrics");
                assertThat(pairs(event))
                        .containsEntry("method", "POST")
                        .containsEntry("path", "/metrics/job/logged")
                        .containsKey("source");
                assertThat(pairs(event).get("err")).contains("twice");
            });
        }
    }

    /** A request is logged after its answer, so that those of earlier tests may be among them. */
    private static ILoggingEvent awaitAccess(Logs logs, String key, String value) {
        return await().until(
                        () -> logs.events().stream()
                                .filter(event -> value.equals(pairs(event).get(key)))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static Map<String, String> pairs(ILoggingEvent event) {
        return event.getKeyValuePairs().stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
    }
}
