package dev.quorumgate.raft;

import java.nio.file.Path;

/** What lies where in the data folder. */
final class DataFolders {
    private DataFolders() {}

    /** Ratis's: log, vote, configuration, and our snapshots in its {@code sm} folder. */
    static Path raft(Path storage) {
        return storage.resolve("raft");
    }

    /** Where Ratis moves what belonged to a cluster that this node was removed from. */
    static Path removed(Path storage) {
        return storage.resolve("removed");
    }

    /** The open database; made anew at each start. */
    static Path live(Path storage) {
        return storage.resolve("live");
    }
}
