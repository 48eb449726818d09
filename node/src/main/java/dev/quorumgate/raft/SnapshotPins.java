package dev.quorumgate.raft;

import dev.quorumgate.store.LiveCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Copies of snapshots for those who read one for longer than it may live: two are kept, and an installed one replaces them all.
 * A copy shares the tables, so it costs next to nothing but the room of tables that would be deleted.
 */
final class SnapshotPins {
    private final Path folder;
    private final Checkpoints checkpoints;

    SnapshotPins(Path folder, Checkpoints checkpoints) {
        this.folder = folder;
        this.checkpoints = checkpoints;
    }

    /** Deletes what a process left behind that was killed. */
    void clear() throws IOException {
        LiveCopy.delete(folder);
    }

    /** A copy of the newest snapshot. */
    PinnedSnapshot pin() throws IOException {
        Path copy = folder.resolve(UUID.randomUUID().toString());
        try {
            return PinnedSnapshot.open(copy, checkpoints.copyNewest(copy));
        } catch (IOException | RuntimeException e) {
            LiveCopy.delete(copy);
            throw e;
        }
    }
}
