package dev.quorumgate.groups;

/** The command is not in the log: what a node would read from there is not what was meant. A fault of ours. */
public final class UnreadableCommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadableCommandException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
