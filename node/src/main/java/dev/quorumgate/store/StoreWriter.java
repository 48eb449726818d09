package dev.quorumgate.store;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.quorumgate.proto.store.MetaRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.Checkpoint;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/** Makes a store of the records of another one, for another cluster. Used once, by one thread. */
public final class StoreWriter implements Closeable {
    private final String clusterId;
    private final Options options;
    private final RocksDB database;
    private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);

    private StoreWriter(String clusterId, Options options, RocksDB database) {
        this.clusterId = clusterId;
        this.options = options;
        this.database = database;
    }

    /**
     * Begins in {@code scratch}, an empty folder that is of no use afterwards.
     *
     * @param clusterId what the record of the store itself will say
     */
    public static StoreWriter open(Path scratch, String clusterId) throws IOException {
        Files.createDirectories(scratch);
        NativeLibrary.load(scratch);
        Options options = RocksSettings.options();
        try {
            return new StoreWriter(clusterId, options, RocksDB.open(options, scratch.toString()));
        } catch (RocksDBException e) {
            options.close();
            throw new IOException("cannot write a store in '" + scratch + "': " + e.getMessage(), e);
        }
    }

    public void put(byte[] key, byte[] value) throws IOException {
        try {
            database.put(unlogged, key, StoreKeys.isMeta(key) ? ofThisCluster(value) : value);
        } catch (RocksDBException e) {
            throw new IOException("cannot write a store: " + e.getMessage(), e);
        }
    }

    private byte[] ofThisCluster(byte[] value) throws InvalidProtocolBufferException {
        MetaRecord meta = StoreRecords.meta(value);
        return StoreRecords.meta(clusterId, meta.getAppliedTerm(), StoreRecords.position(meta));
    }

    /** Writes everything to disk, as a store in {@code target}, which must not exist. */
    public void finish(Path target) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.create(database)) {
            checkpoint.createCheckpoint(target.toString());
        } catch (RocksDBException e) {
            throw new IOException("cannot write a store to '" + target + "': " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        unlogged.close();
        database.close();
        options.close();
    }
}
