package dev.quorumgate.raft;

import java.nio.file.Path;

/** What lies where in the data folder. */
final class DataFolders {
    /** What to do about a snapshot that cannot be used. */
    static final String SNAPSHOT_REMEDY =
            "Stop another member, copy its newest folder 'raft/*/sm/snapshot.*' to the same"
                    + " place here, and start both; or start it with an empty data"
                    + " folder and --cluster.join, and have it take its own place: quorumgate member replace";

    private DataFolders() {}

    /** Ratis's: log, vote, configuration, and our snapshots in its {@code sm} folder. */
    static Path raft(Path storage) {
        return storage.resolve("raft");
    }

    /** Where Ratis moves what belonged to a cluster that this node was removed from. */
    static Path removed(Path storage) {
        return storage.resolve("removed");
    }

    /** Copies of snapshots that backups read; of no use after a start. */
    static Path pins(Path storage) {
        return storage.resolve("pins");
    }

    /** The open database; made anew at each start. */
    static Path live(Path storage) {
        return storage.resolve("live");
    }
}
