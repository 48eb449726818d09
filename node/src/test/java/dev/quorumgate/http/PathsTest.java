package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.Label;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: whatever bytes come as a path, they name the right group or are refused in words that help. Method: request lines
 * over a plain socket, as no client library would send them.
 *
 * <p>Source of the rules: API reference of the original, section 2.
 */
class PathsTest extends SharedServer {
    private static final String UNREADABLE =
            "400 Bad Request: the request line or the length of the body cannot be read;"
                    + " in a path, each % needs two hexadecimal digits, %00 is not possible, and \"..\" must not lead out of it";

    /** What follows {@code /metrics/}, and the labels that it means. */
    static Stream<Arguments> groups() {
        return Stream.of(
                // Escapes are decoded once, over the whole path.
                arguments("job/a+b", "{job=\"a+b\"}"),
                arguments("job/a%2Bb%20c", "{job=\"a+b c\"}"),
                arguments("job/%61%3f%3F", "{job=\"a??\"}"),
                arguments("job/a%25zz", "{job=\"a%zz\"}"),
                arguments("job/a%2525", "{job=\"a%25\"}"),
                arguments("job/%C3%A9%F0%9F%98%80", "{job=\"é😀\"}"),
                arguments("job/\u00c3\u00a9", "{job=\"é\"}"),
                arguments("job/a%09%7F%01", "{job=\"a\t\u007f\u0001\"}"),
                arguments("job/a%0Ab%0D", "{job=\"a\\nb\r\"}"),
                arguments("j%6Fb/a", "{job=\"a\"}"),
                arguments("job/a%2Fx%2F1", "{job=\"a\",x=\"1\"}"),
                // What other servers take for syntax is data.
                arguments("job/a;b=c", "{job=\"a;b=c\"}"),
                arguments("job/a;v=1/x;y/1", "improper label name \"x;y\""),
                arguments("job/a;/x/;", "{job=\"a;\",x=\";\"}"),
                arguments("job/..;/x/%2e%2E", "{job=\"..;\",x=\"..\"}"),
                arguments("job/%2e/x/...", "{job=\".\",x=\"...\"}"),
                arguments("job/a#b", "{job=\"a#b\"}"),
                arguments("job/a#", "{job=\"a#\"}"),
                arguments("job/a#b/x/1?y=2", "{job=\"a#b\",x=\"1\"}"),
                arguments("job/a%23b", "{job=\"a#b\"}"),
                arguments("job/a?x/1", "{job=\"a\"}"),
                arguments("job/a?b#c", "{job=\"a\"}"),
                arguments("job/a:b@c&d=e!$'()*,~_-.", "{job=\"a:b@c&d=e!$'()*,~_-.\"}"),
                arguments("job/<a>\"{b}|\\^`[c]", "{job=\"<a>\\\"{b}|\\\\^`[c]\"}"),
                // Base64, in the URL-safe alphabet.
                arguments("job@base64/YQ", "{job=\"a\"}"),
                arguments("job@base64/YQ=", "{job=\"a\"}"),
                arguments("job@base64/YQ==", "{job=\"a\"}"),
                arguments("job@base64/YQ=====", "{job=\"a\"}"),
                arguments("job@base64/%59Q%3D", "{job=\"a\"}"),
                arguments("job@base64/Y%0AQ%0D", "{job=\"a\"}"),
                arguments("job@base64/YR", "{job=\"a\"}"),
                arguments("job@base64/8J-YgD8_", "{job=\"😀??\"}"),
                arguments("job@base64/AA", "{job=\"\u0000\"}"),
                arguments("job%40base64/YQ/x%40base64/YQ", "{job=\"a\",x=\"a\"}"),
                arguments("job@base64/YS9iL2M/x/1", "{job=\"a/b/c\",x=\"1\"}"),
                // Empty values.
                arguments("job/a/x/", "{job=\"a\",x=\"\"}"),
                arguments("job/a/x@base64/", "{job=\"a\",x=\"\"}"),
                arguments("job/a/x@base64/=", "{job=\"a\",x=\"\"}"),
                arguments("job/a/x@base64/==/y/1", "{job=\"a\",x=\"\",y=\"1\"}"),
                arguments("job/a/", "{job=\"a\"}"),
                // Names.
                arguments(
                        "job/a/le/1/quantile/2/instance/3/_/4",
                        "{_=\"4\",instance=\"3\",job=\"a\",le=\"1\",quantile=\"2\"}"),
                arguments("job/a/x/1/x/2/x@base64/Mw", "{job=\"a\",x=\"3\"}"),
                arguments("job/a/job/b", "{job=\"a\"}"),
                arguments("job/a/job@base64/Yg", "{job=\"a\"}"),
                arguments("job/a/z/1/b/2/Z/3", "{Z=\"3\",b=\"2\",job=\"a\",z=\"1\"}"),
                // Refused.
                arguments("job/a/x", "odd number of components in label string \"/x\""),
                arguments("job/a/x/1/", "odd number of components in label string \"/x/1/\""),
                arguments("job/a/x/1/y", "odd number of components in label string \"/x/1/y\""),
                arguments("job/a%2Fb", "odd number of components in label string \"/b\""),
                arguments("job/a//x/1", "odd number of components in label string \"//x/1\""),
                arguments("job/a/x//y/1", "improper label string \"/x//y/1\""),
                arguments("job/a//", "improper label name \"\""),
                arguments("job/a%2F%2Fb", "improper label name \"\""),
                arguments("job/", "job name is required"),
                arguments("job//x/1", "job name is required"),
                arguments("job@base64/", "job name is required"),
                arguments("job@base64/==", "job name is required"),
                arguments("job/a/1x/1", "improper label name \"1x\""),
                arguments("job/a/%C3%A9/1", "improper label name \"é\""),
                arguments("job/a/x%0A/1", "improper label name \"x\\n\""),
                arguments(
                        "job/a"
                                + IntStream.range(0, 1000)
                                        .mapToObj(i -> "/l" + i + "/v")
                                        .collect(Collectors.joining()),
                        "too many grouping labels: 1001, the limit is 1000"),
                arguments("job/a/__x/1", "improper label name \"__x\""),
                arguments("job/a/@base64/YQ", "improper label name \"\""),
                arguments("job/a/x@base64@base64/YQ", "improper label name \"x@base64\""),
                arguments("job/a/x@Base64/YQ", "improper label name \"x@Base64\""),
                arguments(
                        "job/a/x@base64/a+b_",
                        "invalid base64 encoding for label x=\"a+b_\": illegal base64 data at input byte 1"),
                arguments(
                        "job/a/x@base64/YWF=YQ",
                        "invalid base64 encoding for label x=\"YWF=YQ\": illegal base64 data at input byte 3"),
                arguments(
                        "job/a/x@base64/YWFhY",
                        "invalid base64 encoding for label x=\"YWFhY\": illegal base64 data at input byte 4"),
                arguments(
                        "job@base64/YWFhY*",
                        "invalid base64 encoding in job name \"aaa\": illegal base64 data at input byte 5"),
                arguments(
                        "job@base64/*/1x/1",
                        "invalid base64 encoding in job name \"\": illegal base64 data at input byte 0"),
                arguments("job/%FF", "invalid UTF-8 in value of label \"job\": \"\\xff\""),
                arguments("job/a/x/%C3", "invalid UTF-8 in value of label \"x\": \"\\xc3\""),
                arguments("job/%ED%A0%80", "invalid UTF-8 in value of label \"job\": \"\\xed\\xa0\\x80\""),
                arguments("job/%C0%80", "invalid UTF-8 in value of label \"job\": \"\\xc0\\x80\""),
                arguments("job/%F4%90%80%80", "invalid UTF-8 in value of label \"job\": \"\\xf4\\x90\\x80\\x80\""),
                arguments("job/a/x@base64/_w", "invalid UTF-8 in value of label \"x\": \"\\xff\""),
                arguments("job/\u00ff", "invalid UTF-8 in the path; where U+FFFD itself is meant, percent-encode it"),
                arguments("job/a/x/.", "path component \".\" is not allowed; write it as %2E in a label value"),
                arguments("job/../job/a", "path component \"..\" is not allowed; write it as %2E in a label value"),
                arguments("job/%", UNREADABLE),
                arguments("job/a%4", UNREADABLE),
                arguments("job/%4/x/1", UNREADABLE),
                arguments("job/%zz", UNREADABLE),
                arguments("job/%4g", UNREADABLE),
                arguments("job/%00", UNREADABLE),
                arguments("../../job/a", UNREADABLE),
                arguments("job/a%u0041", "400 Bad Request: malformed percent escape in the path"),
                arguments("job/a\u0001", "400 Bad Request: Illegal character CNTL=0x1"),
                arguments("job/a\u007f", "400 Bad Request: Illegal character CNTL=0x7f"));
    }

    @ParameterizedTest(name = "/metrics/{0}")
    @MethodSource("groups")
    void namesAGroupOrSaysWhatIsWrong(String path, String expected) throws IOException {
        if (expected.startsWith("{")) {
            assertThat(server.put("/metrics/" + path, "m 1\n").status()).isEqualTo(200);
            assertThat(server.delete("/metrics/" + path).status()).isEqualTo(202);

            assertThat(keys().stream().map(key -> Label.format(key.labels()))).containsExactly(expected, expected);
        } else {
            for (String method : List.of("PUT", "POST", "DELETE")) {
                Reply reply = server.ask(method, "/metrics/" + path, "m 1\n");

                assertThat(reply.status()).isEqualTo(400);
                assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
                assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
                assertThat(reply.text()).startsWith(expected + "\n");
            }
            assertThat(server.log.commands()).isEmpty();
        }
    }

    @Test
    void tellsOneGroupByItsLabelsHoweverTheyAreWritten() throws IOException {
        for (String path : List.of(
                "job/a/x/1/y/", "job/a/y@base64/=/x/1", "job@base64/YQ/x@base64/MQ/y/", "job/a/y/2/x/1/y@base64/")) {
            assertThat(server.put("/metrics/" + path, "m 1\n").status()).isEqualTo(200);
        }

        assertThat(keys().stream().distinct()).hasSize(1);
    }

    @Test
    void tellsAnEmptyLabelFromNone() throws IOException {
        server.put("/metrics/job/a/x/", "m 1\n");
        server.delete("/metrics/job/a");

        assertThat(server.get("/metrics?collect[]=pushed").text()).contains("m{instance=\"\",job=\"a\",x=\"\"} 1\n");
    }

    @Test
    void takesLongKeys() throws IOException {
        String value = "v".repeat(500_000);
        StringBuilder labels = new StringBuilder("job/a");
        for (int i = 0; i < 999; i++) {
            labels.append("/l").append(i).append('/').append(i);
        }
        StringBuilder many = new StringBuilder("job/a");
        for (int i = 0; i < 100_000; i++) {
            many.append('/')
                    .append((char) ('a' + i % 26))
                    .append(Integer.toString(i, 36))
                    .append("/1");
        }

        assertThat(server.put("/metrics/job/" + value, "").status()).isEqualTo(200);
        assertThat(server.put("/metrics/" + labels, "").status()).isEqualTo(200);

        Reply tooMany = server.put("/metrics/" + many, "m 1\n");
        assertThat(tooMany.status()).isEqualTo(400);
        assertThat(tooMany.text()).startsWith("too many grouping labels: 100001, the limit is 1000\n");

        assertThat(keys().get(0).labels()).containsExactly(new Label("job", value));
        assertThat(keys().get(1).labels()).hasSize(1000);
        assertThat(keys()).hasSize(2);
    }

    @Test
    void takesNoLongerForOddPathsThanForOthers() throws IOException {
        String slashes = "/".repeat(900_000);

        assertThat(server.put(slashes + "metrics/job/a", "m 1\n").status()).isEqualTo(200);
        assertThat(server.get("/metrics" + slashes + "x").status()).isEqualTo(404);
        assertThat(server.get("/metrics" + slashes).header("Location")).isEqualTo("/metrics");
        assertThat(server.put("/metrics/job/a" + slashes, "m 1\n").status()).isEqualTo(400);
    }

    @Test
    void refusesKeysThatAreTooLong() throws IOException {
        Reply reply = server.put("/metrics/job/" + "v".repeat(2 << 20), "");

        assertThat(reply.status()).isEqualTo(414);
        assertThat(reply.text())
                .isEqualTo("414 URI Too Long: request line and headers may have 1048576 bytes together\n");
    }

    @Test
    void ignoresTheHostOfAnAbsoluteTarget() throws IOException {
        assertThat(server.put("http://elsewhere:1/metrics/job/a?b#c", "m 1\n").status())
                .isEqualTo(200);

        assertThat(keys().stream().map(key -> Label.format(key.labels()))).containsExactly("{job=\"a\"}");
    }

    private static List<GroupingKey> keys() {
        return server.log.keys();
    }
}
