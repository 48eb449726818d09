package dev.quorumgate.store;

import dev.quorumgate.groups.Change;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.Transition;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.Checkpoint;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The open database of one node. One thread at a time: Ratis's apply thread, or the one that opens and closes it while none
 * is applying.
 */
public final class GroupStore implements Closeable {
    /** Format of the records; a store that says a higher one is not opened. */
    public static final int FORMAT_VERSION = 1;

    private final Path folder;
    private final String clusterId;
    private final Options options;
    private final RocksDB database;
    private final WriteBatch batch = new WriteBatch();
    /** The Raft log is the write-ahead log. */
    private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);

    private GroupStore(Path folder, String clusterId, Options options, RocksDB database) {
        this.folder = folder;
        this.clusterId = clusterId;
        this.options = options;
        this.database = database;
    }

    /** What a store holds: the view, and the term of the entry that it was last written for. */
    public record Content(Groups groups, long appliedTerm) {}

    /**
     * Opens the database in {@code folder}, or makes an empty one.
     *
     * @throws CorruptStoreException if it is damaged
     * @throws IOException if it is in use, or the disk refuses
     */
    public static GroupStore open(Path folder, String clusterId) throws IOException {
        Files.createDirectories(folder);
        NativeLibrary.load(folder);
        Options options = RocksSettings.options();
        try {
            return new GroupStore(folder, clusterId, options, RocksDB.open(options, folder.toString()));
        } catch (RocksDBException e) {
            options.close();
            throw CorruptStoreException.of("cannot open the store in '" + folder + "': " + e.getMessage(), e);
        }
    }

    /**
     * Reads everything, and checks that it is what was written.
     *
     * @throws CorruptStoreException if it is not, or was written for another cluster
     * @throws NewerFormatException if a newer version wrote it
     */
    public Content load() throws IOException {
        String name = "the store in '" + folder + "'";
        try (StoreScan records = new StoreScan(name, database)) {
            return StoreLoader.load(name, clusterId, records);
        }
    }

    /** About what it takes, in memory and on disk. */
    public long bytes() {
        return unwrittenBytes() + figure("rocksdb.total-sst-files-size");
    }

    /** At most what it has yet to write to disk. */
    public long unwrittenBytes() {
        return figure("rocksdb.cur-size-all-mem-tables");
    }

    private long figure(String property) {
        try {
            return database.getLongProperty(property);
        } catch (RocksDBException e) {
            throw new IllegalStateException("the store in '" + folder + "' does not know its size", e);
        }
    }

    /**
     * Writes what a log entry changed and its index, as a whole or not at all.
     *
     * @throws IOException if the disk refused; the store then holds the state before it
     */
    public void commit(Transition transition, long term) throws IOException {
        try {
            batch.clear();
            for (Change change : transition.changes()) {
                add(change);
            }
            batch.put(
                    StoreKeys.meta(),
                    StoreRecords.meta(clusterId, term, transition.next().position()));
            database.write(unlogged, batch);
        } catch (RocksDBException e) {
            throw new IOException("cannot write to the store in '" + folder + "': " + e.getMessage(), e);
        }
    }

    /**
     * Writes everything to disk and makes a consistent copy in {@code target}, which must not exist; files are shared by
     * hard links.
     *
     * @param term of the entry at the view's applied index
     */
    public void checkpoint(Groups groups, long term, Path target) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.create(database)) {
            // Entries that concern Raft alone move the index without a batch of ours.
            database.put(unlogged, StoreKeys.meta(), StoreRecords.meta(clusterId, term, groups.position()));
            checkpoint.createCheckpoint(target.toString());
        } catch (RocksDBException e) {
            throw new IOException("cannot write a checkpoint to '" + target + "': " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        unlogged.close();
        batch.close();
        database.close();
        options.close();
    }

    private void add(Change change) throws RocksDBException {
        if (change instanceof Change.OfFamily of) {
            put(
                    StoreKeys.family(of.key(), of.name()),
                    of.family().map(StoreRecords::family).orElse(null));
        } else if (change instanceof Change.OfGroup of) {
            put(StoreKeys.group(of.key()), of.group().map(StoreRecords::group).orElse(null));
        } else if (change instanceof Change.OfName of) {
            put(StoreKeys.name(of.name()), of.family().map(StoreRecords::name).orElse(null));
        } else if (change instanceof Change.OfAll) {
            batch.deleteRange(StoreKeys.recordsStart(), StoreKeys.recordsEnd());
        }
    }

    private void put(byte[] key, byte @org.jspecify.annotations.Nullable [] value) throws RocksDBException {
        if (value == null) {
            batch.delete(key);
        } else {
            batch.put(key, value);
        }
    }
}
