package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.MetricFamily;
import dev.quorumgate.proto.client.MetricType;
import dev.quorumgate.proto.client.Untyped;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies as they come over the wire: whole, in pieces, compressed, too large, and broken off. */
class BodiesTest extends SharedServer {
    private static final String GROUP = "/metrics/job/a";
    private static final byte[] BODY = Bytes.utf8("m 1\n");
    private static final int LIMIT = TestServer.BODY_BYTES_MAX;
    private static final String TOO_LARGE = "the body has more than " + LIMIT
            + " bytes, before or after decompression; push less at a time, or raise --push.max-body-size\n";
    private static final String BROKEN_OFF =
            "unexpected EOF: the body ended before the length that was announced, or is"
                    + " not chunked as HTTP/1.1 has it; nothing was stored\n";

    private Logs logs;

    @BeforeEach
    void listen() {
        logs = Logs.open();
    }

    /** No body of a client, whatever it does, is a matter for the operator. */
    @AfterEach
    void saysNothingInTheLog() {
        logs.close();
        assertThat(logs.events()).isEmpty();
    }

    static Stream<Arguments> sound() {
        byte[] gzip = Bytes.gzip(BODY);
        byte[] protobuf = Bytes.delimited(MetricFamily.newBuilder()
                .setName("m")
                .setType(MetricType.UNTYPED)
                .addMetric(Metric.newBuilder().setUntyped(Untyped.newBuilder().setValue(1)))
                .build());
        return Stream.of(
                arguments("plain", "", "", BODY),
                arguments("gzip", "gzip", "", gzip),
                arguments("gzip, name in capitals", "GZIP", "", gzip),
                arguments(
                        "gzip in two members",
                        "gzip",
                        "",
                        Bytes.concat(Bytes.gzip(Bytes.utf8("m ")), Bytes.gzip(Bytes.utf8("1\n")))),
                arguments("snappy", "snappy", "", Bytes.snappy(BODY)),
                arguments("identity", "identity", "", BODY),
                arguments("an encoding that is named and not there", "zstd", "", BODY),
                arguments("protobuf", "", Bytes.PROTOBUF, protobuf),
                arguments("protobuf in gzip", "gzip", Bytes.PROTOBUF, Bytes.gzip(protobuf)),
                arguments("a form, as curl says", "", "application/x-www-form-urlencoded", BODY),
                arguments("several parts, as it does not say", "", "multipart/form-data; boundary=x", BODY),
                arguments("OpenMetrics", "", "application/openmetrics-text; version=1.0.0", BODY),
                arguments("a type that is none", "", ";;;", BODY));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sound")
    void takesABodyWithItsLengthOrInChunks(String name, String encoding, String type, byte[] body) throws IOException {
        String[] headers = {"Content-Encoding: " + encoding, "Content-Type: " + type};

        assertThat(server.ask("PUT", GROUP, body, headers).status()).isEqualTo(200);
        assertThat(pushed()).contains("m{instance=\"\",job=\"a\"} 1\n");

        server.log.clear();
        assertThat(chunked(body, headers).status()).isEqualTo(200);
        assertThat(pushed()).contains("m{instance=\"\",job=\"a\"} 1\n");
    }

    static Stream<Arguments> unsound() {
        byte[] gzip = Bytes.gzip(BODY);
        byte[] wrongSum = gzip.clone();
        wrongSum[gzip.length - 8] ^= 1;
        byte[] snappy = Bytes.snappy(BODY);
        byte[] wrongSnappy = snappy.clone();
        wrongSnappy[snappy.length - 1] ^= 1;
        return Stream.of(
                arguments("gzip, empty", "gzip", new byte[0], "EOF\n"),
                arguments("gzip, cut off in its head", "gzip", Arrays.copyOf(gzip, 5), "unexpected EOF\n"),
                arguments("gzip, cut off in its data", "gzip", Arrays.copyOf(gzip, 12), "unexpected EOF\n"),
                arguments("gzip, without its sum", "gzip", Arrays.copyOf(gzip, gzip.length - 8), "unexpected EOF\n"),
                arguments("gzip, with a wrong sum", "gzip", wrongSum, "gzip: invalid checksum\n"),
                arguments("gzip that is none", "gzip", Bytes.utf8("some_metric 3.14\n"), "gzip: invalid header\n"),
                arguments(
                        "gzip with text behind",
                        "gzip",
                        Bytes.concat(gzip, Bytes.utf8("some_metric 3.14\n")),
                        "gzip: invalid header\n"),
                arguments("snappy, with a wrong sum", "snappy", wrongSnappy, "snappy: corrupt input\n"),
                arguments("snappy that is none", "snappy", Bytes.utf8("some_metric 3.14\n"), "snappy: corrupt input\n"),
                arguments(
                        "gzip under another name",
                        "x-gzip",
                        gzip,
                        "text format parsing error in line 1: invalid metric name\n"),
                arguments(
                        "gzip without a name", "", gzip, "text format parsing error in line 1: invalid metric name\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unsound")
    void refusesWhatItCannotDecode(String name, String encoding, byte[] body, String text) throws IOException {
        for (Reply reply : new Reply[] {
            server.ask("PUT", GROUP, body, "Content-Encoding: " + encoding),
            chunked(body, "Content-Encoding: " + encoding)
        }) {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text()).startsWith(text.strip());
        }
        assertThat(server.log.commands()).isEmpty();
    }

    @Test
    void takesNoBodyForAnEmptyOne() throws IOException {
        try (RawConnection connection = server.connect()) {
            assertThat(connection
                            .send(RawConnection.head("PUT", GROUP))
                            .receive()
                            .status())
                    .isEqualTo(200);
            assertThat(connection
                            .send(RawConnection.head("POST", GROUP, "Transfer-Encoding: chunked") + "0\r\n\r\n")
                            .receive()
                            .status())
                    .isEqualTo(200);
        }
        assertThat(server.log.commands()).hasSize(2);
    }

    @Test
    void takesChunksInManyPieces() throws IOException {
        try (RawConnection connection = server.connect()) {
            connection.send(RawConnection.head("PUT", GROUP, "Transfer-Encoding: Chunked", "Trailer: X-Sum"));
            for (char c : "m 12\n".toCharArray()) {
                connection.send("1;extension=\"a\"\r\n" + c + "\r\n");
            }
            connection.send("000\r\nX-Sum: 1\r\n\r\n");

            assertThat(connection.receive().status()).isEqualTo(200);
        }
        assertThat(pushed()).contains("m{instance=\"\",job=\"a\"} 12\n");
    }

    @Test
    void asksForTheBodyOfAClientThatWaitsForLeave() throws IOException {
        try (RawConnection connection = server.connect()) {
            connection.send(RawConnection.head("PUT", GROUP, "Expect: 100-continue", "Content-Length: 4"));
            assertThat(connection.receive().status()).isEqualTo(100);

            connection.send(BODY);
            assertThat(connection.receive().status()).isEqualTo(200);
        }
    }

    @Test
    void refusesAClientThatWaitsForLeaveBeforeItSends() throws IOException {
        assertThat(waitingForLeave(GROUP, LIMIT + 1).text()).isEqualTo(TOO_LARGE);
        assertThat(waitingForLeave(GROUP + "/x", 4).text())
                .startsWith("odd number of components in label string \"/x\"\n");
        assertThat(waitingForLeave("/nope", 4).status()).isEqualTo(404);
    }

    @Test
    void refusesOtherExpectations() throws IOException {
        Reply reply = server.put(GROUP, "m 1\n", "Expect: more");

        assertThat(reply.status()).isEqualTo(417);
        assertThat(reply.text()).isEqualTo("417 Expectation Failed: only \"Expect: 100-continue\" is understood\n");
        assertThat(server.log.commands()).isEmpty();
    }

    @Test
    void takesBodiesUpToTheLimit() throws IOException {
        byte[] body = comment(LIMIT);

        assertThat(server.ask("PUT", GROUP, body).status()).isEqualTo(200);
        assertThat(chunked(body).status()).isEqualTo(200);
        assertThat(server.ask("PUT", GROUP, Bytes.gzip(body), "Content-Encoding: gzip")
                        .status())
                .isEqualTo(200);
        assertThat(server.ask("PUT", GROUP, Bytes.snappy(body), "Content-Encoding: snappy")
                        .status())
                .isEqualTo(200);
    }

    static Stream<Arguments> tooLarge() {
        byte[] body = comment(LIMIT + 1);
        byte[] bomb = Bytes.gzip(new byte[200 << 20]);
        return Stream.of(
                arguments("plain", "", body),
                arguments("gzip", "gzip", Bytes.gzip(body)),
                arguments("a gzip bomb of 200 MB", "gzip", bomb),
                arguments("a gzip bomb in a million pieces", "gzip", Bytes.concat(manyEmptyMembers())),
                arguments("snappy", "snappy", Bytes.snappy(body)),
                arguments("far too large", "", comment(8 * LIMIT)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tooLarge")
    void refusesBodiesOverTheLimit(String name, String encoding, byte[] body) throws IOException {
        for (Reply reply : new Reply[] {
            server.ask("PUT", GROUP, body, "Content-Encoding: " + encoding),
            chunked(body, "Content-Encoding: " + encoding)
        }) {
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.text()).isEqualTo(TOO_LARGE);
            assertThat(reply.header("Connection")).isEqualTo("close");
        }
        assertThat(server.log.commands()).isEmpty();
    }

    @Test
    void refusesByTheLengthAloneBeforeTheBodyComes() throws IOException {
        try (RawConnection connection = server.connect()) {
            Reply reply = connection
                    .send(RawConnection.head("PUT", GROUP, "Content-Length: " + (LIMIT + 1)))
                    .receive();

            assertThat(reply.status()).isEqualTo(413);
        }
    }

    @ParameterizedTest(name = "Content-Length: {0}")
    @ValueSource(strings = {"-1", "x", "1, 2", "99999999999999999999", "+4", "0x4", "4 "})
    void refusesLengthsThatAreNone(String length) throws IOException {
        try (RawConnection connection = server.connect()) {
            connection
                    .send(RawConnection.head("PUT", GROUP, "Content-Length: " + length))
                    .send(BODY);

            Reply reply = connection.receive();
            assertThat(reply.status()).isEqualTo(length.equals("4 ") ? 200 : 400);
            assertThat(reply.header("Content-Type"))
                    .isEqualTo(reply.status() == 200 ? "" : "text/plain; charset=utf-8");
        }
    }

    @ParameterizedTest(name = "after \"{0}\"")
    @ValueSource(strings = {"m 1\n", "m 1\nn", ""})
    void storesNothingOfABodyThatIsBrokenOff(String part) throws IOException {
        try (RawConnection connection = server.connect()) {
            // The cut may fall on a line end: what came is then a sound body.
            connection.send(RawConnection.head("PUT", GROUP, "Content-Length: 100") + part);
            connection.endSending();

            Reply reply = connection.receive();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text()).isEqualTo(BROKEN_OFF);
            assertThat(connection.isEnded()).isTrue();
        }
        assertThat(server.log.commands()).isEmpty();
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(
            strings = {"4\r\nm 1\n\r\n", "4\r\nm 1\n\r\nzz\r\n", "-4\r\nm 1\n\r\n0\r\n\r\n", "4\r\nm 1\nxx0\r\n\r\n"})
    void storesNothingOfChunksThatAreBroken(String chunks) throws IOException {
        try (RawConnection connection = server.connect()) {
            connection.send(RawConnection.head("PUT", GROUP, "Transfer-Encoding: chunked") + chunks);
            connection.endSending();

            Reply reply = connection.receive();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text()).isEqualTo(BROKEN_OFF);
            assertThat(connection.isEnded()).isTrue();
        }
        assertThat(server.log.commands()).isEmpty();
    }

    @Test
    void forgetsAClientThatLeavesInTheMiddle() throws IOException {
        int before = refusedPushes();
        try (RawConnection connection = server.connect()) {
            connection.send(RawConnection.head("PUT", GROUP, "Content-Length: 100") + "m 1\n");
            connection.reset();
        }

        await().untilAsserted(() -> assertThat(refusedPushes()).isEqualTo(before + 1));
        assertThat(server.log.commands()).isEmpty();
        assertThat(server.put(GROUP, "m 1\n").status()).isEqualTo(200);
    }

    @Test
    void answersAClientThatSendsAllBeforeItLooksForAnAnswer() throws IOException {
        byte[] body = comment(20 << 20);

        // More than the buffers of the connection hold, so the server must go on reading.
        assertThat(server.ask("PUT", GROUP, body).status()).isEqualTo(413);
        assertThat(server.ask("PUT", GROUP + "/x", body).status()).isEqualTo(400);
        assertThat(server.ask("PUT", "/nope", body).status()).isEqualTo(404);
        assertThat(server.ask("PATCH", GROUP, body).status()).isEqualTo(405);
    }

    @Test
    void takesNoPartOfARefusedBodyForTheNextRequest() throws IOException {
        String smuggled = RawConnection.head("DELETE", GROUP);
        server.put(GROUP, "m 1\n");

        try (RawConnection connection = server.connect()) {
            connection.send(RawConnection.head("PUT", GROUP + "/x", "Content-Length: " + smuggled.length()) + smuggled);
            assertThat(connection.receive().status()).isEqualTo(400);
            connection.send(RawConnection.head("GET", "/-/healthy"));
            assertThat(connection.receive().text()).isEqualTo("OK");
        }
        assertThat(server.log.commands()).hasSize(1);
    }

    @Test
    void ignoresTheBodyOfADelete() throws IOException {
        assertThat(server.ask("DELETE", GROUP, Bytes.utf8("not a metric"), "Content-Encoding: gzip")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void refusesForTheMomentWhatDoesNotFitIntoMemory() throws IOException {
        byte[] large = comment(100_000);
        try (TestServer small = TestServer.with().bodyMemory(2 << 20).start()) {
            // Alone, a body may take more than there is for all: it could never be pushed otherwise.
            assertThat(small.ask("PUT", GROUP, large).status()).isEqualTo(200);
            try (ByteBudget.Share another = small.uploads.memory().share()) {
                another.take(large.length);

                Reply reply = small.ask("PUT", "/metrics/job/b", large);
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.header("Retry-After")).isEqualTo("1");
                assertThat(reply.text())
                        .isEqualTo("other requests use 100000 bytes of memory for their bodies; try again soon\n");
            }
            assertThat(small.ask("PUT", "/metrics/job/b", large).status())
                    .as("each has given back what it took")
                    .isEqualTo(200);
        }
    }

    @Test
    void refusesLongLabelsOnManyMetrics() throws IOException {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            body.append('m').append(i).append(" 1\n");
        }

        // 50 GB, if each metric had these labels.
        Reply reply = server.put("/metrics/job/" + "a".repeat(500_000), body.toString());

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.text())
                .isEqualTo("the grouping labels have 500003 bytes, on each of 100000 metrics; all together may have"
                        + " 2097152; push less at a time, or raise --push.max-body-size\n");
        assertThat(server.log.commands()).isEmpty();
    }

    @Test
    void makesNobodyWaitForBodiesThatDoNotCome() throws IOException {
        List<RawConnection> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) { // more than there are threads
                slow.add(server.connect());
                slow.get(i).send(RawConnection.head("PUT", "/metrics/job/slow", "Content-Length: 4") + "m 1");
            }
            slow.add(server.connect()); // refused, but the rest of the body is waited for
            slow.get(300).send(RawConnection.head("PUT", "/nope", "Content-Length: 4") + "m 1");
            assertThat(slow.get(300).receive().status()).isEqualTo(404);

            assertThat(server.put(GROUP, "m 1\n").status()).isEqualTo(200);
            assertThat(server.delete(GROUP).status()).isEqualTo(202);
            assertThat(server.get("/-/ready").status()).isEqualTo(200);

            assertThat(slow.get(0).send("\n").receive().status()).isEqualTo(200);
            slow.get(300).send("\n" + RawConnection.head("GET", "/-/healthy"));
            assertThat(slow.get(300).receive().text()).isEqualTo("OK");
        } finally {
            close(slow);
        }
    }

    @Test
    void endsBodiesThatComeTooSlowly() throws IOException {
        try (TestServer impatient =
                        TestServer.with().pace(Duration.ofMillis(100), 1 << 30).start();
                RawConnection slow = impatient.connect();
                RawConnection refused = impatient.connect()) {
            slow.send(RawConnection.head("PUT", GROUP, "Content-Length: 1000000") + "m 1\n");
            Reply reply = slow.receive();
            assertThat(reply.status()).isEqualTo(408);
            assertThat(reply.text())
                    .isEqualTo("the body came too slowly and was not read to its end; nothing was stored\n");
            assertThat(slow.isEnded()).isTrue();

            refused.send(RawConnection.head("PUT", "/nope", "Content-Length: 1000000") + "m 1\n");
            assertThat(refused.receive().status()).isEqualTo(404);
            assertThat(refused.isEnded()).isTrue();
        }
    }

    @Test
    void givesABodyMoreTimeTheMoreHasCome() throws IOException {
        try (TestServer patient = TestServer.with().pace(Duration.ZERO, 1).start();
                RawConnection slow = patient.connect()) {
            slow.send(RawConnection.head("PUT", GROUP, "Content-Length: 1005") + "#".repeat(1000));
            try (RawConnection other = patient.connect()) {
                other.send(RawConnection.head("PUT", GROUP, "Content-Length: 1005") + "#");
                assertThat(other.receive().status()).isEqualTo(408);
            }
            assertThat(slow.send("\nm 1\n").receive().status()).isEqualTo(200);
        }
    }

    @Test
    void takesTheMemoryOfBodiesThatComeSlowly() throws IOException {
        List<RawConnection> slow = new ArrayList<>();
        try (TestServer small = TestServer.with()
                .bodyMemory(4 * 100_000)
                .wantedPace(Duration.ZERO, Long.MAX_VALUE) // all are slow
                .start()) {
            for (int i = 0; i < 6; i++) { // no more have room
                slow.add(beginning(small));
            }
            try (RawConnection one = small.connect();
                    RawConnection another = small.connect()) {
                one.send(RawConnection.head("PUT", GROUP, "Content-Length: 100") + "m 1\n");
                another.send(RawConnection.head("PUT", GROUP, "Content-Length: 100") + "m 1\n");

                List<RawConnection> refused = await().until(
                                () -> slow.stream()
                                        .filter(RawConnection::isAnswered)
                                        .toList(),
                                answered -> answered.size() == 2);
                for (RawConnection each : refused) {
                    assertTakenByOthers(each.receive());
                    assertThat(each.isEnded()).isTrue();
                }
                assertThat(one.send("#".repeat(95) + "\n").receive().status()).isEqualTo(200);
                assertThat(another.send("#".repeat(95) + "\n").receive().status())
                        .isEqualTo(200);
                for (RawConnection each : slow) {
                    if (!refused.contains(each)) {
                        assertThat(each.send("m 1\n").receive().status()).isEqualTo(200);
                    }
                }
            }
            assertThat(small.put("/metrics/job/b", "m 1\n").status()).isEqualTo(200);
        } finally {
            close(slow);
        }
    }

    @Test
    void leavesTheMemoryToBodiesThatComeWell() throws IOException {
        List<RawConnection> connections = new ArrayList<>();
        try (TestServer small = TestServer.with()
                .bodyMemory(4 * 100_000)
                .wantedPace(Duration.ofDays(1), 1)
                .start()) {
            for (int i = 0; i < 6; i++) { // no more have room
                connections.add(beginning(small));
            }

            try (RawConnection another = small.connect()) {
                another.send(RawConnection.head("PUT", GROUP, "Expect: 100-continue", "Content-Length: 4"));
                assertTakenByOthers(another.receive());
                assertThat(another.isEnded()).isTrue();
            }
            for (int i = 0; i < 6; i++) {
                assertThat(connections.get(i).send("m 1\n").receive().status()).isEqualTo(200);
            }
            for (int i = 6; i < 12; i++) { // and all their room is free again
                connections.add(beginning(small));
            }
            for (int i = 6; i < 12; i++) {
                assertThat(connections.get(i).send("m 1\n").receive().status()).isEqualTo(200);
            }
        } finally {
            close(connections);
        }
    }

    /** A push whose body is waited for. */
    private static RawConnection beginning(TestServer server) throws IOException {
        RawConnection connection = server.connect();
        connection.send(RawConnection.head("PUT", GROUP, "Expect: 100-continue", "Content-Length: 4"));
        assertThat(connection.receive().status()).isEqualTo(100);
        return connection;
    }

    private static void assertTakenByOthers(Reply reply) {
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isEqualTo("1");
        assertThat(reply.text())
                .isEqualTo("other requests use the memory for bodies that come slowly; nothing was stored, send it"
                        + " again\n");
    }

    private static void close(List<RawConnection> connections) throws IOException {
        for (RawConnection each : connections) {
            each.close();
        }
    }

    private static Reply waitingForLeave(String path, int length) throws IOException {
        try (RawConnection connection = server.connect()) {
            return connection
                    .send(RawConnection.head("PUT", path, "Expect: 100-continue", "Content-Length: " + length))
                    .receive();
        }
    }

    private static Reply chunked(byte[] body, String... headers) throws IOException {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Transfer-Encoding: chunked";
        try (RawConnection connection = server.connect()) {
            connection.send(RawConnection.head("PUT", GROUP, all));
            for (int from = 0; from < body.length; from += 50_000) {
                byte[] part = Arrays.copyOfRange(body, from, Math.min(body.length, from + 50_000));
                connection
                        .send(Integer.toHexString(part.length) + "\r\n")
                        .send(part)
                        .send("\r\n");
            }
            return connection.send("0\r\n\r\n").receive();
        }
    }

    /** A sound body of so many bytes. */
    private static byte[] comment(int length) {
        byte[] comment = new byte[length];
        Arrays.fill(comment, (byte) '#');
        comment[length - 1] = '\n';
        return comment;
    }

    private static byte[][] manyEmptyMembers() {
        byte[][] members = new byte[LIMIT / 20 + 1][];
        Arrays.fill(members, Bytes.gzip(new byte[0]));
        return members;
    }

    private static int refusedPushes() throws IOException {
        return server.get("/metrics?collect[]=node")
                .text()
                .lines()
                .filter(line -> line.startsWith("quorumgate_pushes_refused_total{reason=\"malformed\"} "))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }

    private static String pushed() throws IOException {
        return server.get("/metrics?collect[]=pushed").text();
    }
}
