package dev.quorumgate.store;

import java.io.Closeable;
import java.io.IOException;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** All records of an open database, once. */
final class StoreScan implements RecordCursor, Closeable {
    private final String name;
    private final ReadOptions once = new ReadOptions().setFillCache(false);
    private final RocksIterator records;
    private boolean begun;

    /** @param name of the store, for messages: {@code the store in '…'} */
    StoreScan(String name, RocksDB database) {
        this.name = name;
        this.records = database.newIterator(once);
    }

    @Override
    public boolean next() throws IOException {
        if (begun) {
            records.next();
        } else {
            records.seekToFirst();
            begun = true;
        }
        if (records.isValid()) {
            return true;
        }
        try {
            records.status();
            return false;
        } catch (RocksDBException e) {
            throw CorruptStoreException.ofReading(name, e);
        }
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
        once.close();
    }
}
