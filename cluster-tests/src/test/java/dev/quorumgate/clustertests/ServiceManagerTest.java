package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.NodeProcess;
import dev.quorumgate.clustertests.harness.Program;
import dev.quorumgate.clustertests.harness.Shell;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Goal: systemd learns when a node is ready, as {@code docker/systemd/quorumgate.service} has it wait for that.
 *
 * <p>Method: a datagram socket in the place of systemd's, and a member of three whose others come later.
 */
@ClusterTest
class ServiceManagerTest {
    /** Writes each datagram to standard output, as systemd would read it. */
    private static final String LISTEN = """
            import socket, sys
            listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            listener.bind(sys.argv[1])
            print("listening", flush=True)
            while True:
                print(listener.recv(4096).decode().replace("\\n", " "), flush=True)
            """;

    @Test
    void isToldOnceTheNodeHasCaughtUpWithAMajority(TestRun run) throws Exception {
        assumeTrue(Shell.has("systemd-notify"), "skipped: the program 'systemd-notify' (Debian: systemd) is missing");
        assumeTrue(Shell.has("python3"), "skipped: the program 'python3' is missing");
        // Longer paths than about 100 letters do not fit a socket's address.
        Path folder = Files.createTempDirectory("notify");
        Path socket = folder.resolve("socket");
        run.atEnd(() -> {
            Files.deleteIfExists(socket);
            Files.delete(folder);
        });
        NodeProcess listener = run.process("listener", List.of("python3", "-c", LISTEN, socket.toString()));
        listener.start();
        listener.log().awaitSaying("listening");
        TestCluster cluster = run.cluster()
                .program(temporary -> notifying(socket, Program.QUORUMGATE.command(temporary)))
                .build();

        ClusterNode first = cluster.node("n1");
        first.start();
        first.log().awaitSaying("the first start waits for");
        assertThat(listener.log().lines()).noneMatch(line -> line.contains("READY"));

        cluster.startAll();
        listener.log().awaitSaying("READY=1 STATUS=node n1, one of 3");
        assertThat(first.log().says("is ready")).isTrue();
    }

    private static List<String> notifying(Path socket, List<String> command) {
        return Stream.concat(Stream.of("env", "NOTIFY_SOCKET=" + socket), command.stream())
                .toList();
    }
}
