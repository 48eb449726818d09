package dev.quorumgate.http;

/** A request that is refused: the status and the text of the answer. A value rather than a fault. */
final class RequestException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final boolean ofLimit;

    /** @param message the body, without its last line feed */
    RequestException(int status, String message) {
        this(status, message, status != 400);
    }

    private RequestException(int status, String message, boolean ofLimit) {
        super(message, null, false, false);
        this.status = status;
        this.ofLimit = ofLimit;
    }

    /** A request that asks for more than there may be. */
    static RequestException ofLimit(int status, String message) {
        return new RequestException(status, message, true);
    }

    /** Whether there is too much of something, and nothing wrong with it otherwise. */
    boolean isOfLimit() {
        return ofLimit;
    }

    int status() {
        return status;
    }
}
