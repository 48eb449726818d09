package dev.quorumgate.groups;

/** No majority confirmed in time that this node's view is current. The message says why, for people. */
public final class ReadUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ReadUnavailableException(String message) {
        super(message);
    }
}
