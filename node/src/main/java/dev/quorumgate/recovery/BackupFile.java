package dev.quorumgate.recovery;

import dev.quorumgate.backup.BackupManifest;
import dev.quorumgate.backup.BackupReader;
import dev.quorumgate.backup.DamagedBackupException;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.store.CorruptStoreException;
import dev.quorumgate.store.GroupStore;
import dev.quorumgate.store.RecordCursor;
import dev.quorumgate.store.StoreLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A backup file on this disk. */
public final class BackupFile {
    private BackupFile() {}

    /**
     * What is known of a file that is intact.
     *
     * @param sha256 names its content
     * @param bytes of the file
     * @param records in it
     */
    public record Facts(BackupManifest manifest, String sha256, long bytes, long records) {
        /** As {@code quorumgate verify} and {@code Quorumgate-State-Hash} have it. */
        public long hash() {
            BackupManifest.Position at = manifest.position();
            return new Groups.Position(at.index(), at.sequence(), at.timeNanos(), at.stateHash()).comparableHash();
        }
    }

    /**
     * Reads the file to its end, and so finds whether it is as it was written.
     *
     * @throws DamagedBackupException if it is not
     */
    public static Facts inspect(Path file) throws IOException {
        try (BackupReader reader = BackupReader.open(Files.newInputStream(file))) {
            long records = 0;
            while (reader.next()) {
                records++;
            }
            return new Facts(reader.manifest(), reader.sha256(), reader.bytes(), records);
        }
    }

    /**
     * Reads the file as a node reads its store at a start, and so finds whether a node can start with it.
     *
     * @throws DamagedBackupException if it is not as it was written
     * @throws CorruptStoreException if it was written of a store that was damaged, or is of a newer version
     */
    public static Facts verify(Path file) throws IOException {
        try (BackupReader reader = BackupReader.open(Files.newInputStream(file))) {
            Cursor cursor = new Cursor(reader);
            BackupManifest manifest = reader.manifest();
            GroupStore.Content content = StoreLoader.load("the store in '" + file + "'", manifest.clusterId(), cursor);
            requireAsPromised(manifest, content);
            return new Facts(manifest, reader.sha256(), reader.bytes(), cursor.records);
        }
    }

    /** Holds what a store says of itself against what a backup says that it is of. */
    static void requireAsPromised(BackupManifest manifest, GroupStore.Content content) throws CorruptStoreException {
        Groups groups = content.groups();
        requireEqual("term", manifest.position().term(), content.appliedTerm());
        requireEqual("index", manifest.position().index(), groups.position().appliedIndex());
        requireEqual(
                "sequence", manifest.position().sequence(), groups.position().sequence());
        requireEqual(
                "state hash", manifest.position().stateHash(), groups.position().stateHash());
        requireEqual("number of groups", manifest.groups(), groups.byKey().size());
        requireEqual("number of series", manifest.series(), groups.seriesCount());
    }

    private static void requireEqual(String what, long promised, long found) throws CorruptStoreException {
        if (promised != found) {
            throw new CorruptStoreException("the backup says that its " + what + " is " + promised
                    + ", its records say " + found + "; use another backup");
        }
    }

    /** The records of a backup, for those who read stores. */
    static final class Cursor implements RecordCursor {
        private final BackupReader reader;
        private long records;

        Cursor(BackupReader reader) {
            this.reader = reader;
        }

        @Override
        public boolean next() throws IOException {
            boolean more = reader.next();
            records += more ? 1 : 0;
            return more;
        }

        @Override
        public byte[] key() {
            return reader.key();
        }

        @Override
        public byte[] value() {
            return reader.value();
        }
    }
}
