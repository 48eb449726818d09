package dev.quorumgate.tls;

/** A text that is not the PEM that was expected; the message says why, and shows nothing of it. */
public final class InvalidPemException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidPemException(String message) {
        super(message);
    }

    InvalidPemException(String message, Throwable cause) {
        super(message, cause);
    }
}
