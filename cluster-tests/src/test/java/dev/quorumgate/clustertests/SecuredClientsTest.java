package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.Certificates;
import dev.quorumgate.clustertests.harness.ClientAccess;
import dev.quorumgate.clustertests.harness.ClientTools;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.NodeAddress;
import dev.quorumgate.clustertests.harness.NodeProcess;
import dev.quorumgate.clustertests.harness.Shell;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: the clients that people have push to a node with TLS and passwords in the ways their libraries offer, and tell of a
 * wrong password.
 */
@ClusterTest
class SecuredClientsTest {
    /** With the password "secret" for alice. */
    private static final String WEB_CONFIG = """
            tls_server_config: {cert_file: node.crt, key_file: node.key}
            basic_auth_users:
              alice: $2y$08$FLJh5iU8hlHFWClewr2ptu5SmVZW629AzzWl/KhzBP7aq3.lwLci2
            """;

    @SuppressWarnings("NullAway.Init") // set before each use, by JUnit
    private static ClientAccess alice;

    @SuppressWarnings("NullAway.Init") // set before each use, by JUnit
    private static ClientAccess mallory;

    private enum Client {
        CURL("curl_metric{instance=\"\",job=\"curl\"} 1") {
            @Override
            Shell.Result push(ClientAccess access) throws Exception {
                return ClientTools.shell(
                        access,
                        "echo 'curl_metric 1' | curl -sSf -u \"$CREDENTIALS\" --data-binary @- $URL/metrics/job/curl");
            }
        },
        PYTHON("py_duration_seconds_sum{city=\"Zürich\"") {
            @Override
            Shell.Result push(ClientAccess access) throws Exception {
                return ClientTools.python("python", access, "push");
            }
        },
        NEWEST_PYTHON("py_duration_seconds_sum{city=\"Zürich\"") {
            @Override
            Shell.Result push(ClientAccess access) throws Exception {
                return ClientTools.python("python-new", access, "push");
            }
        },
        NODE("node_requests_total{city=\"Zürich\"") {
            @Override
            Shell.Result push(ClientAccess access) throws Exception {
                return ClientTools.node(access, "push");
            }
        },
        GO("go_last_success{city=\"Zürich\"") {
            @Override
            Shell.Result push(ClientAccess access) throws Exception {
                return ClientTools.go(access, "protobuf", "push");
            }
        },
        JAVA_EXPORTER("java_last_success{instance=\"host+1\",job=\"java-protobuf\"") {
            @Override
            Shell.Result push(ClientAccess access) throws Exception {
                return ClientTools.java("exporter", "Exporter", access, "PROMETHEUS_PROTOBUF", "push");
            }
        },
        OLD_JAVA_CLIENT("simple_records_total{instance=\"host+1\"") {
            @Override
            Shell.Result push(ClientAccess access) throws Exception {
                return ClientTools.java("simpleclient", "Simpleclient", access, "push");
            }
        };

        private final String series;

        /** @param series how a line of the scrape begins that is there once this client has pushed */
        Client(String series) {
            this.series = series;
        }

        abstract Shell.Result push(ClientAccess access) throws Exception;
    }

    @BeforeAll
    static void start(TestRun run) throws Exception {
        Path folder = run.folder("web");
        Certificates.make(folder, "node");
        Path config = Files.writeString(folder.resolve("web.yml"), WEB_CONFIG);
        NodeAddress address = NodeAddress.onLoopback();
        NodeProcess node = run.node(
                "n1",
                List.of(
                        "--web.listen-address=" + address.http(),
                        "--cluster.listen-address=" + address.raft(),
                        "--admin.listen-address=" + address.admin(),
                        "--storage.path=" + run.folder("data"),
                        "--web.config.file=" + config,
                        "--web.enable-admin-api"));
        node.start();
        String url = "https://" + address.http();
        alice = ClientAccess.secured(url, folder.resolve("ca.crt"), "alice:secret");
        mallory = ClientAccess.secured(url, folder.resolve("ca.crt"), "alice:guessed");
        Waiting.until("the node is ready", () -> curl("/-/ready").succeeded());
    }

    @ParameterizedTest
    @EnumSource
    void pushesWithTheRightPasswordOnly(Client client) throws Exception {
        assertThat(curl("/api/v1/admin/wipe", "-X", "PUT").succeeded()).isTrue();

        Shell.Result refused = client.push(mallory);
        assertThat(refused.succeeded()).isFalse();
        assertThat(refused.output()).contains("401");
        assertThat(curl("/metrics?collect[]=pushed").output()).doesNotContain(client.series);

        Shell.Result pushed = client.push(alice);
        assertThat(pushed.succeeded()).as(pushed.output()).isTrue();
        assertThat(curl("/metrics?collect[]=pushed").output().lines()).anyMatch(line -> line.startsWith(client.series));
    }

    private static Shell.Result curl(String path, String... options) throws Exception {
        return ClientTools.shell(
                alice, "curl -sSfg -u \"$CREDENTIALS\" " + String.join(" ", options) + " \"$URL" + path + "\"");
    }
}
