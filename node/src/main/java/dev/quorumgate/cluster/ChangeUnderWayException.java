package dev.quorumgate.cluster;

/** Another change of the members is under way, or has come in between: look again. */
public final class ChangeUnderWayException extends NodeException {
    private static final long serialVersionUID = 1;

    public ChangeUnderWayException(String message) {
        super(message);
    }
}
