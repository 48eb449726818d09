package dev.quorumgate.cluster;

import java.io.IOException;
import java.io.OutputStream;

/** This node, in so far as backups are taken from it. */
@FunctionalInterface
public interface BackupSource {
    /**
     * Writes a backup file of all that is stored, as of one log index. Waits for that, and wherever {@code out} waits; pushes go
     * on meanwhile.
     *
     * @param allowStale whether to take what this node has, which may lack what others have acknowledged; otherwise everything
     *     is in it that was acknowledged before this call
     * @throws NoQuorumException if no majority says what has been acknowledged
     * @throws IOException if {@code out} fails, or this node cannot read its own data; the message says which
     */
    void writeTo(OutputStream out, boolean allowStale) throws NodeException, IOException, InterruptedException;
}
