package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.Certificates;
import dev.quorumgate.clustertests.harness.Cli;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.LoadBalancer;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import dev.quorumgate.clustertests.history.PushLoad;
import dev.quorumgate.clustertests.history.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: with certificates, nobody takes part or asks anything who has none that is good; whoever is refused finds the reason
 * in both logs; and certificates and authorities are exchanged while everything goes on.
 *
 * <p>Method: three nodes, each with a folder of its own for its files, under load where files are exchanged; and nodes and
 * operators with certificates that are good, of another authority, expired, or none.
 */
@ClusterTest
class TlsClusterTest {
    private static final int CANNOT_START = 1;
    private static final int REMOVED = 12;
    /** The slowest machine connects in that time. */
    private static final String PATIENT = "--timeout=60s";

    private static final int USAGE = 2;
    private static final int UNREACHABLE = 4;
    private static final int AUTHENTICATION = 7;
    private static final int PUSHES = 60;
    private static final List<String> NAMES = List.of("n1", "n2", "n3");

    @Test
    @Tag("long")
    void certificatesAndAuthoritiesAreExchangedUnderLoad(TestRun run) throws Exception {
        Certificates old = Certificates.make(run.folder("old"), "n1", "n2", "n3", "olga");
        Certificates next = Certificates.make(run.folder("next"), "n1", "n2", "n3", "olga");
        TestCluster.Builder builder = run.cluster().flags("--shutdown.delay=1s");
        for (String name : NAMES) {
            give(run, name, old);
            Files.copy(old.authority(), file(run, name, "ca.crt"));
            builder.flagsOf(name, flagsOfPort(run, name, "cluster", "node"));
        }
        TestCluster cluster = builder.start();
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad load = scenario.load(LoadBalancer.checking(run, cluster.all()).gateway());
        load.awaitMore(PUSHES);
        operator(cluster, old, "olga").require("status", PATIENT);

        String both = Files.readString(old.authority()) + Files.readString(next.authority());
        for (ClusterNode node : cluster.all()) {
            Files.writeString(file(run, node.name(), "ca.crt"), both);
            awaitReloads(node, 1);
        }
        load.awaitMore(PUSHES);
        for (ClusterNode node : cluster.all()) {
            give(run, node.name(), next);
            awaitReloads(node, 2);
        }
        restart(cluster.node("n3"));
        load.awaitMore(PUSHES);
        for (ClusterNode node : cluster.all()) {
            Files.copy(next.authority(), file(run, node.name(), "ca.crt"), StandardCopyOption.REPLACE_EXISTING);
            awaitReloads(node, 3);
        }
        // Between any two nodes there are new connections then.
        restart(cluster.node("n1"));
        restart(cluster.node("n2"));
        load.awaitMore(PUSHES);

        operator(cluster, next, "olga").require("status", PATIENT);
        assertThat(operator(cluster, old, "olga").run("status", PATIENT).exitCode())
                .isEqualTo(AUTHENTICATION);
        scenario.endAndCheck();
    }

    @Test
    void whoHasNoGoodCertificateIsRefusedAndBothLogsSayWhy(TestRun run) throws Exception {
        Certificates members = Certificates.make(run.folder("members"), "n1", "n2", "n3", "n4");
        Certificates operators = Certificates.make(run.folder("operators"), "n1", "n2", "n3", "n4", "olga");
        operators.add(-1, "expired");
        Certificates strange = Certificates.make(run.folder("strange"), "n2", "olga");
        TestCluster cluster = secured(run, members, operators);
        Cli olga = operator(cluster, operators, "olga");

        assertNodesWorkForOperators(cluster, olga);
        assertOperatorsNeedACertificate(cluster, operators, strange);
        assertNodesJoin(run, cluster, olga, members, operators);
        assertMembersNeedACertificate(run, cluster, members, strange);
    }

    /** What is asked of one node is done by others, and looking at each other's ports is no reason for a line in the log. */
    private static void assertNodesWorkForOperators(TestCluster cluster, Cli olga) throws Exception {
        ClusterNode follower = cluster.followers().get(0);
        Cli anyNode = olga.with("QUORUMGATE_ENDPOINTS", follower.address().admin());

        assertThat(anyNode.run("doctor", PATIENT).out()).doesNotContain("no answer", "no connection");
        assertThat(anyNode.require("verify", PATIENT).out()).contains("equal", "yes");
        anyNode.require("snapshot", "create", PATIENT);
        anyNode.require("leader", "transfer", follower.name(), PATIENT);

        for (ClusterNode node : cluster.all()) {
            assertThat(node.log().lines()).noneMatch(line -> line.contains("refused a connection"));
        }
    }

    private static void assertOperatorsNeedACertificate(
            TestCluster cluster, Certificates operators, Certificates strange) throws Exception {
        Cli nobody = cluster.cli();
        Cli anonymous =
                nobody.with("QUORUMGATE_TLS_CA_FILE", operators.authority().toString());
        Cli stranger = anonymous
                .with("QUORUMGATE_TLS_CERT_FILE", strange.certificate("olga").toString())
                .with("QUORUMGATE_TLS_KEY_FILE", strange.key("olga").toString());

        assertRefused(anonymous.run("status", PATIENT), "shows no certificate");
        assertRefused(stranger.run("status", PATIENT), "does not accept the certificate of this one");
        assertRefused(
                operator(cluster, operators, "expired").run("status", PATIENT),
                "does not accept the certificate of this one");
        assertRefused(operator(cluster, strange, "olga").run("status", PATIENT), "is not signed by an authority in");
        assertThat(nobody.run("status").exitCode()).isIn(UNREACHABLE, AUTHENTICATION);
        ClusterNode asked = cluster.node("n1");
        asked.log().awaitSaying("the certificate of CN=olga, issued by CN=test authority");
        asked.log().awaitSaying("the certificate of CN=expired ended on ");
        asked.log().awaitSaying("the caller shows no certificate");
        assertThat(nobody.run("status", "--tls-cert-file=x").exitCode()).isEqualTo(USAGE);
    }

    private static void assertNodesJoin(
            TestRun run, TestCluster cluster, Cli olga, Certificates members, Certificates operators) throws Exception {
        give(run, "n4", members, operators);
        ClusterNode coming = cluster.join("n4", flags(run, "n4"));
        String spelled = coming.address().member("n4");
        assertThat(olga.require("member", "add", spelled, "--dry-run", PATIENT).out())
                .contains(" --cluster.tls-cert-file=ITS_CERTIFICATE ", " --admin.tls-ca-file=AUTHORITIES ");
        ClusterNode leaving = cluster.node("n3");

        coming.start();
        olga.require("member", "replace", "n3", spelled, "--wait=60s", PATIENT);

        TestCluster.awaitReady(coming);
        assertThat(leaving.process().awaitExit()).isEqualTo(REMOVED);
        cluster.forget(leaving);
    }

    /** Of a member whose certificate is of an authority that it believes beside that of the others. */
    private static void assertMembersNeedACertificate(
            TestRun run, TestCluster cluster, Certificates members, Certificates strange) throws Exception {
        ClusterNode changed = cluster.followers().get(0);
        changed.process().stop();
        Files.copy(
                strange.certificate("n2"), file(run, changed.name(), "node.crt"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(strange.key("n2"), file(run, changed.name(), "node.key"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(
                file(run, changed.name(), "ca.crt"),
                Files.readString(members.authority()) + Files.readString(strange.authority()));
        changed.start();

        changed.log().awaitSaying("does not accept the certificate of this one");
        for (ClusterNode other : cluster.except(changed)) {
            other.log().awaitSaying("admin port: refused a connection from 127.0.0.1:");
            other.log().awaitSaying("the certificate of CN=n2, issued by CN=test authority");
        }
        ClusterNode leader = TestCluster.leaderAmong(cluster.except(changed));
        assertThat(leader.gateway().push("/job/tls", "m 1\n").status()).isEqualTo(200);
        assertThat(changed.gateway().isReady()).isFalse();
        run.note(String.join("\n", changed.log().linesOfThisLife()));

        changed.process().stop();
        give(run, changed.name(), members);
        changed.start();
        TestCluster.awaitReady(changed);
        cluster.awaitEqualStates();
    }

    @Test
    void aNodeWhoseCertificateNobodyWouldAcceptDoesNotStart(TestRun run) throws Exception {
        Certificates expired = Certificates.make(run.folder("expired"), "n2");
        expired.add(-1, "n1");
        give(run, "n1", expired);
        Files.copy(expired.authority(), file(run, "n1", "ca.crt"));
        TestCluster cluster = run.cluster()
                .nodes(1)
                .flagsOf("n1", flagsOfPort(run, "n1", "cluster", "node"))
                .build();
        ClusterNode node = cluster.node("n1");

        node.start();

        assertThat(node.process().awaitExit()).isEqualTo(CANNOT_START);
        assertThat(node.log().lines())
                .last()
                .asString()
                .startsWith("quorumgate serve: --cluster.tls-cert-file: file '")
                .contains("would be refused by everybody: the certificate of CN=n1 ended on ");
    }

    private static void assertRefused(Cli.Result result, String why) {
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(AUTHENTICATION);
        assertThat(result.err()).contains(why);
        assertThat(result.out()).isEmpty();
    }

    private static void awaitReloads(ClusterNode node, int times) {
        Waiting.until(
                node + " has reloaded its files, time " + times,
                () -> node.log().lines().stream()
                                .filter(line -> line.contains("certificate and authorities reloaded"))
                                .count()
                        >= times);
    }

    /** Connections live on whatever becomes of the files; a start makes new ones. */
    private static void restart(ClusterNode node) throws Exception {
        assertThat(node.process().stop()).isZero();
        node.start();
        TestCluster.awaitReady(node);
    }

    private static TestCluster secured(TestRun run, Certificates members, Certificates operators) throws Exception {
        TestCluster.Builder builder = run.cluster();
        for (String name : NAMES) {
            give(run, name, members, operators);
            builder.flagsOf(name, flags(run, name));
        }
        return builder.start();
    }

    /** With an authority of their own for operators. */
    private static String[] flags(TestRun run, String name) {
        return Stream.of(flagsOfPort(run, name, "cluster", "node"), flagsOfPort(run, name, "admin", "admin"))
                .flatMap(Stream::of)
                .toArray(String[]::new);
    }

    private static String[] flagsOfPort(TestRun run, String name, String port, String file) {
        String authority = file.equals("node") ? "ca.crt" : "admin-ca.crt";
        return new String[] {
            "--" + port + ".tls-cert-file=" + file(run, name, file + ".crt"),
            "--" + port + ".tls-key-file=" + file(run, name, file + ".key"),
            "--" + port + ".tls-ca-file=" + file(run, name, authority)
        };
    }

    private static void give(TestRun run, String name, Certificates members, Certificates operators)
            throws IOException {
        give(run, name, members);
        Files.copy(members.authority(), file(run, name, "ca.crt"));
        Files.copy(operators.certificate(name), file(run, name, "admin.crt"));
        Files.copy(operators.key(name), file(run, name, "admin.key"));
        Files.copy(operators.authority(), file(run, name, "admin-ca.crt"));
    }

    private static void give(TestRun run, String name, Certificates certificates) throws IOException {
        Files.copy(certificates.certificate(name), file(run, name, "node.crt"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(certificates.key(name), file(run, name, "node.key"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path file(TestRun run, String name, String file) {
        return run.folder(name + ".tls").resolve(file);
    }

    private static Cli operator(TestCluster cluster, Certificates certificates, String name) {
        return cluster.cli()
                .with("QUORUMGATE_TLS_CA_FILE", certificates.authority().toString())
                .with("QUORUMGATE_TLS_CERT_FILE", certificates.certificate(name).toString())
                .with("QUORUMGATE_TLS_KEY_FILE", certificates.key(name).toString());
    }
}
