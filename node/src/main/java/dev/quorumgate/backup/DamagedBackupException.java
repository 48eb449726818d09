package dev.quorumgate.backup;

import java.io.IOException;

/** A file that is not a backup as it was written; the message says where and what to do. */
public final class DamagedBackupException extends IOException {
    private static final long serialVersionUID = 1L;

    public DamagedBackupException(String message) {
        super(message);
    }

    public DamagedBackupException(String message, Throwable cause) {
        super(message, cause);
    }
}
