package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.quorumgate.webconfig.WebConfigFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: connections are protected as {@code tls_server_config} says. Method: real handshakes, by curl and by {@code openssl}. */
class TlsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "pkcs1", "ec", "sec1", "ed"})
    void servesWithEachKindOfKey(String kind) throws Exception {
        try (TestServer server = start(TestCertificates.server(kind))) {
            Curl.Result result = Curl.get(server, "/-/healthy");

            assertThat(result.output()).isEqualTo("OK 200 2");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("protocols")
    void choosesTheVersionOfHttp(String name, String config, List<String> curl, String status) throws Exception {
        try (TestServer server = start(TestCertificates.server("ec") + config)) {
            assertThat(Curl.get(server, "/-/healthy", curl.toArray(String[]::new))
                            .output())
                    .isEqualTo(status);
        }
    }

    static Stream<Arguments> protocols() {
        return Stream.of(
                arguments("HTTP/2 for who offers it", "", List.of("--http2"), "OK 200 2"),
                arguments("HTTP/1.1 for others", "", List.of("--http1.1"), "OK 200 1.1"),
                arguments(
                        "not where it is turned off",
                        "http_server_config: {http2: false}\n",
                        List.of("--http2"),
                        "OK 200 1.1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("handshakes")
    void takesOnlyTheVersionsAndSuitesThatAreConfigured(String name, String config, String client, boolean works)
            throws Exception {
        try (TestServer server = start(TestCertificates.server("ec") + config)) {
            assertThat(Curl.handshake(server, client)).isEqualTo(works);
        }
    }

    static Stream<Arguments> handshakes() {
        String only12 = "  max_version: TLS12\n";
        String only13 = "  min_version: TLS13\n";
        String one = "  cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384]\n";
        return Stream.of(
                arguments("1.2 by default", "", "-tls1_2", true),
                arguments("1.3 by default", "", "-tls1_3", true),
                arguments("1.1 never", "  min_version: TLS10\n", "-tls1_1 -cipher DEFAULT@SECLEVEL=0", false),
                arguments("1.2 where it is the newest", only12, "-tls1_2", true),
                arguments("1.3 where it is too new", only12, "-tls1_3", false),
                arguments("1.2 where it is too old", only13, "-tls1_2", false),
                arguments("a suite that is listed", one, "-tls1_2 -cipher ECDHE-ECDSA-AES256-GCM-SHA384", true),
                arguments("a suite that is not", one, "-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256", false),
                arguments("1.3 whatever suites are listed", one, "-tls1_3", true));
    }

    @ParameterizedTest
    @CsvSource({"true, ECDHE-ECDSA-AES256-GCM-SHA384", "false, ECDHE-ECDSA-AES128-GCM-SHA256"})
    void choosesTheSuiteByTheOrderOfTheServerOrTheClient(boolean servers, String chosen) throws Exception {
        String suites = "  cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,"
                + " TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256]\n";
        String config = suites + "  prefer_server_cipher_suites: " + servers + "\n";
        try (TestServer server = start(TestCertificates.server("ec") + config)) {
            assertThat(Curl.handshakeOutput(
                            server, "-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384"))
                    .contains("Cipher is " + chosen);
        }
    }

    @ParameterizedTest
    @CsvSource({"P-256, false", "P-384, true"})
    @EnabledForJreRange(min = JRE.JAVA_20)
    void takesOnlyTheCurvesThatAreConfigured(String curve, boolean works) throws Exception {
        try (TestServer server = start(TestCertificates.server("rsa") + "  curve_preferences: [CurveP384]\n")) {
            assertThat(Curl.handshake(server, "-curves " + curve)).isEqualTo(works);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("clients")
    void takesClientsByTheirCertificates(String config, String client, boolean works) throws Exception {
        try (TestServer server = start(TestCertificates.server("ec") + "  " + config + "\n")) {
            String[] options = client.isEmpty()
                    ? new String[0]
                    : new String[] {
                        "--cert", TestCertificates.certificate(client).toString(),
                        "--key", TestCertificates.key(client).toString()
                    };

            Curl.Result result = Curl.get(server, "/-/healthy", options);

            assertThat(result.output().equals("OK 200 2")).as(result.toString()).isEqualTo(works);
        }
    }

    static Stream<Arguments> clients() {
        String ca = "\n  client_ca_file: " + TestCertificates.certificate("ca");
        String verified = "client_auth_type: RequireAndVerifyClientCert" + ca;
        String names = "\n  client_allowed_sans: ";
        return Stream.of(
                        of("client_auth_type: NoClientCert", true, true, true, true),
                        of("client_auth_type: RequestClientCert", true, true, true, true),
                        of("client_auth_type: RequireAnyClientCert", false, true, true, true),
                        of("client_auth_type: RequireClientCert", false, true, true, true),
                        of("client_auth_type: VerifyClientCertIfGiven" + ca, true, true, false, false),
                        of(verified, false, true, false, false),
                        of(verified + names + "[other, 'ops@example.org']", false, true, false, false),
                        of(verified + names + "['::1']", false, true, false, false),
                        of(verified + names + "['spiffe://example/batch']", false, true, false, false),
                        of(verified + names + "[batch.example.org]", false, false, false, false),
                        of(
                                "client_auth_type: VerifyClientCertIfGiven" + ca + names + "[other]",
                                true,
                                false,
                                false,
                                false))
                .flatMap(each -> each);
    }

    private static Stream<Arguments> of(String config, boolean none, boolean good, boolean expired, boolean strange) {
        return Stream.of(
                arguments(config, "", none),
                arguments(config, "good", good),
                arguments(config, "expired", expired),
                arguments(config, "strange", strange));
    }

    @Test
    void usesANewCertificateWithoutARestartAndKeepsTheOldOneWhenTheNewOneIsBroken() throws Exception {
        Path certificate = Files.copy(TestCertificates.certificate("rsa"), folder.resolve("tls.crt"));
        Path key = Files.copy(TestCertificates.key("rsa"), folder.resolve("tls.key"));
        String config = "tls_server_config: {cert_file: tls.crt, key_file: tls.key}\n";
        try (TestServer server = start(config);
                Logs logs = Logs.open(Level.WARN, WebConfigFile.class)) {
            assertThat(Curl.certificate(server)).contains("CN=rsa");

            Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\nMIIB");
            await().until(() -> !logs.events().isEmpty());
            assertThat(logs.events())
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .singleElement()
                    .asString()
                    .startsWith("the certificates of before go on being used: " + folder.resolve("web.yml") + ":1:")
                    .contains("tls.crt' begins a block")
                    .doesNotContain("MIIB");
            assertThat(Curl.get(server, "/-/healthy").output()).isEqualTo("OK 200 2");

            Files.copy(TestCertificates.certificate("ec"), certificate, StandardCopyOption.REPLACE_EXISTING);
            Files.copy(TestCertificates.key("ec"), key, StandardCopyOption.REPLACE_EXISTING);
            await().untilAsserted(() -> assertThat(Curl.certificate(server)).contains("CN=ec"));
            assertThat(Curl.get(server, "/-/healthy").output()).isEqualTo("OK 200 2");
        }
    }

    @Test
    void usesFilesThatAreNamedBeforeTheyAreThere() throws Exception {
        try (TestServer server = start(TestCertificates.server("rsa"));
                Logs logs = Logs.open(Level.WARN, WebConfigFile.class)) {
            Files.writeString(
                    folder.resolve("web.yml"), "tls_server_config: {cert_file: new.crt, key_file: new.key}\n");
            await().until(() -> !logs.events().isEmpty());
            assertThat(Curl.certificate(server)).contains("CN=rsa");

            Files.copy(TestCertificates.certificate("ec"), folder.resolve("new.crt"));
            Files.copy(TestCertificates.key("ec"), folder.resolve("new.key"));

            await().untilAsserted(() -> assertThat(Curl.certificate(server)).contains("CN=ec"));
        }
    }

    @Test
    void tellsWhoeverForgetsTls() throws Exception {
        try (TestServer server = start(TestCertificates.server("ec"));
                RawConnection connection = server.connect()) {
            connection.send(RawConnection.head("PUT", "/metrics/job/a", "Content-Length: 4") + "m 1\n");

            Reply reply = connection.receive();

            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text()).isEqualTo("Client sent an HTTP request to an HTTPS server.\n");
            assertThat(connection.isEnded()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http2", "--http1.1"})
    void finishesWhatIsUnderWayWhenItStops(String version) throws Exception {
        // The common pool may have one thread only, on two cores.
        Executor eachOnItsThread = task -> new Thread(task).start();
        TestServer stopping = start(TestCertificates.server("ec"));
        int port = stopping.port();
        stopping.log.hold();
        CompletableFuture<Curl.Result> push = CompletableFuture.supplyAsync(
                () -> Curl.ask(stopping, "/metrics/job/a", version, "--data-binary", "m 1\n"), eachOnItsThread);
        await().until(() -> stopping.log.heldCount() == 1);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(stopping::stop, eachOnItsThread);
        await().untilAsserted(
                        () -> assertThatThrownBy(() -> RawConnection.open(port)).isInstanceOf(IOException.class));
        // Longer than a connection may be idle while the server stops.
        assertThat(stopped).failsWithin(Duration.ofSeconds(1));
        stopping.log.release();

        assertThat(push.get().output()).startsWith(" 200 ");
        stopped.get();
        stopping.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2"})
    void knowsItsOwnAddressAsUsersReachIt(String version) throws Exception {
        try (TestServer server = start(TestCertificates.server("ec"))) {
            String address = "localhost:" + server.port();

            assertThat(Curl.get(server, "/", version).output())
                    .contains("https://" + address + "/metrics/job/some_job", "- targets: [\"" + address + "\"]");
            assertThat(Curl.ask(server, "/api/v2/push", version, "-d", "{}", "-H", "Origin: https://" + address)
                            .output())
                    .contains(" 415 ");
            assertThat(Curl.ask(server, "/api/v2/push", version, "-d", "{}", "-H", "Origin: https://evil")
                            .output())
                    .contains(" 403 ");
        }
    }

    private TestServer start(String config) throws IOException {
        return TestServer.with()
                .webConfig(Files.writeString(folder.resolve("web.yml"), config))
                .start();
    }
}
