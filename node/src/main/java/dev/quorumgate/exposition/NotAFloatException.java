package dev.quorumgate.exposition;

/** A token is not a float. It carries nothing: whoever read the token knows what to say of it. */
final class NotAFloatException extends Exception {
    private static final long serialVersionUID = 1L;

    NotAFloatException() {
        super(null, null, false, false);
    }
}
