package dev.quorumgate.cluster;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * What replication on a node has done and how fast, for its metrics.
 *
 * @param elections times that this node learned who leads, since its start and at it
 * @param followers of this node; none unless it leads
 * @param commits log entries that this node proposed as the leader, and that were applied
 * @param commitTime of all these together, from the proposal until it was applied
 * @param logSyncs writes of the log that the disk has confirmed since the start
 * @param logSyncMedian of the time that the disk took for one, lately
 * @param logSyncP99 of the same
 * @param snapshotMillis Unix time of the newest snapshot; empty without one
 * @param storeBytes that the live store takes, in memory and on disk; a few seconds old
 */
public record ReplicationFigures(
        long elections,
        List<Follower> followers,
        long commits,
        Duration commitTime,
        long logSyncs,
        Duration logSyncMedian,
        Duration logSyncP99,
        OptionalLong snapshotMillis,
        long storeBytes) {
    /**
     * Another member, as the leader sees it.
     *
     * @param lagEntries of the leader's log that it is not known to have
     * @param silence since its last answer
     */
    public record Follower(PeerId id, long lagEntries, Duration silence) {}
}
