package dev.quorumgate.cluster;

/** A node cannot do what an operator asks; the message says why. */
public class NodeException extends Exception {
    private static final long serialVersionUID = 1;

    public NodeException(String message) {
        super(message);
    }
}
