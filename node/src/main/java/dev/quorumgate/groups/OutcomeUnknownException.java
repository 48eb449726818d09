package dev.quorumgate.groups;

/** The command may be in the log, now or later; nobody can say yet. The message says why, for people. */
public final class OutcomeUnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(String message) {
        super(message);
    }
}
