package dev.quorumgate.http;

/** A request that is refused: the status and the text of the answer. A value rather than a fault. */
final class RequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param message the body, without its last line feed */
    RequestException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }
}
