package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.quorumgate.groups.ReadUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which path answers which method, and how. Source of the rules: API reference of the original, section 1. */
class RoutesTest extends SharedServer {
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS", "PATCH", "TRACE", "get", "PROPFIND");

    @AfterEach
    void becomeReadyAgain() {
        server.readiness.ready();
        server.leadership = () -> CompletableFuture.completedFuture(true);
    }

    /** The statuses are those of {@link #METHODS}, in their order. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            /                               | GET, OPTIONS               | 200 200 405 405 405 200 405 405 405 405
            /status                         | GET, OPTIONS               | 200 200 405 405 405 200 405 405 405 405
            /cluster                        | GET, OPTIONS               | 200 200 405 405 405 200 405 405 405 405
            /static/page.css                | GET, OPTIONS               | 200 200 405 405 405 200 405 405 405 405
            /metrics                        | GET, OPTIONS               | 200 200 405 405 405 200 405 405 405 405
            /-/healthy                      | GET, OPTIONS               | 200 200 405 405 405 200 405 405 405 405
            /-/ready                        | GET, OPTIONS               | 200 200 405 405 405 200 405 405 405 405
            /-/leader                       | GET, OPTIONS               | 200 200 405 405 405 200 405 405 405 405
            /api/v1/status                  | GET, OPTIONS               | 200 200 405 405 405 200 405 405 405 405
            /api/v1/metrics                 | GET, OPTIONS               | 200 200 405 405 405 200 405 405 405 405
            /api/v1/admin/wipe              |                            | 404 404 404 404 404 200 404 404 404 404
            /api/v1/                        |                            | 404 404 404 404 404 200 404 404 404 404
            /api/v1                         |                            | 404 404 404 404 404 404 404 404 404 404
            /metrics/job/a                  | DELETE, OPTIONS, POST, PUT | 405 405 200 200 202 200 405 405 405 405
            /metrics/job/a/                 | DELETE, OPTIONS, POST, PUT | 405 405 200 200 202 200 405 405 405 405
            /metrics/job/a/b/c              | DELETE, OPTIONS, POST, PUT | 405 405 200 200 202 200 405 405 405 405
            /metrics/job/a/b                | DELETE, OPTIONS, POST, PUT | 405 405 400 400 400 200 405 405 405 405
            /metrics/job@base64/YQ          | DELETE, OPTIONS, POST, PUT | 405 405 200 200 202 200 405 405 405 405
            /metrics/job@base64/YQ/b/c      | DELETE, OPTIONS, POST, PUT | 405 405 200 200 202 200 405 405 405 405
            //metrics/job/a                 | DELETE, OPTIONS, POST, PUT | 405 405 200 200 202 200 405 405 405 405
            ///metrics/job/a                | DELETE, OPTIONS, POST, PUT | 405 405 200 200 202 200 405 405 405 405
            /%2Fmetrics/job/a               | DELETE, OPTIONS, POST, PUT | 405 405 200 200 202 200 405 405 405 405
            /metrics%2Fjob%2Fa              | DELETE, OPTIONS, POST, PUT | 405 405 200 200 202 200 405 405 405 405
            /m%65trics/job/a                | DELETE, OPTIONS, POST, PUT | 405 405 200 200 202 200 405 405 405 405
            /metrics/job                    |                            | 404 404 404 404 404 404 404 404 404 404
            /metrics/jobs/a                 |                            | 404 404 404 404 404 404 404 404 404 404
            /metrics/job@base65/a           |                            | 404 404 404 404 404 404 404 404 404 404
            /metrics//job/a                 |                            | 404 404 404 404 404 404 404 404 404 404
            /x/metrics/job/a                |                            | 404 404 404 404 404 404 404 404 404 404
            /Metrics                        |                            | 404 404 404 404 404 404 404 404 404 404
            /debug/pprof/                   |                            | 404 404 404 404 404 404 404 404 404 404
            /favicon.ico                    |                            | 404 404 404 404 404 404 404 404 404 404
            """)
    void answersEachMethod(String path, String allow, String statuses) throws IOException {
        String[] expected = statuses.split(" ", -1);

        for (int i = 0; i < METHODS.size(); i++) {
            String method = METHODS.get(i);
            Reply reply = server.ask(method, path, "");
            assertThat(reply.status()).as("%s %s", method, path).isEqualTo(Integer.parseInt(expected[i]));
            if (reply.status() == 405
                    || (method.equals("OPTIONS") && reply.status() == 200 && !path.startsWith("/api/v1/"))) {
                assertThat(reply.header("Allow")).isEqualTo(allow);
            } else {
                assertThat(reply.hasHeader("Allow")).isFalse();
            }
            if (reply.status() >= 400) {
                assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
                assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
            }
        }
    }

    @Test
    void refusesInTheWordsOfTheOriginal() throws IOException {
        assertThat(server.get("/nope").text()).isEqualTo("404 page not found\n");
        assertThat(server.get("/metrics/job/a").text()).isEqualTo("Method Not Allowed\n");
        assertThat(server.ask("OPTIONS", "/metrics", "").text()).isEmpty();
    }

    static Stream<Arguments> redirects() {
        return Stream.of(
                arguments("/metrics/", "/metrics"),
                arguments("/metrics///", "/metrics"),
                arguments("/-/healthy/", "/-/healthy"),
                arguments("/api/v1/metrics/", "/api/v1/metrics"),
                arguments("/metrics/?collect[]=pushed&x=%20", "/metrics?collect[]=pushed&x=%20"));
    }

    @ParameterizedTest(name = "GET {0}")
    @MethodSource("redirects")
    void sendsReadersOnToThePathWithoutItsTrailingSlash(String target, String location) throws IOException {
        Reply reply = server.get(target);

        assertThat(reply.status()).isEqualTo(301);
        assertThat(reply.header("Location")).isEqualTo(location);
        assertThat(reply.body()).isEmpty();
        for (String method : List.of("PUT", "POST", "DELETE")) {
            assertThat(server.ask(method, target, "").status()).as(method).isEqualTo(404);
        }
    }

    @Test
    void doesNotRepeatAQueryThatIsTooLongForAHeader() throws IOException {
        Reply reply = server.get("/metrics/?" + "a".repeat(100_000));

        assertThat(reply.status()).isEqualTo(414);
        assertThat(reply.text()).isEqualTo("the query has more than 4096 bytes, too many to send you on to /metrics\n");
    }

    @Test
    void answersHeadLikeGetWithoutABody() throws IOException {
        server.put("/metrics/job/a", "m 1\n");

        try (RawConnection connection = server.connect()) {
            for (String path : List.of("/metrics", "/-/healthy", "/", "/nope")) {
                Reply head = connection.send(RawConnection.head("HEAD", path)).receiveHead();
                Reply get = connection.send(RawConnection.head("GET", path)).receive();
                assertThat(head.statusLine()).isEqualTo(get.statusLine());
                assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
                assertThat(head.header("Content-Length")).as(path).isEqualTo(get.header("Content-Length"));
            }
        }
    }

    @Test
    void servesTheTelemetryPathInPlaceOfMetricsButPushesWhereTheyWere() throws IOException {
        try (TestServer moved = TestServer.with().telemetryPath("/telemetry").start()) {
            assertThat(moved.get("/telemetry").status()).isEqualTo(200);
            assertThat(moved.get("/telemetry/").header("Location")).isEqualTo("/telemetry");
            assertThat(moved.get("/metrics").status()).isEqualTo(404);
            assertThat(moved.put("/metrics/job/a", "m 1\n").status()).isEqualTo(200);
            assertThat(moved.put("/telemetry/job/a", "m 1\n").status()).isEqualTo(404);
        }
    }

    @ParameterizedTest(name = "GET {0}")
    @CsvSource(delimiter = '|', textBlock = """
            /pg/metrics                | 200
            /pg/                       | 200
            /pg/-/ready                | 200
            //pg/metrics               | 200
            /pg//metrics               | 200
            /%70g/metrics              | 200
            /pg/metrics/job/a          | 405
            /                          | 404
            /metrics                   | 404
            /metrics/job/a             | 404
            /-/healthy                 | 404
            /pgx/metrics               | 404
            /pg/pg/metrics             | 404
            """)
    void servesBelowThePrefixAlone(String path, int status) throws IOException {
        try (TestServer prefixed = TestServer.with().routePrefix("/pg").start()) {
            assertThat(prefixed.get(path).status()).isEqualTo(status);
        }
    }

    @Test
    void takesThePrefixIntoItsOwnLinks() throws IOException {
        try (TestServer prefixed = TestServer.with().routePrefix("/pg").start()) {
            assertThat(prefixed.get("/pg").header("Location")).isEqualTo("/pg/");
            assertThat(prefixed.get("/pg?a=b").header("Location")).isEqualTo("/pg/?a=b");
            assertThat(prefixed.get("/pg/metrics/").header("Location")).isEqualTo("/pg/metrics");
            assertThat(prefixed.get("/pg/").text()).contains("@- http://test/pg/metrics/job/some_job<");
            assertThat(prefixed.put("/pg/metrics/job/a", "m 1\n").status()).isEqualTo(200);
            assertThat(prefixed.put("/pg//metrics/job/a", "m 1\n").status()).isEqualTo(200);
        }
    }

    /** With a proxy that strips the path of the external URL, one that keeps it, and one that puts another one before it. */
    @ParameterizedTest(name = "{0} with the prefix \"{1}\"")
    @CsvSource(
            delimiter = '|',
            value = {
                "https://x/pg | ''   | https://x/pg",
                "https://x/pg | /pg  | https://x/pg",
                "http://x:80  | /a/b | http://x:80",
                "''           | /a/b | http://test/a/b",
                "''           | ''   | http://test",
            })
    void linksToTheExternalUrl(String externalUrl, String prefix, String base) throws IOException {
        try (TestServer reached =
                TestServer.with().externalUrl(externalUrl).routePrefix(prefix).start()) {
            assertThat(reached.get(prefix + "/").text()).contains("@- " + base + "/metrics/job/some_job<");
        }
    }

    @Test
    void isHealthyWithoutAQuorumButNotReady() throws IOException {
        server.log.failReads(new ReadUnavailableException("n2 and n3 do not answer"));

        assertThat(server.get("/-/healthy").text()).isEqualTo("OK");
        assertRefusal(server.get("/-/ready"), "n2 and n3 do not answer\n");

        server.log.healReads();
        assertThat(server.get("/-/ready").text()).isEqualTo("OK");
    }

    @Test
    void isNotReadyWhileNobodyConfirms() throws IOException {
        server.log.hold();

        Reply reply = server.get("/-/ready");

        assertRefusal(reply, "no majority has confirmed within 1000 ms that this node is current\n");
        server.log.release();
    }

    @Test
    void isNeitherReadyNorLeaderWhileItStarts() throws IOException {
        server.readiness.unready("this node waits for n2");

        assertThat(server.get("/-/healthy").status()).isEqualTo(200);
        assertRefusal(server.get("/-/ready"), "this node waits for n2\n");
        assertRefusal(server.get("/-/leader"), "this node waits for n2\n");
    }

    @Test
    void isNotHealthyWhenItIsBeyondRepair() throws IOException {
        try (TestServer broken = TestServer.with().start()) {
            broken.readiness.unhealthy("the disk is gone");

            for (String path : List.of("/-/healthy", "/-/ready", "/-/leader")) {
                assertRefusal(broken.get(path), "the disk is gone\n");
            }
        }
    }

    @Test
    void isLeaderOnlyWhenAMajorityConfirmsIt() throws IOException {
        assertThat(server.get("/-/leader").text()).isEqualTo("OK");

        server.leadership = () -> CompletableFuture.completedFuture(false);
        assertRefusal(server.get("/-/leader"), "this node does not lead\n");

        server.leadership = () -> CompletableFuture.failedFuture(new ReadUnavailableException("n2 does not answer"));
        assertRefusal(server.get("/-/leader"), "n2 does not answer\n");

        server.leadership = CompletableFuture::new;
        assertRefusal(server.get("/-/leader"), "no majority has confirmed within 1000 ms that this node leads\n");
    }

    private static void assertRefusal(Reply reply, String text) {
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text()).isEqualTo(text);
    }
}
