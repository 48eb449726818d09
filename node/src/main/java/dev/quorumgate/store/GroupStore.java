package dev.quorumgate.store;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.quorumgate.groups.Change;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.Restorer;
import dev.quorumgate.groups.Transition;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.proto.store.FamilyRecord;
import dev.quorumgate.proto.store.GroupRecord;
import dev.quorumgate.proto.store.MetaRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.Checkpoint;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The open database of one node. One thread at a time: Ratis's apply thread, or the one that opens and closes it while none
 * is applying.
 */
public final class GroupStore implements Closeable {
    /** Format of the records; a store that says a higher one is not opened. */
    static final int FORMAT_VERSION = 1;

    static {
        RocksDB.loadLibrary();
    }

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
     * @throws IOException if it is in use, or the disk refuses
     */
    public static GroupStore open(Path folder, String clusterId) throws IOException {
        Options options = RocksSettings.options();
        try {
            Files.createDirectories(folder);
            return new GroupStore(folder, clusterId, options, RocksDB.open(options, folder.toString()));
        } catch (RocksDBException e) {
            options.close();
            throw new IOException("cannot open the store in '" + folder + "': " + e.getMessage(), e);
        }
    }

    /**
     * Reads everything, and checks that it is what was written.
     *
     * @throws CorruptStoreException if it is not, or was written by a newer version or for another cluster
     */
    public Content load() throws IOException {
        try (RocksIterator records = database.newIterator()) {
            records.seek(StoreKeys.meta());
            if (!records.isValid()) {
                records.status();
                return new Content(Groups.EMPTY, 0);
            }
            MetaRecord meta = meta(records.key(), records.value());
            records.next();
            Restorer restorer = new Restorer();
            restoreNames(records, restorer);
            restoreGroups(records, restorer);
            records.status();
            return new Content(restorer.finish(StoreRecords.position(meta)), meta.getAppliedTerm());
        } catch (RocksDBException
                | InvalidProtocolBufferException
                | IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException e) {
            throw new CorruptStoreException("the store in '" + folder + "' is damaged: " + e.getMessage(), e);
        }
    }

    /** About what it takes, in memory and on disk. */
    public long bytes() {
        try {
            return database.getLongProperty("rocksdb.cur-size-all-mem-tables")
                    + database.getLongProperty("rocksdb.total-sst-files-size");
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

    private MetaRecord meta(byte[] key, byte[] value) throws InvalidProtocolBufferException, CorruptStoreException {
        if (key.length != 1 || key[0] != StoreKeys.META) {
            throw new CorruptStoreException(
                    "the store in '" + folder + "' has records but does not say of which index");
        }
        MetaRecord meta = StoreRecords.meta(value);
        if (meta.getFormatVersion() > FORMAT_VERSION) {
            throw new CorruptStoreException("the store in '" + folder + "' has format " + meta.getFormatVersion()
                    + ", this program reads up to " + FORMAT_VERSION + "; upgrade it, the data is intact");
        }
        if (!meta.getClusterId().equals(clusterId)) {
            throw new CorruptStoreException("the store in '" + folder + "' belongs to cluster " + meta.getClusterId()
                    + ", this node to " + clusterId);
        }
        return meta;
    }

    private static void restoreNames(RocksIterator records, Restorer restorer) throws InvalidProtocolBufferException {
        for (; records.isValid() && records.key()[0] == StoreKeys.NAME; records.next()) {
            StoreRecords.restoreName(StoreKeys.nameOf(records.key()), records.value(), restorer);
        }
    }

    private static void restoreGroups(RocksIterator records, Restorer restorer) throws InvalidProtocolBufferException {
        while (records.isValid()) {
            byte[] groupKey = records.key();
            GroupingKey key = StoreKeys.groupOf(groupKey);
            GroupRecord group = GroupRecord.parseFrom(records.value());
            List<String> names = new ArrayList<>();
            List<FamilyRecord> families = new ArrayList<>();
            for (records.next(); records.isValid() && StoreKeys.isFamilyOf(groupKey, records.key()); records.next()) {
                names.add(StoreKeys.familyNameOf(groupKey, records.key()));
                families.add(FamilyRecord.parseFrom(records.value()));
            }
            restorer.group(StoreRecords.groupOf(key, group, names));
            for (int i = 0; i < names.size(); i++) {
                FamilyRecord family = families.get(i);
                restorer.family(
                        key,
                        StoreRecords.familyOf(names.get(i), family),
                        family.getHeldSince(),
                        family.getPushedAtNanos());
            }
        }
    }
}
