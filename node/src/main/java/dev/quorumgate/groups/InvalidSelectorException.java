package dev.quorumgate.groups;

/** A selector cannot be used: a pattern that is none, or too much of it; the message says which and why. */
public final class InvalidSelectorException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidSelectorException(String message) {
        super(message);
    }
}
