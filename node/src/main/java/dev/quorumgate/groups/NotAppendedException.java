package dev.quorumgate.groups;

/** The command is not in the log and will not be: sending it again is safe. The message says why, for people. */
public final class NotAppendedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotAppendedException(String message) {
        super(message);
    }
}
