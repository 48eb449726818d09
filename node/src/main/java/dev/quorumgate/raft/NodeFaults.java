package dev.quorumgate.raft;

/**
 * Told when this node can no longer take part. In each of these cases Ratis leaves a process that looks half alive, so
 * whoever listens must end it. Called from Ratis's threads: must return at once, and may be called more than once.
 */
public interface NodeFaults {
    /** Why a node has to stop. */
    enum Fault {
        /** A log entry could not be applied: its disk refuses, or the program has a fault. */
        CANNOT_APPLY,
        /** The Raft log could not be written. */
        LOG_FAILED,
        /** The other members removed this node; starting it again as it is would only repeat that. */
        REMOVED,
        /** Ratis closed for another reason. */
        RAFT_STOPPED
    }

    /**
     * Says that this node cannot go on.
     *
     * @param detail what happened and what to do, for people
     */
    void report(Fault fault, String detail);
}
