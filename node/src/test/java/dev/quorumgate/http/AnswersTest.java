package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ch.qos.logback.classic.Level;
import dev.quorumgate.config.ListenAddress;
import dev.quorumgate.config.NodeConfig;
import dev.quorumgate.groups.NotAppendedException;
import dev.quorumgate.groups.OutcomeUnknownException;
import dev.quorumgate.groups.StoreFullException;
import dev.quorumgate.groups.TooLargeException;
import dev.quorumgate.telemetry.BuildInfo;
import dev.quorumgate.telemetry.NodeMetrics;
import dev.quorumgate.webconfig.WebConfigFile;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client is told, and what the log, when the request was good and something else was not. */
class AnswersTest {
    private static final String GROUP = "/metrics/job/a";
    private static final String SECRET = "do not tell";

    private TestServer server;
    private Logs logs;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.with().start();
        logs = Logs.open();
    }

    @AfterEach
    void stop() {
        logs.close();
        server.close();
    }

    @Test
    void answersAnAcceptedPushWithNothingButItsStatus() throws IOException {
        Reply reply = server.put(GROUP, "m 1\n");

        assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(reply.headers().stream().map(Reply.Header::name))
                .containsExactlyInAnyOrder("Date", "Content-Length");
        assertThat(reply.body()).isEmpty();
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(
                        new NotAppendedException("no leader for 15s"),
                        503,
                        "1",
                        "not stored, it is safe to send it again: no leader for 15s\n"),
                arguments(
                        new StoreFullException("the disk of n1 is nearly full"),
                        507,
                        "10",
                        "not stored: the disk of n1 is nearly full\n"),
                arguments(
                        new OutcomeUnknownException("no answer from n2"),
                        504,
                        "",
                        "may or may not have been stored: no answer from n2\n"),
                arguments(
                        new TooLargeException("9 bytes, 8 are possible"),
                        413,
                        "",
                        "the push is too large: 9 bytes, 8 are possible; push less at a time, or raise"
                                + " --push.max-body-size\n"));
    }

    @ParameterizedTest(name = "{1} {3}")
    @MethodSource("failures")
    void saysWhetherItIsSafeToSendAgain(RuntimeException failure, int status, String retryAfter, String text)
            throws IOException {
        for (RuntimeException wrapped : List.of(failure, new CompletionException(failure))) {
            server.log.failAppends(wrapped);
            for (Reply reply : List.of(server.put(GROUP, "m 1\n"), server.post(GROUP, "m 1\n"), server.delete(GROUP))) {
                assertThat(reply.status()).isEqualTo(status);
                assertThat(reply.header("Retry-After")).isEqualTo(retryAfter);
                assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
                assertThat(reply.text()).isEqualTo(text);
            }
        }
        assertThat(logs.events()).isEmpty();
    }

    @Test
    void tellsTheSameOfUncheckedPushes() throws IOException {
        try (TestServer unchecked = TestServer.with().unchecked().start()) {
            unchecked.log.failAppends(new NotAppendedException("no leader"));

            assertThat(unchecked.put(GROUP, "m 1\n").status()).isEqualTo(503);
        }
    }

    @Test
    void countsAnswersAndWhyPushesWereNotStored() throws IOException {
        server.put(GROUP, "m 1\n");
        server.put(GROUP, "m\n");
        server.put(GROUP, "m 1 5\n");
        server.put(GROUP + "/x", "m 1\n");
        server.delete(GROUP + "/x");
        server.get("/metrics?collect[]=x");
        server.log.failAppends(new NotAppendedException("no leader"));
        server.post(GROUP, "m 1\n");
        server.delete(GROUP);

        // An answer may be there before it is counted.
        await().untilAsserted(() -> assertThat(
                        server.get("/metrics?collect[]=node").text().lines())
                .filteredOn(line -> line.startsWith("pushgateway_http_requests_total")
                        || line.startsWith("quorumgate_pushes_refused_total"))
                .containsExactlyInAnyOrder(
                        "pushgateway_http_requests_total{code=\"200\",handler=\"push\",method=\"put\"} 1",
                        "pushgateway_http_requests_total{code=\"400\",handler=\"push\",method=\"put\"} 3",
                        "pushgateway_http_requests_total{code=\"400\",handler=\"delete\",method=\"delete\"} 1",
                        "pushgateway_http_requests_total{code=\"503\",handler=\"push\",method=\"post\"} 1",
                        "pushgateway_http_requests_total{code=\"503\",handler=\"delete\",method=\"delete\"} 1",
                        "quorumgate_pushes_refused_total{reason=\"malformed\"} 2",
                        "quorumgate_pushes_refused_total{reason=\"inconsistent\"} 1",
                        "quorumgate_pushes_refused_total{reason=\"unavailable\"} 1",
                        "quorumgate_pushes_refused_total{reason=\"limit\"} 0",
                        "quorumgate_pushes_refused_total{reason=\"timeout\"} 0",
                        "quorumgate_pushes_refused_total{reason=\"unknown\"} 0",
                        "quorumgate_pushes_refused_total{reason=\"no_space\"} 0"));
    }

    @Test
    void logsARefusedPushWithItsSourceAndReason() throws IOException {
        server.put(GROUP, "m 1 5\n");

        assertThat(logs.events()).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.ERROR);
            assertThat(event.getFormattedMessage())
                    .isEqualTo("pushed metrics are invalid or inconsistent with existing metrics");
            assertThat(event.getKeyValuePairs().toString())
                    .contains("method=\"PUT\"", "source=\"127.0.0.1:", "err=\"pushed metrics must not have timestamps");
        });
    }

    @Test
    void answersAFaultOfALaterStageAsText() throws IOException {
        server.log.failAppends(new IllegalStateException(SECRET));

        assertFault(server.put(GROUP, "m 1\n", "Accept: application/json"));
        await().untilAsserted(() -> assertThat(
                        server.get("/metrics?collect[]=node").text())
                .contains("pushgateway_http_requests_total{code=\"500\",handler=\"push\",method=\"put\"} 1\n"));
    }

    @Test
    void answersAFaultOfAReadAsText() throws IOException {
        server.log.failReads(new IllegalStateException(SECRET));

        assertFault(server.get("/metrics"));
    }

    @Test
    void answersAFaultBeforeTheFirstByteWithoutTheHeadersOfTheAnswerThatWasMeant() throws IOException {
        server.metrics.showStore(() -> {
            throw new IllegalStateException(SECRET);
        });

        Reply reply = server.get("/metrics", "Accept-Encoding: gzip");

        assertFault(reply);
        assertThat(reply.hasHeader("Content-Encoding")).isFalse();
        assertThat(reply.hasHeader("Quorumgate-Node")).isFalse();
    }

    @Test
    void answersAFaultOfARouteItselfAsText() throws IOException {
        try (HttpServer faulty = serving((exchange, path) -> {
            throw new StackOverflowError(SECRET);
        })) {
            assertFault(get(faulty));
        }
    }

    @Test
    void breaksAnAnswerOffThatItCannotEnd() throws IOException {
        try (HttpServer faulty = serving((exchange, path) -> {
            exchange.response().getOutputStream().write(new byte[1 << 20]);
            throw new IllegalStateException(SECRET);
        })) {
            // Chunked: an end in good order would make half a scrape look like a whole one.
            assertThatThrownBy(() -> get(faulty)).isInstanceOf(EOFException.class);
            assertThat(logs.events())
                    .singleElement()
                    .satisfies(event ->
                            assertThat(event.getThrowableProxy().getMessage()).isEqualTo(SECRET));
        }
    }

    private void assertFault(Reply reply) {
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(reply.text())
                .isEqualTo("internal error, the log of this node says more; whether the request had an effect is"
                        + " unknown\n");
        assertThat(logs.events()).singleElement().satisfies(event -> {
            assertThat(event.getLevel()).isEqualTo(Level.ERROR);
            assertThat(event.getKeyValuePairs().toString()).contains("method=", "path=", "source=");
            assertThat(event.getThrowableProxy().getStackTraceElementProxyArray())
                    .isNotEmpty();
        });
    }

    /** A web server with one path, {@code /}. */
    private static HttpServer serving(Route route) throws IOException {
        Router router = new Router(
                "",
                Map.of("/", Resource.readable("", route)),
                Map.of(),
                List.of(),
                new NodeMetrics(new BuildInfo("test"), Optional.empty()),
                new Uploads(1 << 20, 1, Pace.DEFAULT, Pace.WANTED_BY_OTHERS));
        NodeConfig.Web web = NodeConfig.Web.on(List.of(new ListenAddress("localhost", 0)));
        return HttpServer.start(router, web, WebConfigFile.open(Optional.empty()), HttpServer.IDLE_TIMEOUT);
    }

    private static Reply get(HttpServer server) throws IOException {
        try (RawConnection connection =
                RawConnection.open(server.addresses().get(0).port())) {
            return connection.send(RawConnection.head("GET", "/")).receive();
        }
    }
}
