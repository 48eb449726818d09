package dev.quorumgate.cli;

/** What the verbs end with; scripts rely on the numbers. */
public enum ExitCode {
    DONE(0),
    FAILED(1),
    USAGE(2),
    NOT_FOUND(3),
    /** No endpoint answers. */
    UNREACHABLE(4),
    NO_QUORUM(5),
    /** Refused for safety. */
    REFUSED(6),
    AUTHENTICATION(7),
    /** The time is up, and nobody knows whether it was done. */
    UNKNOWN(8),
    /** Works, but not all of it. */
    DEGRADED(9);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
