package dev.quorumgate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.quorumgate.cluster.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NodeConfigReaderTest {
    private static final String MEMBERS = "n1=host1:9191:9292,n2=host2:9191,n3=[fd00::3]:9191";

    @Test
    void needsNoFlags() throws InvalidConfigException {
        NodeConfig config = read();

        assertThat(config.web().listenAddresses()).containsExactly(new ListenAddress("", 9091));
        assertThat(config.web().telemetryPath()).isEqualTo("/metrics");
        assertThat(config.web().routePrefix()).isEmpty();
        assertThat(config.storage()).isEqualTo(Path.of("./data"));
        assertThat(config.cluster().isAlone()).isTrue();
        assertThat(config.cluster().self()).isEqualTo(new Member("n1", "127.0.0.1", 9191, 9192));
        assertThat(config.cluster().listenAddress()).isEqualTo(new ListenAddress("127.0.0.1", 9191));
        assertThat(config.cluster().adminListenAddress()).isEqualTo(new ListenAddress("127.0.0.1", 9192));
        assertThat(config.push()).isEqualTo(new NodeConfig.Push(true, false, 8 << 20, Duration.ofSeconds(15)));
        assertThat(config.limits()).isEqualTo(NodeConfig.Limits.UNLIMITED);
        assertThat(config.scrape()).isEqualTo(new NodeConfig.Scrape(Duration.ofSeconds(5), Duration.ZERO));
        assertThat(config.raft()).isEqualTo(new NodeConfig.Raft(Duration.ofSeconds(1), 20_000, 64 << 20));
        assertThat(config.log())
                .isEqualTo(new NodeConfig.Log(NodeConfig.Log.Level.INFO, NodeConfig.Log.Format.LOGFMT, false));
    }

    @Test
    void takesEachFlag() throws InvalidConfigException {
        NodeConfig config = read(
                "--web.listen-address=:80",
                "--web.listen-address",
                "[::1]:81",
                "--web.telemetry-path=/m",
                "--web.route-prefix=pg/",
                "--web.external-url=https://example.org/x/",
                "--storage.path=/var/lib/q",
                "--cluster.node-id=n7",
                "--cluster.listen-address=10.0.0.7:1",
                "--cluster.advertise-address=q7.example:2",
                "--admin.listen-address=10.0.0.7:3",
                "--push.disable-consistency-check",
                "--push.max-body-size=1MiB",
                "--push.timeout=1m30s",
                "--scrape.timeout=2s",
                "--scrape.max-staleness=10m",
                "--raft.election-timeout=300ms",
                "--raft.snapshot-entries=50",
                "--raft.snapshot-log-size=1MB",
                "--log.level=debug",
                "--log.format=json",
                "--log.access",
                "--push.enable-utf8-names",
                "--web.systemd-socket",
                "--web.config.file=web.yml",
                "--web.public-health",
                "--web.enable-lifecycle",
                "--web.enable-admin-api",
                "--persistence.file=/var/lib/prometheus/pushgateway.data",
                "--persistence.interval=10m",
                "--limit.groups=1",
                "--limit.series=2",
                "--limit.series-per-push=3",
                "--limit.labels=4",
                "--limit.label-name-length=5",
                "--limit.label-value-length=6");

        assertThat(config.web())
                .isEqualTo(new NodeConfig.Web(
                        List.of(new ListenAddress("", 80), new ListenAddress("::1", 81)),
                        true,
                        Optional.of(Path.of("web.yml")),
                        true,
                        Optional.of("https://example.org/x"),
                        "/m",
                        "/pg",
                        true,
                        true));
        assertThat(config.limits()).isEqualTo(new NodeConfig.Limits(1, 2, 3, 4, 5, 6));
        assertThat(config.storage()).isEqualTo(Path.of("/var/lib/q"));
        assertThat(config.cluster().self()).isEqualTo(new Member("n7", "q7.example", 2, 3));
        assertThat(config.cluster().listenAddress()).isEqualTo(new ListenAddress("10.0.0.7", 1));
        assertThat(config.push()).isEqualTo(new NodeConfig.Push(false, true, 1 << 20, Duration.ofSeconds(90)));
        assertThat(config.scrape()).isEqualTo(new NodeConfig.Scrape(Duration.ofSeconds(2), Duration.ofMinutes(10)));
        assertThat(config.raft()).isEqualTo(new NodeConfig.Raft(Duration.ofMillis(300), 50, 1_000_000));
        assertThat(config.log())
                .isEqualTo(new NodeConfig.Log(NodeConfig.Log.Level.DEBUG, NodeConfig.Log.Format.JSON, true));
    }

    @Test
    void fallsBackToTheEnvironment() throws InvalidConfigException {
        Map<String, String> environment = Map.of(
                "QUORUMGATE_WEB_LISTEN_ADDRESS", ":1,:2",
                "QUORUMGATE_PUSH_DISABLE_CONSISTENCY_CHECK", "true",
                "QUORUMGATE_STORAGE_PATH", "/from/environment",
                "QUORUMGATE_PUSH_TIMEOUT", "");

        NodeConfig config = NodeConfigReader.read(List.of("--storage.path=/from/flag"), environment);

        assertThat(config.web().listenAddresses()).containsExactly(new ListenAddress("", 1), new ListenAddress("", 2));
        assertThat(config.push().checked()).isFalse();
        assertThat(config.storage()).isEqualTo(Path.of("/from/flag"));
        assertThat(config.push().timeout()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void listensWhereTheMemberListSays() throws InvalidConfigException {
        NodeConfig.Cluster cluster = read("--cluster.node-id=n3", "--cluster.initial-members=" + MEMBERS)
                .cluster();

        assertThat(cluster.isAlone()).isFalse();
        assertThat(cluster.self()).isEqualTo(new Member("n3", "fd00::3", 9191, 9192));
        assertThat(cluster.initialMembers().all()).hasSize(3);
        assertThat(cluster.initialMembers().canonical())
                .isEqualTo("n1=host1:9191:9292,n2=host2:9191:9192,n3=[fd00::3]:9191:9192");
        assertThat(cluster.listenAddress()).isEqualTo(new ListenAddress("fd00::3", 9191));
        assertThat(cluster.adminListenAddress()).isEqualTo(new ListenAddress("fd00::3", 9192));
    }

    @Test
    void foundsTheSameClusterInWhateverOrderMembersAreListed() throws InvalidConfigException {
        NodeConfig.Cluster one =
                read("--cluster.initial-members=n1=a:1:2,n2=b:1:2").cluster();
        NodeConfig.Cluster other = read("--cluster.node-id=n2", "--cluster.initial-members=n2=b:1, n1=a:1")
                .cluster();

        assertThat(one.initialMembers().foundedClusterId())
                .isEqualTo(other.initialMembers().foundedClusterId());
    }

    @Test
    void takesTheFilesOfTheClusterForTheAdminPortUnlessItHasItsOwn() throws InvalidConfigException {
        String[] cluster = {"--cluster.tls-cert-file=c", "--cluster.tls-key-file=k", "--cluster.tls-ca-file=a"};
        NodeConfig.TlsFiles files = new NodeConfig.TlsFiles(Path.of("c"), Path.of("k"), Path.of("a"));

        NodeConfig.Cluster shared = read(cluster).cluster();
        NodeConfig.Cluster own = read(Stream.concat(
                                Stream.of(cluster),
                                Stream.of("--admin.tls-cert-file=x", "--admin.tls-key-file=y", "--admin.tls-ca-file=z"))
                        .toArray(String[]::new))
                .cluster();

        assertThat(shared.tls()).contains(files);
        assertThat(shared.adminTls()).contains(files);
        assertThat(own.tls()).contains(files);
        assertThat(own.adminTls()).contains(new NodeConfig.TlsFiles(Path.of("x"), Path.of("y"), Path.of("z")));
        assertThat(read().cluster().tls()).isEmpty();
    }

    /** As of variables that are not set: who gives the flags does not want to do without TLS. */
    @Test
    void takesEmptyFilesForTlsAsAMistake() {
        assertThatThrownBy(() -> read("--cluster.tls-cert-file=", "--cluster.tls-key-file=", "--cluster.tls-ca-file="))
                .hasMessageContaining("--cluster.tls-cert-file: needed as well");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(
                        "--cluster.tls-cert-file=c --cluster.tls-ca-file=a",
                        "--cluster.tls-key-file: needed as well: TLS between nodes takes all three files"),
                arguments(
                        "--admin.tls-cert-file=c --admin.tls-key-file=k --admin.tls-ca-file=a",
                        "--admin.tls-cert-file: the other members use this port, too, so it needs"
                                + " --cluster.tls-cert-file, -key-file and -ca-file"),
                arguments("--storage.pth=x", "--storage.pth: unknown flag; did you mean --storage.path?"),
                arguments("--storage.pth x", "--storage.pth: unknown flag; did you mean --storage.path?"),
                arguments(
                        "--limit.groups=many", "--limit.groups: expected a number from 0 to 1000000000000, got 'many'"),
                arguments("--storage.path=", "--storage.path: expected a folder, got nothing; is a variable unset?"),
                arguments("--log.acess", "--log.acess: unknown flag; did you mean --log.access?"),
                arguments("--no-log.level", "--no-log.level: unknown flag; did you mean --log.level?"),
                arguments("--no-log.access=true", "--no-log.access: takes no value; write --log.access=true or =false"),
                arguments("serve", "unexpected argument 'serve'; flags begin with --"),
                arguments("--storage.path", "--storage.path: needs a value"),
                arguments("--log.level=info --log.level=warn", "--log.level: given more than once"),
                arguments("--log.level=loud", "--log.level: expected one of debug, info, warn, error, got 'loud'"),
                arguments("--log.format=xml", "--log.format: expected one of logfmt, json, got 'xml'"),
                arguments(
                        "--push.timeout=15",
                        "--push.timeout: expected a duration such as 500ms, 15s or 1m30s, from 100ms to 300s, got '15'"),
                arguments(
                        "--push.timeout=1h",
                        "--push.timeout: expected a duration such as 500ms, 15s or 1m30s, from 100ms to 300s, got '1h'"),
                arguments(
                        "--push.max-body-size=8MegaByte",
                        "--push.max-body-size: expected a size such as 512KiB or 8MiB, from 1024 to 268435456 bytes, got"
                                + " '8MegaByte'"),
                arguments(
                        "--raft.snapshot-log-size=17179869185GiB", // by 1 GiB more than a long can count
                        "--raft.snapshot-log-size: expected a size such as 512KiB or 8MiB, from 262144 to 68719476736"
                                + " bytes, got '17179869185GiB'"),
                arguments(
                        "--raft.snapshot-entries=1",
                        "--raft.snapshot-entries: expected a number from 10 to 10000000, got '1'"),
                arguments(
                        "--web.listen-address=9091",
                        "--web.listen-address: expected host:port, :port or [ipv6]:port, got '9091'"),
                arguments(
                        "--web.listen-address=:99999",
                        "--web.listen-address: expected host:port, :port or [ipv6]:port, got ':99999'"),
                arguments(
                        "--cluster.listen-address=127.0.0.1:0",
                        "--cluster.listen-address: expected a port from 1 to 65535, got 0"),
                arguments(
                        "--cluster.listen-address=:9192",
                        "--admin.listen-address: needs a port of its own; 9192 is that of --cluster.listen-address"),
                arguments(
                        "--web.telemetry-path=metrics",
                        "--web.telemetry-path: expected a path that begins with '/', got 'metrics'"),
                arguments(
                        "--web.external-url=example.org/pg",
                        "--web.external-url: expected a URL such as 'https://example.org/pushgateway/', got"
                                + " 'example.org/pg'"),
                arguments(
                        "--push.disable-consistency-check=maybe",
                        "--push.disable-consistency-check: expected true or false, got 'maybe'"),
                arguments(
                        "--cluster.node-id=a/b",
                        "--cluster.node-id: expected up to 63 letters, digits, '.', '_' and '-', the first one a letter"
                                + " or digit, got 'a/b'"),
                arguments(
                        "--cluster.initial-members=n1:9093",
                        "--cluster.initial-members: expected comma-separated NAME=HOST:RAFTPORT[:ADMINPORT], got"
                                + " 'n1:9093'"),
                arguments(
                        "--cluster.initial-members=n1=a:1,n1=b:1",
                        "--cluster.initial-members: member 'n1' is listed twice in 'n1=a:1,n1=b:1'"),
                arguments(
                        "--cluster.initial-members=n1=a:1,n2=a:2",
                        "--cluster.initial-members: member 'n2' shares an address with another one in 'n1=a:1,n2=a:2'"),
                arguments(
                        "--cluster.node-id=n4 --cluster.initial-members=" + MEMBERS,
                        "--cluster.node-id: 'n4' is not in --cluster.initial-members; expected one of n1, n2, n3"),
                arguments(
                        "--cluster.advertise-address=x:1 --cluster.initial-members=" + MEMBERS,
                        "--cluster.advertise-address: 'x:1' is not what --cluster.initial-members says of 'n1':"
                                + " 'host1:9191'"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void saysWhatIsWrong(String arguments, String problem) {
        assertThatThrownBy(() -> read(arguments.split(" ", -1)))
                .isInstanceOfSatisfying(
                        InvalidConfigException.class,
                        e -> assertThat(e.problems().all()).containsExactly(problem));
    }

    @Test
    void saysEverythingThatIsWrongAtOnce() {
        assertThatThrownBy(() -> read("--nonsense", "--log.level=loud", "--push.timeout=x"))
                .isInstanceOfSatisfying(
                        InvalidConfigException.class,
                        e -> assertThat(e.problems().all()).hasSize(3));
    }

    @ParameterizedTest(name = "external URL {0}, prefix {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | '' | ''",
                "http://x/pg/ | '' | /pg",
                "http://x/pg | / | ''",
                "'' | pg/ | /pg",
                "http://x | /a/b | /a/b",
            })
    void prefixesRoutesAsTheOriginal(String externalUrl, String prefix, String expected) throws InvalidConfigException {
        NodeConfig config = read("--web.external-url=" + externalUrl, "--web.route-prefix=" + prefix);

        assertThat(config.web().routePrefix()).isEqualTo(expected);
    }

    @Test
    void toleratesEmptyArguments() throws InvalidConfigException {
        assertThat(read("", "--log.level=warn", "").log().level()).isEqualTo(NodeConfig.Log.Level.WARN);
    }

    @Test
    void theAdminPortMayBeReachedAtAnotherOne() throws InvalidConfigException {
        NodeConfig.Cluster cluster = read(
                        "--cluster.advertise-address=h1:9191",
                        "--admin.listen-address=0.0.0.0:9192",
                        "--admin.advertise-address=h1:19192")
                .cluster();

        assertThat(cluster.self().adminAddress()).isEqualTo("h1:19192");
        assertThat(cluster.adminListenAddress()).hasToString("0.0.0.0:9192");
    }

    @Test
    void bothPortsAreReachedOnOneHost() {
        assertThatThrownBy(() -> read("--cluster.advertise-address=h1:9191", "--admin.advertise-address=h2:9192"))
                .isInstanceOfSatisfying(
                        InvalidConfigException.class,
                        e -> assertThat(e.problems().all())
                                .containsExactly("--admin.advertise-address: expected the host of"
                                        + " --cluster.advertise-address, 'h1', got 'h2:9192'"));
    }

    @Test
    void describesEachFlagInTheHelp() {
        for (Flag flag : Flag.all()) {
            assertThat(FlagHelp.text()).contains(flag.flagName()).contains(flag.environmentVariable());
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--log.access | true",
                "--no-log.access | false",
                "--log.access=true | true",
                "--log.access=false | false",
                "--log.access -- | true",
            })
    void takesSwitchesInEachForm(String arguments, boolean access) throws InvalidConfigException {
        assertThat(read(arguments.split(" ", -1)).log().access()).isEqualTo(access);
    }

    @Test
    void takesArgumentsFromFiles(@TempDir Path folder) throws Exception {
        Path inner = Files.writeString(folder.resolve("inner"), "--log.level=warn\n");
        Path outer =
                Files.writeString(folder.resolve("outer"), "# a comment\n--storage.path\n/with a blank\n\n@" + inner);

        NodeConfig config = read("@" + outer, "--log.format=json");

        assertThat(config.storage()).isEqualTo(Path.of("/with a blank"));
        assertThat(config.log())
                .isEqualTo(new NodeConfig.Log(NodeConfig.Log.Level.WARN, NodeConfig.Log.Format.JSON, false));
    }

    @Test
    void refusesFilesOfArgumentsThatCannotBeRead(@TempDir Path folder) throws IOException {
        Path endless = folder.resolve("endless");
        Files.writeString(endless, "@" + endless);

        assertThatThrownBy(() -> read("@" + endless, "@/nowhere"))
                .hasMessageContaining("@" + endless + ": more than 100 files of arguments; does one name itself?");
        assertThatThrownBy(() -> read("@/nowhere")).hasMessage("@/nowhere: there is no file of arguments '/nowhere'");
    }

    @Test
    void showsTheFlagsOfTheOriginal() throws InvalidConfigException {
        Map<String, String> defaults = read().shownFlags().ofTheOriginal();
        Map<String, String> given = read(
                        "--web.listen-address=:1",
                        "--web.listen-address=[::1]:2",
                        "--web.external-url=http://x/pg/",
                        "--persistence.interval=90s",
                        "--web.enable-lifecycle",
                        "--storage.path=/s")
                .shownFlags()
                .ofTheOriginal();

        assertThat(defaults)
                .containsExactly(
                        entry("log.format", "logfmt"),
                        entry("log.level", "info"),
                        entry("persistence.file", ""),
                        entry("persistence.interval", "5m0s"),
                        entry("push.disable-consistency-check", "false"),
                        entry("push.enable-utf8-names", "false"),
                        entry("web.config.file", ""),
                        entry("web.enable-admin-api", "false"),
                        entry("web.enable-lifecycle", "false"),
                        entry("web.external-url", ""),
                        entry("web.listen-address", ":9091"),
                        entry("web.route-prefix", ""),
                        entry("web.systemd-socket", "false"),
                        entry("web.telemetry-path", "/metrics"));
        assertThat(given)
                .hasSameSizeAs(defaults)
                .containsEntry("web.listen-address", ":1,[::1]:2")
                .containsEntry("web.external-url", "http://x/pg/")
                .containsEntry("web.route-prefix", "/pg")
                .containsEntry("persistence.interval", "1m30s")
                .containsEntry("web.enable-lifecycle", "true");
    }

    @Test
    void showsAllFlagsToThoseWhoAskForThem() throws InvalidConfigException {
        assertThat(read("--limit.groups=5", "--storage.path=/s").shownFlags().all())
                .containsEntry("limit.groups", "5")
                .containsEntry("storage.path", "/s")
                .containsEntry("push.timeout", "15s")
                .containsEntry("web.telemetry-path", "/metrics");
    }

    @Test
    void warnsThatAFileForPersistenceHasNoEffect() throws InvalidConfigException {
        assertThat(read().warnings()).isEmpty();
        for (String flag : List.of("--persistence.file=/var/lib/p", "--persistence.interval=1h")) {
            assertThat(read(flag, "--storage.path=/s").warnings())
                    .singleElement()
                    .asString()
                    .startsWith("--persistence.file and --persistence.interval have no effect")
                    .contains("--storage.path='/s'");
        }
    }

    @Test
    void warnsOfEnvironmentVariablesThatItDoesNotKnow() throws InvalidConfigException {
        Map<String, String> environment = Map.of(
                "QUORUMGATE_WEB_LISTEN_ADRESS", ":1",
                "QUORUMGATE_JAVA_OPTS", "-Xmx1g",
                "QUORUMGATE_ENDPOINTS", "a:1",
                "QUORUMGATE_TIMEOUT", "10s",
                "QUORUMGATE_LOG_LEVEL", "warn",
                "QUORUMGATE_PORT", "tcp://10.0.0.1:9091",
                "QUORUMGATE_PORT_9091_TCP_ADDR", "10.0.0.1",
                "QUORUMGATE_NODES_SERVICE_PORT_HTTP", "9091",
                "PATH", "/bin");

        assertThat(NodeConfigReader.read(List.of(), environment).warnings())
                .containsExactly("environment variable QUORUMGATE_WEB_LISTEN_ADRESS has no effect; did you mean"
                        + " QUORUMGATE_WEB_LISTEN_ADDRESS?");
    }

    private static NodeConfig read(String... arguments) throws InvalidConfigException {
        return NodeConfigReader.read(Arrays.asList(arguments), Map.of());
    }
}
