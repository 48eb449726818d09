package dev.quorumgate.raft;

/**
 * A batch on its way into the log. Immutable; the arrays must not change.
 *
 * @see RaftNode#propose
 */
public final class Proposal {
    private final byte[] clientId;
    private final long callId;
    private final byte[] entry;

    /**
     * @param clientId of the node that took the commands, kept through every retry: together with {@code callId} it makes
     *     the batch exactly-once
     * @param callId unique for the client id
     * @param entry an encoded log entry without its time
     */
    public Proposal(byte[] clientId, long callId, byte[] entry) {
        this.clientId = clientId;
        this.callId = callId;
        this.entry = entry;
    }

    public byte[] clientId() {
        return clientId;
    }

    public long callId() {
        return callId;
    }

    public byte[] entry() {
        return entry;
    }
}
