package dev.quorumgate.store;

import java.io.IOException;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What is on disk is not what this program wrote there; the message names the folder and what is wrong. */
public final class CorruptStoreException extends IOException {
    private static final long serialVersionUID = 1L;

    public CorruptStoreException(String message) {
        super(message);
    }

    public CorruptStoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** As {@link #of}, for records that were to be read from {@code name}. */
    static IOException ofReading(String name, RocksDBException failure) {
        IOException told = of(name + " is damaged: " + failure.getMessage(), failure);
        return told instanceof CorruptStoreException
                ? told
                : new IOException(name + " cannot be read: " + failure.getMessage(), failure);
    }

    /** What RocksDB says, which is damage only if it says so: the disk may refuse for other reasons. */
    static IOException of(String message, RocksDBException failure) {
        Status status = failure.getStatus();
        return status != null && status.getCode() == Status.Code.Corruption
                ? new CorruptStoreException(message, failure)
                : new IOException(message, failure);
    }
}
