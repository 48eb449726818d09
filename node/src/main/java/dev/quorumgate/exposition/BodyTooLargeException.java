package dev.quorumgate.exposition;

/** The body of a push is larger than allowed, as it came or decoded. What was read of it is dropped. */
public final class BodyTooLargeException extends Exception {
    private static final long serialVersionUID = 1L;

    BodyTooLargeException(int bytesMax) {
        super("the body is larger than the " + bytesMax + " bytes that are allowed", null, false, false);
    }
}
