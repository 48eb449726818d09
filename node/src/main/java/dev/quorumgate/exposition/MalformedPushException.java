package dev.quorumgate.exposition;

/**
 * The body of a push cannot be read: the client's mistake. Nothing of the push reaches the log, and no failure is recorded
 * for its group. A value rather than a fault, so it has no stack trace.
 */
public final class MalformedPushException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * With the text that the client gets.
     *
     * @param message the body of the answer, without its last line feed
     */
    public MalformedPushException(String message) {
        super(message, null, false, false);
    }
}
