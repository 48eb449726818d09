package dev.quorumgate.recovery;

import dev.quorumgate.backup.BackupManifest;
import dev.quorumgate.backup.BackupWriter;
import dev.quorumgate.groups.Batch;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.RandomLog;
import dev.quorumgate.groups.Transition;
import dev.quorumgate.store.GroupStore;
import dev.quorumgate.store.LiveCopy;
import dev.quorumgate.store.ReadOnlyStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Backup files for tests, of seeded logs. */
final class Backups {
    static final String CLUSTER = "11111111-1111-1111-1111-111111111111";
    static final long TERM = 7;

    private Backups() {}

    /** What a node holds after the log of {@code seed}. */
    static Groups stored(int seed) {
        Groups groups = Groups.EMPTY;
        for (Batch batch : log(seed)) {
            groups = groups.apply(batch).next();
        }
        return groups;
    }

    static List<Batch> log(int seed) {
        return new RandomLog(seed, 20).batches(80);
    }

    /** Writes a backup of that into {@code file}. */
    static void write(int seed, Path file) throws IOException {
        Groups groups = stored(seed);
        write(
                seed,
                file,
                new BackupManifest(
                        CLUSTER,
                        "n1",
                        new BackupManifest.Position(
                                TERM,
                                groups.position().appliedIndex(),
                                groups.position().sequence(),
                                groups.position().timeNanos(),
                                groups.position().stateHash()),
                        groups.byKey().size(),
                        groups.seriesCount(),
                        Instant.EPOCH,
                        "test",
                        1,
                        List.of()));
    }

    /** Writes a backup of that which says that it is of something else. */
    static void write(int seed, Path file, BackupManifest manifest) throws IOException {
        Path scratch = Files.createTempDirectory(file.getParent(), "scratch");
        Path checkpoint = scratch.resolve("checkpoint");
        Groups groups = Groups.EMPTY;
        try (GroupStore store = GroupStore.open(scratch.resolve("live"), CLUSTER)) {
            for (Batch batch : log(seed)) {
                Transition step = groups.apply(batch);
                store.commit(step, TERM);
                groups = step.next();
            }
            store.checkpoint(groups, TERM, checkpoint);
        }
        LiveCopy.make(Optional.of(checkpoint), scratch.resolve("copy"));
        try (OutputStream out = Files.newOutputStream(file);
                ReadOnlyStore store = ReadOnlyStore.open(scratch.resolve("copy"), checkpoint)) {
            BackupWriter writer = new BackupWriter(out, manifest);
            while (store.next()) {
                writer.record(store.key(), store.value());
            }
            writer.finish();
        }
        LiveCopy.delete(scratch);
    }
}
