package dev.quorumgate.groups;

/** A push is larger than this node lets through; the message names what is too large, the limit and its flag. */
public final class LimitExceededException extends Exception {
    private static final long serialVersionUID = 1L;

    LimitExceededException(String message) {
        super(message);
    }
}
