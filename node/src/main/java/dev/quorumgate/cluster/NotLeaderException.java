package dev.quorumgate.cluster;

/** Only the leader can do this, and this node does not lead, or not any more. */
public final class NotLeaderException extends NodeException {
    private static final long serialVersionUID = 1;

    public NotLeaderException(String message) {
        super(message);
    }
}
