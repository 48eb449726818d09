package dev.quorumgate.store;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.proto.store.MetaRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** A store that nobody writes to, as a run of records. One thread at a time. */
public final class ReadOnlyStore implements RecordCursor, Closeable {
    private final String name;
    private final Options options;
    private final RocksDB database;
    private final StoreScan records;

    private ReadOnlyStore(String name, Options options, RocksDB database) {
        this.name = name;
        this.options = options;
        this.database = database;
        this.records = new StoreScan(name, database);
    }

    /**
     * What a store says of itself.
     *
     * @param appliedTerm of the entry at {@code position}
     */
    public record About(String clusterId, int formatVersion, long appliedTerm, Groups.Position position) {}

    /**
     * Opens the store in {@code folder}, where RocksDB puts a log of its own: not a snapshot, but a copy of one.
     *
     * @param origin what it is a copy of, for messages
     * @throws CorruptStoreException if it is damaged
     */
    public static ReadOnlyStore open(Path folder, Path origin) throws IOException {
        NativeLibrary.load(folder);
        String name = "the store in '" + origin + "'";
        Options options = RocksSettings.options().setCreateIfMissing(false);
        try {
            return new ReadOnlyStore(name, options, RocksDB.openReadOnly(options, folder.toString()));
        } catch (RocksDBException e) {
            options.close();
            throw CorruptStoreException.of(name + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /**
     * What it says of itself.
     *
     * @throws CorruptStoreException if it does not, or that is damaged
     */
    public About about() throws IOException {
        try {
            byte @Nullable [] value = database.get(StoreKeys.meta());
            if (value == null) {
                throw new CorruptStoreException(name + " does not say of which index it is");
            }
            MetaRecord meta = StoreRecords.meta(value);
            return new About(
                    meta.getClusterId(), meta.getFormatVersion(), meta.getAppliedTerm(), StoreRecords.position(meta));
        } catch (RocksDBException e) {
            throw CorruptStoreException.ofReading(name, e);
        } catch (InvalidProtocolBufferException | IllegalStateException e) {
            throw new CorruptStoreException(name + " is damaged: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean next() throws IOException {
        return records.next();
    }

    @Override
    public byte[] key() {
        return records.key();
    }

    @Override
    public byte[] value() {
        return records.value();
    }

    @Override
    public void close() {
        records.close();
        database.close();
        options.close();
    }
}
