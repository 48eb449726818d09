package dev.quorumgate.app;

import java.io.IOException;

/** The data folder is one of a member that the others have removed. */
final class RemovedException extends IOException {
    private static final long serialVersionUID = 1;

    RemovedException(String message) {
        super(message);
    }
}
