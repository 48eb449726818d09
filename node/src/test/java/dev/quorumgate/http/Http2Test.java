package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: requests on one connection do not disturb each other. Method: a client that begins several and breaks one off. */
class Http2Test {
    private static final String GROUP = "/metrics/job/a";

    @TempDir
    private Path folder;

    @Test
    void goesOnWithOtherRequestsWhenOneIsCancelled() throws Exception {
        try (TestServer server = start(TestServer.with());
                Http2Client client = new Http2Client(server);
                Logs logs = Logs.open()) {
            Http2Client.Exchanged innocent = client.begin("PUT", GROUP, true);
            innocent.send("m 1\n", false);
            Http2Client.Exchanged cancelled = client.begin("PUT", "/metrics/job/b", true);
            cancelled.send("m 1\n", false);
            await().until(() -> server.uploads.incoming().count() == 2);
            cancelled.cancel();
            await().until(() -> server.uploads.incoming().count() == 1);

            innocent.send("n 2\n", true);
            assertThat(innocent.status()).isEqualTo(200);
            assertThat(client.begin("GET", "/-/healthy", false).status()).isEqualTo(200);
            assertThat(logs.events()).isEmpty();
            assertThat(server.log.commands()).hasSize(1);
        }
    }

    @Test
    void breaksOffOnlyTheAnswerThatIsNotRead() throws Exception {
        try (TestServer server = start(TestServer.with().scrapes(1, Duration.ZERO));
                Http2Client client = new Http2Client(server)) {
            Http2Client.Exchanged push = client.begin("PUT", GROUP, true);
            push.send("m{v=\"" + "x".repeat(900_000) + "\"} 1\n", true); // more than the client has room for
            assertThat(push.status()).isEqualTo(200);
            Http2Client.Exchanged stuck = client.begin("GET", "/metrics", false);
            assertThat(stuck.status()).isEqualTo(200);

            assertThat(client.begin("GET", "/metrics", false).status()).isEqualTo(200);

            stuck.awaitReset();
            assertThat(client.begin("GET", "/-/healthy", false).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"/-/healthy, 200", "/nope, 404", "/api/v2/status, 200", "/api/v2/openapi.json, 200"})
    void keepsNoThreadForSmallAnswersThatAreNotRead(String path, int status) throws Exception {
        try (TestServer server = start(TestServer.with());
                Http2Client first = new Http2Client(server, 0);
                Http2Client second = new Http2Client(server, 0);
                Http2Client third = new Http2Client(server, 0)) {
            for (Http2Client client : List.of(first, second, third)) {
                for (int i = 0; i < 100; i++) { // in all more than there are threads
                    assertThat(client.begin("GET", path, false).status()).isEqualTo(status);
                }
            }
        }
    }

    private TestServer start(TestServer.Setup setup) throws IOException {
        return setup.webConfig(Files.writeString(folder.resolve("web.yml"), TestCertificates.server("ec")))
                .start();
    }
}
