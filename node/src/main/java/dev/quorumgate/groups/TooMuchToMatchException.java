package dev.quorumgate.groups;

/** To find the groups that a selector chooses would take too long; the message says what took it, and what to do. */
public final class TooMuchToMatchException extends Exception {
    private static final long serialVersionUID = 1L;

    TooMuchToMatchException(String message) {
        super(message);
    }
}
