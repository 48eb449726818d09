package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /-/quit}. Source of texts and headers: API reference of the original, section 1, where they were measured. */
class QuitTest extends SharedServer {
    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST"})
    void refusesUnlessAllowed(String method) throws IOException {
        Reply reply = server.ask(method, "/-/quit", "");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.text()).isEqualTo("Lifecycle API is not enabled.\n--web.enable-lifecycle turns it on.");
        assertThat(server.quits).hasValue(0);
    }

    @Test
    void quitsWhenAllowed() throws IOException {
        try (TestServer mortal = TestServer.with().lifecycle().start()) {
            assertThat(mortal.get("/-/quit").status()).isEqualTo(405);
            assertThat(mortal.delete("/-/quit").status()).isEqualTo(405);
            assertThat(mortal.quits).hasValue(0);

            Reply reply = mortal.put("/-/quit", "");

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(reply.text()).isEqualTo("Requesting termination... Goodbye!");
            await().untilAsserted(() -> assertThat(mortal.quits).hasValue(1)); // the answer may be there before
        }
    }

    /** {@code special} is the hint of the original's own, which comes without the headers of a plain error. */
    @ParameterizedTest(name = "prefix \"{0}\": {1} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "''  | GET     | /-/quit    | special",
                "''  | DELETE  | /-/quit    | 405 GET, OPTIONS, POST, PUT",
                "''  | HEAD    | /-/quit    | 405 GET, OPTIONS, POST, PUT",
                "''  | OPTIONS | /-/quit    | 200 GET, OPTIONS, POST, PUT",
                "/pg | GET     | /-/quit    | special",
                "/pg | POST    | /-/quit    | 405 GET, OPTIONS",
                "/pg | PUT     | /-/quit    | 405 GET, OPTIONS",
                "/pg | OPTIONS | /-/quit    | 200 GET, OPTIONS",
                "/pg | GET     | /pg/-/quit | 405 OPTIONS, POST, PUT",
                "/pg | POST    | /pg/-/quit | 403",
                "/pg | OPTIONS | /pg/-/quit | 200 OPTIONS, POST, PUT",
            })
    void answersOtherMethods(String prefix, String method, String path, String expected) throws IOException {
        try (TestServer prefixed = TestServer.with().routePrefix(prefix).start()) {
            Reply reply = prefixed.ask(method, path, "");

            if (expected.equals("special")) {
                assertThat(reply.status()).isEqualTo(405);
                assertThat(reply.text()).isEqualTo("Only POST or PUT requests allowed.");
                assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
                assertThat(reply.hasHeader("Allow")).isFalse();
                assertThat(reply.hasHeader("X-Content-Type-Options")).isFalse();
            } else {
                String allow = reply.hasHeader("Allow") ? " " + reply.header("Allow") : "";
                assertThat(reply.status() + allow).isEqualTo(expected);
            }
        }
    }
}
