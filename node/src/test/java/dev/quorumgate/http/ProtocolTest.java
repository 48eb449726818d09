package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.quorumgate.config.ListenAddress;
import dev.quorumgate.config.NodeConfig;
import dev.quorumgate.groups.Command;
import dev.quorumgate.telemetry.BuildInfo;
import dev.quorumgate.telemetry.NodeMetrics;
import dev.quorumgate.webconfig.WebConfigFile;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** HTTP itself: what is no request, what is an odd one, and how connections begin and end. */
class ProtocolTest extends SharedServer {
    private static final String GROUP = "/metrics/job/a";
    private static final String PUSH = RawConnection.head("PUT", GROUP, "Content-Length: 4") + "m 1\n";
    private static final String HEALTHY = RawConnection.head("GET", "/-/healthy");

    static Stream<Arguments> noRequests() {
        String push = "PUT /metrics/job/a HTTP/1.1\r\nHost: a\r\n";
        return Stream.of(
                arguments("words", "hello\r\n\r\n", 400, "400 Bad Request: No URI"),
                arguments(
                        "no version",
                        "PUT /metrics/job/a\r\n\r\n",
                        505,
                        "505 HTTP Version Not Supported: HTTP/0.9 not supported"),
                arguments(
                        "a version to come",
                        "GET / HTTP/3.7\r\nHost: a\r\n\r\n",
                        505,
                        "505 HTTP Version Not Supported: Unknown Version"),
                arguments(
                        "a blank in the path",
                        "PUT /metrics/job/a b HTTP/1.1\r\nHost: a\r\n\r\n",
                        400,
                        "400 Bad Request: "),
                arguments(
                        "TLS",
                        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001",
                        400,
                        "400 Bad Request: Illegal character CNTL=0x16"),
                arguments("no Host", "PUT /metrics/job/a HTTP/1.1\r\n\r\n", 400, "400 Bad Request: No Host"),
                arguments("two hosts", push + "Host: b\r\n\r\n", 400, "400 Bad Request: "),
                arguments(
                        "a host that is none",
                        "GET / HTTP/1.1\r\nHost: <script>\r\n\r\n",
                        400,
                        "400 Bad Request: Bad HostPort"),
                arguments(
                        "a header without a colon",
                        push + "foo\r\n\r\n",
                        400,
                        "400 Bad Request: Illegal character EOL=0xa"),
                arguments(
                        "a blank in a header name",
                        push + "Content-Length : 4\r\n\r\nm 1\n",
                        400,
                        "400 Bad Request: Illegal character SPACE=' '"),
                arguments("a header in two lines", push + "X: a\r\n b\r\n\r\n", 400, "400 Bad Request: "),
                arguments(
                        "two lengths",
                        push + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nm 1\n",
                        400,
                        "400 Bad Request: Multiple Content-Lengths"),
                arguments(
                        "a length and chunks",
                        push + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        400,
                        "400 Bad Request: Transfer-Encoding and Content-Length"),
                arguments(
                        "a transfer that is unknown",
                        push + "Transfer-Encoding: gzip\r\n\r\n",
                        400,
                        "400 Bad Request: Bad Transfer-Encoding, chunked not last"),
                arguments(
                        "long headers",
                        push + "X: " + "x".repeat(2 << 20) + "\r\n\r\n",
                        431,
                        "431 Request Header Fields Too Large: request line and headers may have 1048576 bytes together"),
                arguments(
                        "many headers",
                        push + "X: y\r\n".repeat(400_000) + "\r\n",
                        431,
                        "431 Request Header Fields Too Large: request line and headers may have 1048576 bytes together"),
                arguments(
                        "a long path",
                        "PUT /metrics/job/" + "x".repeat(2 << 20) + " HTTP/1.1\r\nHost: a\r\n\r\n",
                        414,
                        "414 URI Too Long: request line and headers may have 1048576 bytes together"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noRequests")
    void refusesInTextWhatIsNoRequestAndClosesTheConnection(String name, String request, int status, String text)
            throws IOException {
        try (RawConnection connection = server.connect()) {
            sendAsMuchAsIsTaken(connection, request);

            Reply reply = connection.receive();
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(reply.text()).startsWith(text).endsWith("\n").doesNotContain("<html", "org.", "Exception");
            assertThat(connection.isEnded()).isTrue();
        }
        assertThat(server.log.commands()).isEmpty();
    }

    /** The answer may be there, and the connection closed for more, before the last of a long request is on its way. */
    private static void sendAsMuchAsIsTaken(RawConnection connection, String request) {
        try {
            connection.send(request);
        } catch (IOException e) {
            // what the answer is shows whether it is for that reason
        }
    }

    @Test
    void answersRequestsThatComeTogetherInTheirOrder() throws IOException {
        server.log.hold();
        try (RawConnection connection = server.connect()) {
            connection.send(PUSH
                    + HEALTHY
                    + RawConnection.head("GET", "/nope")
                    + RawConnection.head("GET", "/metrics?collect[]=pushed"));
            await().until(() -> server.log.heldCount() == 1);
            server.log.release();

            assertThat(connection.receive().text()).isEmpty();
            assertThat(connection.receive().text()).isEqualTo("OK");
            assertThat(connection.receive().status()).isEqualTo(404);
            assertThat(connection.receive().text()).contains("m{instance=\"\",job=\"a\"} 1\n");
        }
    }

    @Test
    void answersOldClients() throws IOException {
        try (RawConnection connection = server.connect()) {
            connection.send("PUT /metrics/job/a HTTP/1.0\r\nContent-Length: 4\r\n\r\nm 1\n");
            assertThat(connection.receive().status()).isEqualTo(200);
            assertThat(connection.isEnded()).isTrue();
        }
        try (RawConnection connection = server.connect()) {
            for (int i = 0; i < 2; i++) {
                connection.send("GET /group?job=a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
                // They do not say what they call the server: it is where they have connected to.
                assertThat(connection.receive().text())
                        .contains("http://127.0.0.1:" + server.port() + "/metrics/job/a<");
            }
            // Chunks did not exist yet: the end of the connection ends the scrape.
            connection.send("GET /metrics?collect[]=pushed HTTP/1.0\r\n\r\n");
            Reply scrape = connection.receive();
            assertThat(scrape.hasHeader("Transfer-Encoding")).isFalse();
            assertThat(scrape.text()).contains("m{instance=\"\",job=\"a\"} 1\n").endsWith("\n");
        }
    }

    @Test
    void answersAQuestionAboutTheServerAsAWhole() throws IOException {
        Reply reply = server.ask("OPTIONS", "*", "");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Length")).isEqualTo("0");
        assertThat(server.ask("GET", "*", "").status()).isEqualTo(400);
    }

    @Test
    void doesNotLetAHeaderChangeTheMethodOrKeepASession() throws IOException {
        Reply reply = server.get(GROUP, "X-HTTP-Method-Override: DELETE", "Cookie: JSESSIONID=a; =; ,");

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.hasHeader("Set-Cookie")).isFalse();
        assertThat(server.get("/-/healthy").hasHeader("Server")).isFalse();
    }

    @Test
    void staysWithTheProtocolItSpeaks() throws IOException {
        Reply reply =
                server.get("/-/healthy", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: ");

        assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void namesAClientWithAnIpv6AddressInBrackets() throws IOException {
        byte[] address = new byte[16];
        address[15] = 1;
        InetAddress loopback = InetAddress.getByAddress(address);

        try (TestServer six = TestServer.with().host("::1").start();
                RawConnection connection = RawConnection.open(new InetSocketAddress(loopback, six.port()))) {
            connection.send(RawConnection.head("PUT", GROUP, "Content-Length: 6") + "m 1 5\n");
            assertThat(connection.receive().status()).isEqualTo(400);

            assertThat(six.log.commands())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Command.RecordFailure.class,
                            failure -> assertThat(failure.source()).matches("\\[::1]:\\d+|\\[0:0:0:0:0:0:0:1]:\\d+"));
        }
    }

    @Test
    void finishesWhatIsUnderWayWhenItStopsAndTakesNothingNew() throws Exception {
        TestServer stopping = TestServer.with().start();
        int port = stopping.port();
        stopping.log.hold();
        try (RawConnection idle = stopping.connect();
                RawConnection push = stopping.connect();
                RawConnection scrape = stopping.connect()) {
            assertThat(idle.send(HEALTHY).receive().status()).isEqualTo(200);
            push.send(PUSH);
            await().until(() -> stopping.log.heldCount() == 1);
            scrape.send(RawConnection.head("GET", "/metrics?collect[]=pushed"));
            await().until(() -> stopping.log.heldCount() == 2);

            CompletableFuture<Void> stopped = CompletableFuture.runAsync(stopping::stop);
            await().untilAsserted(() ->
                    assertThatThrownBy(() -> RawConnection.open(port)).isInstanceOf(ConnectException.class));
            assertThat(stopped).isNotDone();
            stopping.log.release();

            assertThat(push.receive().status()).isEqualTo(200);
            assertThat(scrape.receive().text()).contains("m{instance=\"\",job=\"a\"} 1\n");
            assertThat(push.isEnded()).isTrue();
            assertThat(idle.isEnded()).isTrue();
            stopped.get();
        }
        stopping.close();
    }

    @Test
    void doesNotMindAClientThatLeavesDuringItsScrape() throws IOException {
        for (int i = 0; i < 16; i++) {
            // More in all than the buffers of a connection can hold, so that the server is still writing.
            server.put(GROUP + "/i/" + i, "m{v=\"" + "x".repeat(900_000) + "\"} 1\n");
        }
        try (Logs logs = Logs.open(Level.DEBUG, Failures.class);
                RawConnection narrow = RawConnection.openNarrow(server.port())) {
            narrow.send(RawConnection.head("GET", "/metrics?collect[]=pushed"));
            narrow.reset();

            await().until(() -> !logs.events().isEmpty());
            assertThat(logs.events()).singleElement().satisfies(event -> {
                assertThat(event.getLevel()).isEqualTo(Level.DEBUG);
                assertThat(event.getFormattedMessage()).startsWith("the client at ");
            });
        }
        assertThat(server.get("/-/healthy").status()).isEqualTo(200);
    }

    @Test
    void doesNotMindAClientThatLeavesBeforeItsAnswer() throws IOException {
        server.log.hold();
        try (Logs logs = Logs.open()) {
            try (RawConnection connection = server.connect()) {
                connection.send(PUSH);
                await().until(() -> server.log.heldCount() == 1);
                connection.reset();
            }
            server.log.release();

            await().untilAsserted(
                            () -> assertThat(server.get("/metrics").text()).contains("m{instance=\"\",job=\"a\"} 1\n"));
            assertThat(logs.events()).isEmpty();
        }
    }

    /** Takes as long as a stop may. */
    @Test
    void cutsOffWhatIsStillUnderWayWhenItsTimeToStopIsOver() throws IOException {
        TestServer stopping = TestServer.with().start();
        stopping.log.hold();
        try (Logs logs = Logs.open();
                RawConnection push = stopping.connect()) {
            push.send(PUSH);
            await().until(() -> stopping.log.heldCount() == 1);

            stopping.stop();

            assertThat(logs.events())
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .contains("HTTP server stopped; what was still under way after 20 s was cut off");
        } finally {
            stopping.log.release();
            stopping.close();
        }
    }

    @Test
    void endsConnectionsThatStandStill() throws IOException {
        try (Logs logs = Logs.open();
                TestServer impatient =
                        TestServer.with().idleTimeout(Duration.ofSeconds(3)).start();
                RawConnection idle = impatient.connect();
                RawConnection head = impatient.connect();
                RawConnection body = impatient.connect()) {
            head.send("PUT /metrics/job/a HTTP/1.1\r\nHost:");
            body.send(RawConnection.head("PUT", GROUP, "Content-Length: 100") + "m 1\n");

            Reply reply = body.receive();
            assertThat(reply.status()).isEqualTo(408);
            assertThat(reply.text())
                    .isEqualTo("the body came too slowly and was not read to its end; nothing was stored\n");
            assertThat(body.isEnded()).isTrue();
            assertThat(head.isEnded()).isTrue();
            assertThat(idle.isEnded()).isTrue();
            assertThat(impatient.log.commands()).isEmpty();
            assertThat(logs.events()).isEmpty();
        }
    }

    @Test
    void doesNotTakeARequestThatWaitsForTheLogForAnIdleOne() throws IOException {
        try (TestServer impatient =
                        TestServer.with().idleTimeout(Duration.ofSeconds(3)).start();
                RawConnection push = impatient.connect()) {
            impatient.log.hold();
            push.send(PUSH);
            await().until(() -> impatient.log.heldCount() == 1);
            // Younger, so that the other has stood still for longer when this one ends.
            try (RawConnection idle = impatient.connect()) {
                assertThat(idle.isEnded()).isTrue();
            }
            try (RawConnection another = impatient.connect()) {
                assertThat(another.isEnded()).isTrue();
            }
            impatient.log.release();

            assertThat(push.receive().status()).isEqualTo(200);
        }
    }

    @Test
    void saysWhatToDoAboutAPortInUse() throws IOException {
        WebConfigFile noConfig = WebConfigFile.open(Optional.empty());
        NodeConfig.Web web = NodeConfig.Web.on(List.of(new ListenAddress("localhost", server.port())));
        Router router = new Router(
                "",
                Map.of(),
                Map.of(),
                List.of(),
                new NodeMetrics(new BuildInfo("test"), Optional.empty()),
                new Uploads(1 << 20, 1, Pace.DEFAULT, Pace.WANTED_BY_OTHERS));

        assertThatThrownBy(() -> HttpServer.start(router, web, noConfig, HttpServer.IDLE_TIMEOUT))
                .isInstanceOf(IOException.class)
                .hasMessageMatching(
                        "--web.listen-address: cannot listen on \\[localhost:\\d+]: .*; stop the process that"
                                + " uses the port, or choose another address");
    }
}
