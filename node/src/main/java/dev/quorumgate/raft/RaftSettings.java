package dev.quorumgate.raft;

import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.Members;
import dev.quorumgate.tls.MutualTls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a node needs to know to take part.
 *
 * @param self this node
 * @param founders the members that the cluster begins with, this node among them; empty for a node that joins others. Without
 *     effect once the data folder has a configuration
 * @param standing what it is to the cluster by its data folder
 * @param listenHost address to bind for Raft
 * @param listenPort port to bind for Raft
 * @param tls between members; empty for none
 * @param storage the data folder
 * @param commandBytesMax size of the largest command; everything in Ratis that limits an entry follows from it
 * @param pushTimeout how long a command is held and tried
 * @param scrapeTimeout how long a read may wait for a majority
 * @param electionTimeout how long followers wait at most for a leader before they elect another one; at least half as long
 * @param snapshotEntries entries after which a snapshot is taken
 * @param snapshotLogBytes bytes of log entries after which a snapshot is taken
 */
public record RaftSettings(
        MemberRef self,
        Optional<Members> founders,
        Standing standing,
        String listenHost,
        int listenPort,
        Optional<MutualTls> tls,
        Path storage,
        int commandBytesMax,
        Duration pushTimeout,
        Duration scrapeTimeout,
        Duration electionTimeout,
        long snapshotEntries,
        long snapshotLogBytes) {
    /** What a node is to the cluster when it starts. */
    public enum Standing {
        MEMBER,
        /** Never was one with this data folder: a log that it was sent so far counts for nothing. */
        NEWCOMER,
        /** Was one under another id, with this data folder. */
        MOVING
    }

    /** Time for one attempt to reach the leader: a frozen one does not refuse connections. */
    static final Duration TRY_TIMEOUT = Duration.ofSeconds(2);

    /** Largest log entry: a batch may always hold one command of the largest size. */
    int entryBytesMax() {
        return Math.addExact(Math.max(commandBytesMax, Batcher.BATCH_BYTES_MAX), 64 << 10);
    }
}
