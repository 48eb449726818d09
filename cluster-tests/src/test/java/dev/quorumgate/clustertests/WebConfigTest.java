package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quorumgate.clustertests.harness.Certificates;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.NodeAddress;
import dev.quorumgate.clustertests.harness.NodeProcess;
import dev.quorumgate.clustertests.harness.Prometheus;
import dev.quorumgate.clustertests.harness.Shell;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Goal: a node that is protected by {@code --web.config.file} serves those who may in, as people set up curl and Prometheus
 * for a protected Pushgateway, and nobody else; its certificate is exchanged while it runs.
 *
 * <p>Method: a real node with TLS, passwords and client certificates; curl pushes, a real Prometheus scrapes.
 */
@ClusterTest
class WebConfigTest {
    /** Of "secret". */
    private static final String WEB_CONFIG = """
            tls_server_config:
              cert_file: tls.crt
              key_file: tls.key
              client_auth_type: RequireAndVerifyClientCert
              client_ca_file: ca.crt
            basic_auth_users:
              alice: $2y$08$FLJh5iU8hlHFWClewr2ptu5SmVZW629AzzWl/KhzBP7aq3.lwLci2
            """;

    @Test
    void servesThoseWhoMayInAndNobodyElse(TestRun run) throws Exception {
        assumeTrue(Shell.has("curl"), "skipped: the program 'curl' is missing");
        Path folder = run.folder("web");
        Certificates.make(folder, "first", "second", "client");
        useCertificate("first", folder);
        Path config = Files.writeString(folder.resolve("web.yml"), WEB_CONFIG);
        NodeAddress address = NodeAddress.onLoopback();
        NodeProcess node = run.node(
                "n1",
                List.of(
                        "--web.listen-address=" + address.http(),
                        "--cluster.listen-address=" + address.raft(),
                        "--admin.listen-address=" + address.admin(),
                        "--storage.path=" + run.folder("data"),
                        "--web.config.file=" + config));
        node.start();
        Waiting.until(
                "the node is ready",
                () -> curl(folder, address, "/-/ready", "-u", "alice:secret").equals("OK 200"));

        assertThat(curl(folder, address, "/metrics/job/a", "-u", "alice:secret", "--data-binary", "m 1\n"))
                .isEqualTo(" 200");
        assertThat(curl(folder, address, "/metrics/job/a", "-u", "alice:wrong", "--data-binary", "m 2\n"))
                .isEqualTo("Unauthorized\n 401");
        assertThat(Shell.run(List.of("curl", "-sk", "https://" + address.http() + "/-/ready"))
                        .succeeded())
                .as("without a certificate")
                .isFalse();

        Prometheus prometheus = Prometheus.startWith(
                run,
                address.http(),
                List.of(
                        "    scheme: https",
                        "    basic_auth: {username: alice, password: secret}",
                        "    tls_config: {ca_file: FOLDER/ca.crt, cert_file: FOLDER/client.crt, key_file: FOLDER/client.key}"
                                .replace("FOLDER", folder.toString())));
        prometheus.awaitGoodScrapes();
        assertThat(prometheus.value("m{job=\"a\"}")).isEqualTo(1);

        useCertificate("second", folder);
        Waiting.until(
                "the new certificate is shown",
                () -> Shell.run(List.of(
                                "bash",
                                "-c",
                                "openssl s_client -connect " + address.http() + " </dev/null 2>&1 | grep subject="))
                        .output()
                        .contains("second"));
        assertThat(curl(folder, address, "/-/ready", "-u", "alice:secret")).isEqualTo("OK 200");

        node.kill();
        node.start();
        Waiting.until(
                "the node is ready again",
                () -> curl(folder, address, "/-/ready", "-u", "alice:secret").equals("OK 200"));
        assertThat(curl(folder, address, "/metrics?collect[]=pushed", "-g", "-u", "alice:secret"))
                .contains("m{instance=\"\",job=\"a\"} 1\n");
        assertThat(node.log().linesOfThisLife())
                .anyMatch(line -> line.contains("TLS is enabled.") && line.contains("http2=true"))
                .noneMatch(line -> line.contains("secret") || line.contains("$2y$"));
        assertThat(node.stop()).isZero();
    }

    private static void useCertificate(String name, Path folder) throws IOException {
        for (String kind : List.of(".crt", ".key")) {
            Files.copy(folder.resolve(name + kind), folder.resolve("tls" + kind), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The answer, and its status. */
    private static String curl(Path folder, NodeAddress address, String path, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "-s",
                "--http2",
                "--cacert",
                folder.resolve("ca.crt").toString(),
                "--cert",
                folder.resolve("client.crt").toString(),
                "--key",
                folder.resolve("client.key").toString(),
                "-w",
                " %{http_code}"));
        command.addAll(Arrays.asList(options));
        command.add("https://" + address.http() + path);
        return Shell.run(command).output();
    }
}
