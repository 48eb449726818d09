package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.quorumgate.groups.Command;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.MetricFamily;
import dev.quorumgate.proto.client.Counter;
import dev.quorumgate.proto.client.LabelPair;
import dev.quorumgate.proto.client.Metric;
import dev.quorumgate.proto.client.MetricType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: with {@code --push.enable-utf8-names} names may be of any characters, in paths and in bodies, and without it they may
 * not. Method: requests to a server of each kind; what they put into the log says which names were understood.
 */
class Utf8NamesTest {
    private static final String TEXT = "text/plain";

    private static TestServer utf8;
    private static TestServer legacy;

    @BeforeAll
    static void start() throws IOException {
        utf8 = TestServer.with().utf8Names().start();
        legacy = TestServer.with().start();
    }

    @AfterAll
    static void stop() {
        utf8.close();
        legacy.close();
    }

    @BeforeEach
    void forgetGroups() {
        utf8.log.clear();
        legacy.log.clear();
    }

    /** What follows {@code /metrics/job/a}, and the labels that it means, or what is wrong with it. */
    static Stream<Arguments> paths() {
        return Stream.of(
                arguments("/U__a_2e_b/1", "{a.b=\"1\",job=\"a\"}"),
                arguments("/U__a_2E_b@base64/MQ", "{a.b=\"1\",job=\"a\"}"),
                arguments("/U__a_zz_/1", "{U__a_zz_=\"1\",job=\"a\"}"),
                arguments("/caf%C3%A9/1", "{café=\"1\",job=\"a\"}"),
                arguments("/caf\u00c3\u00a9/1", "{café=\"1\",job=\"a\"}"),
                arguments("/U__caf%C3%A9_2e_/1", "{café.=\"1\",job=\"a\"}"),
                arguments("/a.b/1/U__a_2e_b/2", "{a.b=\"2\",job=\"a\"}"),
                arguments("/1x/1/x-y/2", "{1x=\"1\",job=\"a\",x-y=\"2\"}"),
                arguments("/U__job/b", "{job=\"a\"}"),
                arguments("/U___2f_/U__b", "{/=\"U__b\",job=\"a\"}"),
                arguments("/U__/1", "improper label name \"U__\""),
                arguments("/U______x/1", "improper label name \"U______x\""),
                arguments("/__x/1", "improper label name \"__x\""),
                arguments("/@base64/MQ", "improper label name \"\""),
                arguments("/%FF/1", "improper label name \"\\xff\""),
                arguments("/U__%FF/1", "improper label name \"U__\\xff\""),
                arguments(
                        "/caf%C3%A9@base64/Y",
                        "invalid base64 encoding for label caf\u00e9=\"Y\": illegal base64 data at input byte 0"),
                arguments(
                        "/U__a_2e_b@base64/Y",
                        "invalid base64 encoding for label U__a_2e_b=\"Y\": illegal base64 data at input byte 0"));
    }

    @ParameterizedTest(name = "/metrics/job/a{0}")
    @MethodSource("paths")
    void understandsNamesInPaths(String path, String expected) throws IOException {
        for (String method : List.of("PUT", "POST", "DELETE")) {
            Reply reply = utf8.ask(method, "/metrics/job/a" + path, "");

            if (reply.status() < 400) {
                assertThat(utf8.log.keys().get(utf8.log.keys().size() - 1)).hasToString(expected);
            } else {
                assertThat(reply.status()).isEqualTo(400);
                assertThat(reply.text()).startsWith(expected + "\n");
                assertThat(utf8.log.commands()).isEmpty();
            }
        }
    }

    @Test
    void takesPathsLiterallyWithoutTheFlag() throws IOException {
        assertThat(legacy.put("/metrics/job/a/U__a_2e_b/1", "").status()).isEqualTo(200);
        assertThat(legacy.put("/metrics/job/a/U______x/1", "").status()).isEqualTo(200);
        assertThat(legacy.delete("/metrics/job/a/U__a_2e_b/1").status()).isEqualTo(202);

        assertThat(legacy.log.keys().stream().map(GroupingKey::toString))
                .containsExactly(
                        "{U__a_2e_b=\"1\",job=\"a\"}", "{U______x=\"1\",job=\"a\"}", "{U__a_2e_b=\"1\",job=\"a\"}");
        assertThat(legacy.put("/metrics/job/a/caf%C3%A9/1", "").text())
                .startsWith("improper label name \"caf\u00e9\"\n");
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                arguments(
                        TEXT,
                        Bytes.utf8("# TYPE \"m.n\" gauge\n{\"m.n\",\"a-b\"=\"c\"} 1\n"),
                        "text format parsing error in line 1: invalid metric name \"m.n\""),
                arguments(
                        TEXT,
                        Bytes.utf8("m{\"a b\"=\"c\"} 1\n"),
                        "text format parsing error in line 1: invalid label name \"a b\""),
                arguments(Bytes.PROTOBUF, Bytes.delimited(counter("m.n", "a")), "invalid metric name \"m.n\""),
                arguments(
                        Bytes.PROTOBUF,
                        Bytes.delimited(counter("m", "\u00e9")),
                        "invalid label name \"\u00e9\" of metric \"m\""));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("bodies")
    void takesNamesInBodiesOnlyWithTheFlag(String contentType, byte[] body, String refusal) throws IOException {
        Reply with = utf8.ask("PUT", "/metrics/job/a", body, "Content-Type: " + contentType);
        Reply without = legacy.ask("PUT", "/metrics/job/a", body, "Content-Type: " + contentType);

        assertThat(with.status()).as(with.text()).isEqualTo(200);
        assertThat(without.status()).isEqualTo(400);
        assertThat(without.text()).startsWith(refusal);
    }

    @Test
    void keepsThePrefixOfTheGatewaysOwnFamiliesHoweverItIsWritten() throws IOException {
        for (String name : List.of("quorumgate_x", "quorumgate.x", "quorumgate-", "quorumgate\u00e9x")) {
            assertThat(utf8.put("/metrics/job/a", "{\"" + name + "\"} 1\n").text())
                    .as(name)
                    .contains("metric family " + name + " is reserved");
        }
        assertThat(utf8.put("/metrics/job/a", "quorumgates 1\n").status()).isEqualTo(200);
    }

    @Test
    void refusesTheReservedPrefixOfLabelsInBodies() throws IOException {
        assertThat(utf8.put("/metrics/job/a", "m{\"__a.b\"=\"x\"} 1\n").text())
                .contains("has a label with an invalid name: __a.b");
    }

    @Test
    void appliesTheSuffixesOfHistogramsToAllNames() throws IOException {
        utf8.put("/metrics/job/a", "# TYPE \"h.x\" histogram\n{\"h.x_bucket\",le=\"1\"} 1\n{\"h.x_count\"} 1\n");

        Command.Push push = (Command.Push) utf8.log.commands().get(0);
        assertThat(push.families().stream().map(MetricFamily::name)).containsExactly("h.x");
        assertThat(utf8.put("/metrics/job/b", "{\"h.x_count\"} 1\n").text())
                .contains("collected metric named \"h.x_count\" collides with previously collected histogram named");
    }

    private static dev.quorumgate.proto.client.MetricFamily counter(String name, String labelName) {
        return dev.quorumgate.proto.client.MetricFamily.newBuilder()
                .setName(name)
                .setType(MetricType.COUNTER)
                .addMetric(Metric.newBuilder()
                        .addLabel(LabelPair.newBuilder().setName(labelName).setValue("x"))
                        .setCounter(Counter.newBuilder().setValue(1)))
                .build();
    }

    /** Such names differ in memory and are one in the log, which no node could apply then. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void refusesHalvesOfSurrogatePairsInNames(String charset) throws IOException {
        String json =
                "{\"pushes\":[{\"labels\":{\"job\":\"x\",\"\uD800\":\"1\",\"\uD801\":\"2\"},\"method\":\"PUT\",\"body\":\"m 1\\n\"}]}";

        Reply raw = utf8.ask("POST", "/api/v2/push", encoded(json, charset), "Content-Type: application/json");
        Reply escaped = utf8.post(
                "/api/v2/push",
                json.replace("\uD800", "\\uD800").replace("\uD801", "\\uD801"),
                "Content-Type: application/json");

        assertThat(raw.status()).isEqualTo(400);
        assertThat(escaped.status()).isEqualTo(400);
        assertThat(escaped.text()).contains("surrogate pair");
        assertThat(utf8.log.commands()).isEmpty();
    }

    /** As an encoder would that does not look at what it writes. */
    private static byte[] encoded(String text, String charset) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * text.length())
                .order(charset.endsWith("LE") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (charset.startsWith("UTF-32")) {
                bytes.putInt(c);
            } else if (charset.startsWith("UTF-16")) {
                bytes.putChar(c);
            } else if (c < 0x80) {
                bytes.put((byte) c);
            } else {
                bytes.put((byte) (0xE0 | (c >> 12)))
                        .put((byte) (0x80 | ((c >> 6) & 0x3F)))
                        .put((byte) (0x80 | (c & 0x3F)));
            }
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
