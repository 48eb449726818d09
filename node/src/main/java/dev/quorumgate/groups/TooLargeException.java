package dev.quorumgate.groups;

/** The command is larger than the log takes; sending it again is of no use. The message gives the sizes, for people. */
public final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TooLargeException(String message) {
        super(message);
    }
}
