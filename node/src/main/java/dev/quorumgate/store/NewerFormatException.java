package dev.quorumgate.store;

import java.io.IOException;

/** A newer version wrote what is on disk: nothing is wrong with it, and no other copy of it would help. */
public final class NewerFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    public NewerFormatException(String message) {
        super(message);
    }
}
