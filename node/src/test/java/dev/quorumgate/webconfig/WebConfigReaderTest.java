package dev.quorumgate.webconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebConfigReaderTest {
    private static final Path FILE = Path.of("/etc/web.yml");
    private static final String HASH = "$2y$10$" + "a".repeat(53);
    private static final String TLS = "tls_server_config:\n  cert_file: a\n  key_file: b\n";

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void saysWhatIsWrongAndWhere(String name, String text, String problem) {
        assertThat(problems(text)).singleElement().asString().startsWith("/etc/web.yml:" + problem);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("no mapping", "hello", "1:1: expected keys with values"),
                arguments("no YAML", "a: b\n  c: d", "2:4: this is not YAML: mapping values are not allowed here"),
                arguments("a tab", "tls_server_config:\n\tcert: a", "2:1: this is not YAML: "),
                arguments("a control character", "a: \u0001", "1:4: this is not YAML: the character U+0001"),
                arguments("two documents", "---\n---\n", "2:1: this is not YAML: "),
                arguments("a secret for an alias", "a: *hunter2", "1:4: this is not YAML: what begins with *"),
                arguments("nested deeply", "[".repeat(5000), "1:1: this is not YAML: it is too large or nested"),
                arguments(
                        "a key",
                        "basic_auth_user: {}",
                        "1:1: 'basic_auth_user' is not known here; did you mean" + " 'basic_auth_users'?"),
                arguments(
                        "a key within",
                        TLS + "  cert_fil: c",
                        "4:3: 'cert_fil' is not known here; did you mean" + " 'cert_file'?"),
                arguments("a key that may be a secret", TLS + "  $2y$abc: c", "4:3: something else is not known here"),
                arguments("a key twice", TLS + "  key_file: c", "4:3: 'key_file' is given a second time, after line 3"),
                arguments("a list for keys", "basic_auth_users: [a]", "1:19: basic_auth_users: expected keys with"),
                arguments("a key for a list", TLS + "  cipher_suites: a", "4:18: cipher_suites: expected a list"),
                arguments("a list for a text", TLS + "  min_version: [a]", "4:16: min_version: expected a text"),
                arguments("no boolean", "http_server_config: {http2: 1}", "1:29: http2: expected true or false"),
                arguments("no key file", "tls_server_config:\n  cert_file: a", "2:3: missing one of key or key_file"),
                arguments("no cert file", "tls_server_config:\n  key: a", "2:3: missing one of cert or cert_file"),
                arguments(
                        "an authority without a policy",
                        TLS + "  client_ca_file: c",
                        "4:19: client CA's have been configured without a Client Auth Policy"),
                arguments(
                        "names without a policy",
                        TLS + "  client_allowed_sans: [c]",
                        "4:3: client_allowed_sans: without a client_auth_type"),
                arguments(
                        "a policy",
                        TLS + "  client_auth_type: RequireAndVerify",
                        "4:21: client_auth_type: 'RequireAndVerify' is not known; did you mean"
                                + " 'RequireAnyClientCert'? Expected one of [NoClientCert, "),
                arguments("a version", TLS + "  min_version: TLS1.2", "4:16: min_version: 'TLS1.2' is not known; did"),
                arguments(
                        "versions that Java has not",
                        TLS + "  max_version: TLS11",
                        "4:3: max_version: Java has TLS 1.0 and 1.1 switched off"),
                arguments(
                        "versions the wrong way round",
                        TLS + "  min_version: TLS13\n  max_version: TLS12",
                        "4:3: min_version: is newer than max_version, TLS12"),
                arguments(
                        "a suite",
                        TLS + "  cipher_suites: [TLS_RSA_WITH_RC4_128_SHA]",
                        "4:19: cipher_suites: 'TLS_RSA_WITH_RC4_128_SHA' is not known; did you mean"),
                arguments("a curve", TLS + "  curve_preferences: [P256]", "4:23: curve_preferences: 'P256' is not"),
                arguments(
                        "a header",
                        "http_server_config:\n  headers:\n    Server: a",
                        "3:5: the header 'Server' cannot be set here"),
                arguments(
                        "the value of a header",
                        "http_server_config: {headers: {X-Frame-Options: allow}}",
                        "1:49: X-Frame-Options: expected deny or sameorigin, got 'allow'"),
                arguments(
                        "a header in two lines",
                        "http_server_config: {headers: {X-XSS-Protection: \"a\\nb\"}}",
                        "1:50: X-XSS-Protection: expected one line"),
                arguments("a hash", "basic_auth_users: {a: secret}", "1:23: the value is no bcrypt hash"),
                arguments("a hash cut off", "basic_auth_users: {a: " + HASH.substring(1) + "}", "1:23: the value is"),
                arguments(
                        "a hash that takes a week",
                        "basic_auth_users: {a: " + HASH.replace("$10$", "$31$") + "}",
                        "1:23: a bcrypt hash of cost 31 takes too long"),
                arguments("no user", "basic_auth_users: {'': " + HASH + "}", "1:20: a user's name must not be empty"),
                arguments("an interval", "rate_limit: {interval: 1, burst: 1}", "1:24: interval: expected a duration"),
                arguments("no burst", "rate_limit: {interval: 1s}", "1:13: burst: expected at least 1"),
                arguments("a burst", "rate_limit: {burst: -1}", "1:21: burst: expected a number from 0 to 1000000"));
    }

    @Test
    void saysAllThatIsWrongInTheOrderOfTheFile() {
        assertThat(problems("unknown: 1\nbasic_auth_users: {a: b}\nhttp_server_config: {http2: 2, htp: 1}\n"))
                .extracting(problem -> problem.substring(0, "/etc/web.yml:1:1".length()))
                .containsExactly("/etc/web.yml:1:1", "/etc/web.yml:2:2", "/etc/web.yml:3:2", "/etc/web.yml:3:3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "# nothing\n", "---\n", "tls_server_config:\n", "tls_server_config: {}", "rate_limit: {}"})
    void takesAnEmptyFileForNeitherTlsNorPasswords(String text) {
        assertThat(read(text)).isEqualTo(WebConfig.NONE);
    }

    @Test
    void readsEverything() {
        WebConfig config = read(TLS + """
                  client_auth_type: VerifyClientCertIfGiven
                  client_ca_file: /ca
                  client_allowed_sans: [x, y]
                  min_version: TLS12
                  max_version: TLS12
                  cipher_suites:
                  - TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
                  prefer_server_cipher_suites: no
                http_server_config:
                  http2: off
                  headers: {X-Frame-Options: sameorigin, X-Content-Type-Options: ''}
                basic_auth_users: {alice: %s, 42: %s}
                rate_limit: {interval: 100ms, burst: 7}
                """.formatted(HASH, HASH).indent(0));

        WebConfig.Tls tls = config.tls().orElseThrow();
        assertThat(tls.certificate().file()).contains(Path.of("/etc/a"));
        assertThat(tls.key().file()).contains(Path.of("/etc/b"));
        assertThat(tls.clientCa().orElseThrow().file()).contains(Path.of("/ca"));
        assertThat(tls.clientAuth()).isEqualTo(ClientAuth.VERIFY_IF_GIVEN);
        assertThat(tls.clientAllowedNames()).containsExactly("x", "y");
        assertThat(tls.protocols()).containsExactly("TLSv1.2");
        assertThat(tls.cipherSuites()).containsExactly("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        assertThat(tls.serverOrder()).isFalse();
        assertThat(config.http2()).isFalse();
        assertThat(config.headers()).isEqualTo(Map.of("X-Frame-Options", "sameorigin"));
        assertThat(config.passwords()).containsOnlyKeys("alice", "42");
        assertThat(config.rateLimit()).contains(new WebConfig.RateLimit(Duration.ofMillis(100), 7));
        assertThat(config.toString()).doesNotContain(HASH);
    }

    @Test
    void takesTheFileBeforeTheTextAndWarnsOfOldVersions() {
        WebConfig config = read(TLS + "  cert: inline\n  min_version: TLS10\n");

        assertThat(config.tls().orElseThrow().certificate().file()).contains(Path.of("/etc/a"));
        assertThat(config.warnings()).singleElement().asString().startsWith("/etc/web.yml:5:3: min_version: Java has");
        assertThat(config.tls().orElseThrow().protocols()).containsExactly("TLSv1.2", "TLSv1.3");
    }

    @Test
    void tellsOfAllFilesThatCannotBeUsed(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("web.yml"),
                TLS + "  client_ca: none\n" + "  client_auth_type: RequireAndVerifyClientCert\n");
        Files.write(folder.resolve("b"), new byte[] {(byte) 0xFF});

        assertThatThrownBy(() -> WebConfigFile.open(Optional.of(file)))
                .isInstanceOfSatisfying(
                        InvalidWebConfigException.class,
                        e -> assertThat(e.problems())
                                .containsExactly(
                                        file + ":2:14: file '" + folder.resolve("a") + "' does not exist",
                                        file + ":3:13: file '" + folder.resolve("b")
                                                + "' is no text: it has bytes that are not UTF-8",
                                        file + ":4:14: the text here has no certificate in it"
                                                + " (-----BEGIN CERTIFICATE-----)"));
    }

    @Test
    void tellsOfAFileThatIsNotThere(@TempDir Path folder) {
        Path file = folder.resolve("web.yml");

        assertThatThrownBy(() -> WebConfigFile.open(Optional.of(file)))
                .hasMessage(file + ":1:1: file '" + file + "' does not exist");
    }

    private static WebConfig read(String text) {
        Findings findings = new Findings();
        WebConfig config = WebConfigReader.read(text, FILE, findings);
        assertThat(findings.problems()).isEmpty();
        return config;
    }

    private static List<String> problems(String text) {
        Findings findings = new Findings();
        WebConfigReader.read(text, FILE, findings);
        return findings.problems();
    }
}
