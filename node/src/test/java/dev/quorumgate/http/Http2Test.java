package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: requests on one connection do not disturb each other. Method: a client that begins several and breaks one off. */
class Http2Test {
    private static final String GROUP = "/metrics/job/a";

    @TempDir
    private Path folder;

    @Test
    void goesOnWithOtherRequestsWhenOneIsCancelled() throws Exception {
        try (TestServer server = start(TestServer.with());
                Http2Client client = new Http2Client(server);
                Logs logs = Logs.open(Level.DEBUG, Failures.class)) {
            Http2Client.Exchanged innocent = client.begin("PUT", GROUP, true);
            innocent.send("m 1\n", false);
            Http2Client.Exchanged cancelled = client.begin("PUT", "/metrics/job/b", true);
            cancelled.send("m 1\n", false);
            await().until(() -> server.uploads.incoming().count() == 2);
            cancelled.cancel();
            await().until(() -> !logs.events().isEmpty());

            innocent.send("n 2\n", true);
            assertThat(innocent.status()).isEqualTo(200);
            assertThat(client.begin("GET", "/-/healthy", false).status()).isEqualTo(200);
            assertThat(logs.events()).singleElement().satisfies(event -> {
                assertThat(event.getLevel()).isEqualTo(Level.DEBUG);
                assertThat(event.getFormattedMessage()).startsWith("the client at ");
            });
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

    private TestServer start(TestServer.Setup setup) throws IOException {
        return setup.webConfig(Files.writeString(folder.resolve("web.yml"), TestCertificates.server("ec")))
                .start();
    }
}
