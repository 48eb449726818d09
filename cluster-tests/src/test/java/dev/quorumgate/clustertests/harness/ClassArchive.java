package dev.quorumgate.clustertests.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The node's classes as the JVM keeps them once they are loaded (class data sharing). Made once for each build of the node by
 * a node that starts, works a little and stops; halves the time of all starts after that.
 */
final class ClassArchive {
    private static @Nullable List<String> options;

    private ClassArchive() {}

    /** Options of a JVM that uses it. */
    static synchronized List<String> options() {
        if (options == null) {
            try {
                // A JVM that cannot use it starts without; tests want to see what the node writes and nothing else.
                options = List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + make(), "-Xlog:cds*=off:stderr");
            } catch (IOException e) {
                throw new IllegalStateException("cannot make a class archive of the node", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        return options;
    }

    private static Path make() throws IOException, InterruptedException {
        Path folder = Build.target().resolve("class-archive");
        Path archive = folder.resolve("node-" + Build.nodeJarTime().toMillis() + "-" + Runtime.version() + ".jsa");
        if (Files.exists(archive)) {
            return archive;
        }
        Folders.delete(folder);
        Folders.create(folder);
        Path unfinished = folder.resolve("unfinished.jsa");
        work(folder, List.of("-XX:ArchiveClassesAtExit=" + unfinished));
        return Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A node of its own: started, used once, stopped. */
    private static void work(Path folder, List<String> options) throws IOException, InterruptedException {
        NodeAddress address = NodeAddress.onLoopback();
        List<String> command = new ArrayList<>(JavaCommand.of(folder, options, Build.nodeClassPath()));
        command.addAll(List.of(
                QuorumgateProgram.MAIN_CLASS,
                "serve",
                "--web.listen-address=" + address.http(),
                "--cluster.listen-address=" + address.raft(),
                "--admin.listen-address=" + address.admin(),
                "--storage.path=" + folder.resolve("data")));
        Gateway gateway = new Gateway(address.httpUri());
        NodeProcess node = new NodeProcess("archive", command, folder.resolve("log"));
        try {
            node.start();
            Waiting.until("the node that makes the class archive is ready", gateway::isReady);
            gateway.push("/job/archive", "m 1\n");
            gateway.scrape();
            node.stop();
        } finally {
            node.end();
        }
    }
}
