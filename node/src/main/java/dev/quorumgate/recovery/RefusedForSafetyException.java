package dev.quorumgate.recovery;

import java.io.IOException;

/** Not done, because it could destroy data; nothing was changed. The message says what to do instead. */
public final class RefusedForSafetyException extends IOException {
    private static final long serialVersionUID = 1L;

    public RefusedForSafetyException(String message) {
        super(message);
    }

    public RefusedForSafetyException(String message, Throwable cause) {
        super(message, cause);
    }
}
