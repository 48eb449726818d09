package dev.quorumgate.recovery;

import dev.quorumgate.backup.BackupManifest;
import dev.quorumgate.backup.BackupWriter;
import dev.quorumgate.cluster.LogPlace;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.raft.OfflineRaft;
import dev.quorumgate.store.LiveCopy;
import dev.quorumgate.store.ReadOnlyStore;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;

/**
 * Carries out a {@link RecoveryPlan}: the best folder becomes a backup file, a new folder is restored from that beside it, and
 * at last the two are exchanged. Until then the folder is as it was and where it was; nothing of it is ever deleted.
 */
public final class Recovery {
    private final RecoveryPlan plan;
    private final FolderExchange exchange;
    private final String version;
    private final Instant now;

    /**
     * To be used while the folders of {@code plan} are taken.
     *
     * @param version of this program
     */
    public Recovery(RecoveryPlan plan, String version, Instant now) throws IOException {
        this.plan = plan;
        this.exchange = new FolderExchange(plan.best().folder(), now);
        this.version = version;
        this.now = now;
    }

    /** What the new folder is made of; the new cluster is of the members that {@code restore} says. */
    public interface Restoring {
        Restore of(Path file, Path storage) throws IOException;
    }

    /**
     * What was done.
     *
     * @param file the backup file, of which further members can be restored
     * @param copy the folder as it was
     */
    public record Done(Path file, Path copy, Restore restore) {}

    /** The folder that is made anew. */
    public Path folder() {
        return exchange.folder();
    }

    /** The backup file that will be made. */
    public Path file() {
        return exchange.beside(".recovered.qgb");
    }

    /** Where the folder will be moved as it is. */
    public Path copy() {
        return exchange.copy();
    }

    /**
     * Checks that there is something to recover, that this was not done before, and that the folder can be exchanged.
     *
     * @throws RefusedForSafetyException if not
     */
    public void requirePossible() throws IOException {
        if (plan.last().equals(LogPlace.START)) {
            throw new RefusedForSafetyException(
                    "there is nothing in '" + folder() + "' that a cluster could begin with: "
                            + String.join("; ", plan.best().damage()));
        }
        exchange.requirePossible();
    }

    /**
     * Does all of it.
     *
     * @throws RefusedForSafetyException if that cannot be, and nothing has changed
     */
    public Done apply(Restoring restoring) throws IOException {
        requirePossible();
        Restore restore;
        try {
            writeBackup();
            restore = restoring.of(file(), folder());
            LiveCopy.delete(exchange.coming()); // of one that was killed
            restore.makeIn(exchange.coming());
            exchange.run();
        } catch (IOException | RuntimeException | Error e) {
            LiveCopy.delete(exchange.coming());
            Files.deleteIfExists(file());
            throw e;
        }
        exchange.sync();
        return new Done(file(), copy(), restore);
    }

    private void writeBackup() throws IOException {
        Survey best = plan.best();
        String clusterId = best.identity().clusterId();
        OfflineRaft raft = OfflineRaft.in(folder(), clusterId);
        Path checkpoint = folder().resolve("recovering");
        Path unfinished = exchange.beside(".recovered.qgb.part");
        LiveCopy.delete(checkpoint);
        try (Replay replay = Replay.of(raft, clusterId);
                FileOutputStream out = new FileOutputStream(unfinished.toFile())) {
            requireAsPlanned(replay);
            replay.checkpoint(checkpoint);
            try (ReadOnlyStore store = ReadOnlyStore.open(checkpoint, folder())) {
                BufferedOutputStream buffered = new BufferedOutputStream(out);
                BackupWriter writer = new BackupWriter(buffered, manifest(replay, store.about()));
                while (store.next()) {
                    writer.record(store.key(), store.value());
                }
                writer.finish();
            }
            out.getFD().sync();
            Files.move(unfinished, file(), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            LiveCopy.delete(checkpoint);
            Files.deleteIfExists(unfinished);
        }
    }

    private void requireAsPlanned(Replay replay) throws IOException {
        if (!replay.last().equals(plan.last())
                || !Survey.Contents.of(replay.groups()).equals(plan.best().contents())) {
            throw new IOException("'" + folder() + "' is not what the plan was made of any more; plan again");
        }
    }

    private BackupManifest manifest(Replay replay, ReadOnlyStore.About about) {
        Groups.Position position = replay.groups().position();
        return new BackupManifest(
                about.clusterId(),
                plan.best().identity().node(),
                new BackupManifest.Position(
                        replay.last().term(),
                        replay.last().index(),
                        position.sequence(),
                        position.timeNanos(),
                        position.stateHash()),
                replay.groups().byKey().size(),
                replay.groups().seriesCount(),
                now,
                version,
                about.formatVersion(),
                plan.configuration().all().stream().map(MemberRef::spelled).toList());
    }
}
