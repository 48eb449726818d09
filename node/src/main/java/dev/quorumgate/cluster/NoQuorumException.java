package dev.quorumgate.cluster;

import java.util.List;

/** No leader is known, or no majority confirms it. */
public final class NoQuorumException extends NodeException {
    private static final long serialVersionUID = 1;

    private final int voters;
    private final transient List<String> silent;

    /** @param silent names of voters that do not answer, as far as known */
    public NoQuorumException(String message, int voters, List<String> silent) {
        super(message);
        this.voters = voters;
        this.silent = List.copyOf(silent);
    }

    public int voters() {
        return voters;
    }

    public List<String> silent() {
        return silent;
    }
}
