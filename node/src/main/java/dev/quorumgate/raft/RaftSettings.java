package dev.quorumgate.raft;

import dev.quorumgate.cluster.Member;
import dev.quorumgate.cluster.Members;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/**
 * What a node needs to know to take part.
 *
 * @param clusterId of the cluster that the data folder belongs to
 * @param self this node
 * @param initialMembers the members that the cluster begins with; without effect once the data folder has a configuration
 * @param listenHost address to bind for Raft; the port is {@code self}'s unless {@code listenPort} says otherwise
 * @param listenPort port to bind for Raft
 * @param storage the data folder
 * @param commandBytesMax size of the largest command; everything in Ratis that limits an entry follows from it
 * @param pushTimeout how long a command is held and tried
 * @param scrapeTimeout how long a read may wait for a majority
 * @param electionTimeout how long followers wait at most for a leader before they elect another one; at least half as long
 * @param snapshotEntries entries after which a snapshot is taken
 * @param snapshotLogBytes bytes of log entries after which a snapshot is taken
 */
public record RaftSettings(
        UUID clusterId,
        Member self,
        Members initialMembers,
        String listenHost,
        int listenPort,
        Path storage,
        int commandBytesMax,
        Duration pushTimeout,
        Duration scrapeTimeout,
        Duration electionTimeout,
        long snapshotEntries,
        long snapshotLogBytes) {
    /** Time for one attempt to reach the leader: a frozen one does not refuse connections. */
    static final Duration TRY_TIMEOUT = Duration.ofSeconds(2);

    /** Largest log entry: a batch may always hold one command of the largest size. */
    int entryBytesMax() {
        return Math.addExact(Math.max(commandBytesMax, Batcher.BATCH_BYTES_MAX), 64 << 10);
    }
}
