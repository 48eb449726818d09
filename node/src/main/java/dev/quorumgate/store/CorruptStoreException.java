package dev.quorumgate.store;

import java.io.IOException;

/** What is on disk is not what this program wrote there; the message names the folder and what is wrong. */
public final class CorruptStoreException extends IOException {
    private static final long serialVersionUID = 1L;

    public CorruptStoreException(String message) {
        super(message);
    }

    public CorruptStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
