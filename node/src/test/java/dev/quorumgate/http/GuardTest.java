package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ch.qos.logback.classic.Level;
import dev.quorumgate.webconfig.WebConfigFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: who may not in gets the original's answers, whatever is asked for. Method: real requests, real bcrypt. */
class GuardTest {
    /** Of "secret", at the lowest cost. */
    private static final String HASH = "$2y$04$IEgWgBuj8E47NmgHNysSMO/PpUNZafWbgyH9SBB969vcEo2m29Fge";

    private static final String USERS = "basic_auth_users:\n  alice: " + HASH + "\n";
    private static final String GROUP = "/metrics/job/a";
    private static final String ALICE = basic("alice:secret");

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} {1}, {2}")
    @MethodSource("strangers")
    void refusesWhoeverHasNotTheRightPassword(String method, String target, String header) throws IOException {
        try (TestServer server = start(USERS + "http_server_config: {headers: {X-Frame-Options: deny}}\n")) {
            Reply reply = server.ask(method, target, "", header);

            assertThat(reply.status()).as(reply.toString()).isEqualTo(401);
            assertThat(reply.header("WWW-Authenticate")).isEqualTo("Basic");
            assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(reply.header("X-Frame-Options")).isEqualTo("deny");
            assertThat(reply.text()).isEqualTo("Unauthorized\n");
            assertThat(server.log.commands()).isEmpty();
        }
    }

    static Stream<Arguments> strangers() {
        return Stream.of(
                arguments("PUT", GROUP, "X: no credentials"),
                arguments("PUT", GROUP, basic("alice:wrong")),
                arguments("PUT", GROUP, basic("bob:secret")),
                arguments("PUT", GROUP, basic("alice:")),
                arguments("PUT", GROUP, basic("alice")),
                arguments("PUT", GROUP, "Authorization: Bearer secret"),
                arguments("PUT", GROUP, "Authorization: Basic ***"),
                arguments("GET", "/metrics", "X: y"),
                arguments("GET", "/-/healthy", "X: y"),
                arguments("GET", "/nowhere", "X: y"),
                arguments("OPTIONS", "*", "X: y"));
    }

    @Test
    void answersWhoHasTheRightPassword() throws IOException {
        try (TestServer server = start(USERS)) {
            for (int i = 0; i < 2; i++) {
                assertThat(server.put(GROUP, "m 1\n", ALICE).status()).isEqualTo(200);
            }
            assertThat(server.get("/-/healthy", ALICE.replace("Basic", "bAsIc")).text())
                    .isEqualTo("OK");
        }
    }

    @Test
    void readsWhatWasSentWithoutAPasswordSoThatClientsSeeTheAnswer() throws IOException {
        try (TestServer server = start(USERS);
                RawConnection connection = server.connect()) {
            connection.send(RawConnection.head("PUT", GROUP, "Content-Length: 8000000") + "m");
            assertThat(connection.receive().status()).isEqualTo(401);
            connection.send("x".repeat(8_000_000 - 1));
            connection.send(RawConnection.head("PUT", GROUP, "Content-Length: 4", ALICE) + "m 1\n");

            assertThat(connection.receive().status()).isEqualTo(200);
        }
    }

    @Test
    void doesNotAskForABodyThatItRefuses() throws IOException {
        try (TestServer server = start(USERS);
                RawConnection connection = server.connect()) {
            connection.send(RawConnection.head("PUT", GROUP, "Content-Length: 4", "Expect: 100-continue"));

            assertThat(connection.receive().status()).isEqualTo(401);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("healthPaths")
    void opensHealthAloneWhereThatIsWanted(String method, String target, int status) throws IOException {
        Path file = Files.writeString(folder.resolve("web.yml"), USERS);
        try (TestServer server = TestServer.with()
                .webConfig(file)
                .publicHealth()
                .routePrefix("/p")
                .start()) {
            assertThat(server.ask(method, target, "").status()).isEqualTo(status);
        }
    }

    static Stream<Arguments> healthPaths() {
        return Stream.of(
                arguments("GET", "/p/-/healthy", 200),
                arguments("HEAD", "/p/-/healthy", 200),
                arguments("GET", "/p/-/ready", 200),
                arguments("GET", "/p/-/leader", 200),
                arguments("POST", "/p/-/healthy", 401),
                arguments("GET", "/-/healthy", 401),
                arguments("GET", "/p/-/healthy/../metrics", 401),
                arguments("GET", "/p/-/quit", 401),
                arguments("GET", "/p/metrics", 401),
                arguments("GET", "/p/api/v1/status", 401));
    }

    @Test
    void refusesWhatComesTooFast() throws IOException {
        try (TestServer server = start(USERS
                + "rate_limit: {interval: 1h, burst: 2}\n"
                + "http_server_config: {headers: {X-Frame-Options: deny}}\n")) {
            assertThat(server.get("/-/healthy").status()).isEqualTo(401);
            assertThat(server.get("/-/healthy", ALICE).status()).isEqualTo(200);

            Reply reply = server.put(GROUP, "m 1\n", ALICE);

            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.text()).isEqualTo("Too Many Requests\n");
            assertThat(reply.hasHeader("X-Frame-Options")).isFalse();
        }
    }

    @Test
    void fillsTheBucketByTheClock() {
        AtomicLong nanos = new AtomicLong();
        RateLimiter limiter = new RateLimiter(Duration.ofNanos(10), 2, nanos::get);

        assertThat(new boolean[] {limiter.tryTake(), limiter.tryTake(), limiter.tryTake()})
                .containsExactly(true, true, false);
        nanos.set(9);
        assertThat(limiter.tryTake()).isFalse();
        nanos.set(10);
        assertThat(new boolean[] {limiter.tryTake(), limiter.tryTake()}).containsExactly(true, false);
        nanos.set(1000);
        assertThat(new boolean[] {limiter.tryTake(), limiter.tryTake(), limiter.tryTake()})
                .containsExactly(true, true, false);
    }

    @Test
    void followsTheFileAndRefusesEverybodyWhileItIsBroken() throws IOException {
        Path file = Files.writeString(folder.resolve("web.yml"), USERS);
        try (TestServer server = TestServer.with().webConfig(file).start();
                Logs logs = Logs.open(Level.WARN, WebConfigFile.class)) {
            assertThat(server.get("/-/healthy", ALICE).status()).isEqualTo(200);

            Files.writeString(file, USERS.replace("alice", "carol"));
            await().until(() -> server.get("/-/healthy", ALICE).status() == 401);
            assertThat(server.get("/-/healthy", basic("carol:secret")).status()).isEqualTo(200);

            Files.writeString(file, USERS + "unknown: 1\n");
            await().until(() -> server.get("/-/healthy", ALICE).status() == 500);
            assertThat(server.get("/-/healthy").text()).isEqualTo("Internal Server Error\n");

            Files.writeString(file, USERS);
            await().until(() -> server.get("/-/healthy", ALICE).status() == 200);

            Files.writeString(file, "");
            await().until(() -> server.get("/-/healthy").status() == 500);
            assertThat(logs.events())
                    .hasSize(2)
                    .allSatisfy(event -> assertThat(event.getLevel()).isEqualTo(Level.ERROR))
                    .extracting(Object::toString)
                    .noneMatch(text -> text.contains(HASH) || text.contains("secret"));
        }
    }

    private static String basic(String credentials) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    private TestServer start(String config) throws IOException {
        return TestServer.with()
                .webConfig(Files.writeString(folder.resolve("web.yml"), config))
                .start();
    }
}
