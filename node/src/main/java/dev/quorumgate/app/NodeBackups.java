package dev.quorumgate.app;

import dev.quorumgate.backup.BackupManifest;
import dev.quorumgate.backup.BackupWriter;
import dev.quorumgate.cluster.BackupSource;
import dev.quorumgate.cluster.NoQuorumException;
import dev.quorumgate.cluster.NodeException;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.raft.PinnedSnapshot;
import dev.quorumgate.raft.RaftNode;
import dev.quorumgate.store.CorruptStoreException;
import dev.quorumgate.store.ReadOnlyStore;
import dev.quorumgate.store.RecordCursor;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes backups from this node: a snapshot that includes everything acknowledged, read while the node goes on. */
final class NodeBackups implements BackupSource {
    private static final Logger logger = LoggerFactory.getLogger(NodeBackups.class);

    private static final Duration SNAPSHOT_PATIENCE = Duration.ofSeconds(30);

    /** Each check reads all of the store. */
    private final Semaphore check = new Semaphore(1);

    private final String node;
    private final String version;
    private final RaftNode raft;
    private final Clock clock;
    private final Consumer<String> damage;

    NodeBackups(String node, String version, RaftNode raft, Clock clock, Consumer<String> damage) {
        this.node = node;
        this.version = version;
        this.raft = raft;
        this.clock = clock;
        this.damage = damage;
    }

    /** Whether a snapshot as of now can be read in full. */
    boolean isReadable() {
        if (!check.tryAcquire()) {
            logger.info("the newest snapshot is being checked already");
            return false;
        }
        try {
            writeTo(OutputStream.nullOutputStream(), true);
            return true;
        } catch (NodeException | IOException e) {
            logger.warn("a check of the newest snapshot failed", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            check.release();
        }
    }

    @Override
    public void writeTo(OutputStream out, boolean allowStale) throws NodeException, IOException, InterruptedException {
        if (!allowStale) {
            awaitEverythingAcknowledged();
        }
        long begun = System.nanoTime();
        try (PinnedSnapshot snapshot = raft.pinSnapshot(SNAPSHOT_PATIENCE, allowStale)) {
            BackupWriter writer = new BackupWriter(out, manifest(snapshot));
            RecordCursor records = snapshot.records();
            while (records.next()) {
                writer.record(records.key(), records.value());
            }
            writer.finish();
            logger.atInfo()
                    .addKeyValue("index", snapshot.about().position().appliedIndex())
                    .addKeyValue("groups", snapshot.groups())
                    .addKeyValue(
                            "millis",
                            Duration.ofNanos(System.nanoTime() - begun).toMillis())
                    .log("gave a backup");
        } catch (CorruptStoreException e) {
            damage.accept(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private void awaitEverythingAcknowledged() throws NoQuorumException, InterruptedException {
        try {
            raft.linearizable().get();
        } catch (ExecutionException e) {
            String reason = e.getCause() == null
                    ? e.toString()
                    : String.valueOf(e.getCause().getMessage());
            throw new NoQuorumException(
                    reason + "; with --allow-stale the backup is of what this node has", voters(), List.of());
        }
    }

    private int voters() {
        return raft.status().map(status -> status.voterCount()).orElse(0);
    }

    private BackupManifest manifest(PinnedSnapshot snapshot) {
        ReadOnlyStore.About about = snapshot.about();
        Groups.Position position = about.position();
        return new BackupManifest(
                about.clusterId(),
                node,
                new BackupManifest.Position(
                        about.appliedTerm(),
                        position.appliedIndex(),
                        position.sequence(),
                        position.timeNanos(),
                        position.stateHash()),
                snapshot.groups(),
                snapshot.series(),
                clock.instant(),
                version,
                about.formatVersion(),
                members());
    }

    private List<String> members() {
        return raft.status().stream()
                .flatMap(status -> status.members().stream())
                .map(each -> each.name() + "=" + each.raftAddress() + ":" + port(each.adminAddress()))
                .toList();
    }

    private static String port(String address) {
        return address.substring(address.lastIndexOf(':') + 1);
    }
}
