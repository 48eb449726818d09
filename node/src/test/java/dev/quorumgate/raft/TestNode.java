package dev.quorumgate.raft;

import dev.quorumgate.FreePorts;
import dev.quorumgate.cluster.Member;
import dev.quorumgate.cluster.Members;
import dev.quorumgate.groups.Batch;
import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.RandomLog;
import dev.quorumgate.store.LiveCopy;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A cluster of one in this process. */
public final class TestNode implements Closeable {
    private static final long TIMEOUT_SECONDS = 30;

    private final Path storage;
    private final RaftNode node;

    private TestNode(Path storage, RaftNode node) {
        this.storage = storage;
        this.node = node;
    }

    /** Starts n1 with a data folder that may have one already. */
    public static TestNode start(Path storage, UUID clusterId, long snapshotEntries) throws IOException {
        int port = FreePorts.take();
        Member self = new Member("n1", "127.0.0.1", port, 1);
        RaftSettings settings = new RaftSettings(
                self.asFounder(),
                Optional.of(new Members(List.of(self))),
                RaftSettings.Standing.MEMBER,
                "127.0.0.1",
                port,
                Optional.empty(),
                storage,
                1 << 20,
                Duration.ofSeconds(15),
                Duration.ofSeconds(15),
                Duration.ofMillis(500),
                snapshotEntries,
                64 << 20);
        RaftNode node = new RaftNode(
                settings, new NoPeers(), Clock.systemUTC(), (fault, detail) -> {}, Optional::empty, () -> "starting");
        node.start(clusterId);
        return new TestNode(storage, node);
    }

    /** Appends the commands of a seeded log, each as an entry of its own. */
    public void fill(int seed, int batches) throws Exception {
        for (Batch batch : new RandomLog(seed, 20).batches(batches)) {
            for (Command command : batch.commands()) {
                node.commandLog().append(command).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    public Groups read() throws Exception {
        return node.linearizable().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    public long snapshotIndex() {
        return node.status().orElseThrow().snapshotIndex();
    }

    /**
     * Copies the data folder as it is on disk: what a machine has that lost its power while the node had nothing to do. A
     * snapshot that is due may still be under way; then the copy is made again.
     */
    public void copyTo(Path target) throws IOException {
        while (!isCopiedUnchanged(target)) {
            LiveCopy.delete(target);
        }
    }

    private boolean isCopiedUnchanged(Path target) throws IOException {
        Map<Path, LiveFiles.State> files = LiveFiles.under(storage);
        for (Path each : files.keySet()) {
            Path copy = target.resolve(storage.relativize(each).toString());
            Files.createDirectories(copy.getParent());
            try {
                Files.copy(each, copy);
            } catch (NoSuchFileException e) {
                return false;
            }
        }
        return LiveFiles.under(storage).equals(files);
    }

    @Override
    public void close() throws IOException {
        node.close();
    }
}
