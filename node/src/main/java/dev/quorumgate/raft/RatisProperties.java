package dev.quorumgate.raft;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/**
 * The configuration of Ratis 3.3, every key that matters spelled out with its reason; what is missing here is left at its
 * default on purpose. Ratis ignores unknown keys, so only typed setters are used.
 */
final class RatisProperties {
    private static final int MEBIBYTE = 1 << 20;

    private RatisProperties() {}

    static RaftProperties of(RaftSettings settings) {
        RaftProperties properties = new RaftProperties();
        setStorage(properties, settings.storage());
        setTimes(properties, settings);
        setLog(properties, settings);
        setSnapshots(properties, settings);
        setNetwork(properties, settings);
        setReadsAndWrites(properties, settings);
        return properties;
    }

    /**
     * For a server that has no vote: its watch over the leader sleeps until it has one. Ratis 3.3 takes a lock each time that this
     * watch wakes, and waits for the end of the watch under the same lock when it gives the server a vote: if both meet, neither
     * goes on ever. The first-election timeouts count until the first change of role, and here that is the promotion.
     */
    static RaftProperties ofListener(RaftSettings settings) {
        RaftProperties properties = of(settings);
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, TimeDuration.valueOf(24, TimeUnit.HOURS));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, TimeDuration.valueOf(25, TimeUnit.HOURS));
        return properties;
    }

    private static void setStorage(RaftProperties properties, Path storage) {
        // Both default to folders below /tmp.
        RaftServerConfigKeys.setStorageDir(
                properties, List.of(DataFolders.raft(storage).toFile()));
        File removed = DataFolders.removed(storage).toFile();
        RaftServerConfigKeys.setRemovedGroupsDir(properties, removed);
    }

    private static void setTimes(RaftProperties properties, RaftSettings settings) {
        TimeDuration max = time(settings.electionTimeout());
        TimeDuration min = time(settings.electionTimeout().dividedBy(2));
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, min);
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, max);
        // Nobody leads yet when a node starts, so there is nobody to disturb.
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, millis(100));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, millis(200));
        RaftServerConfigKeys.Rpc.setRequestTimeout(properties, millis(3_000));
        RaftServerConfigKeys.Rpc.setSlownessTimeout(properties, millis(10_000));
        // Also the time that a leader which lost its majority waits before it stands again: 10 s by default.
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(properties, millis(2_000));
        RaftServerConfigKeys.Notification.setNoLeaderTimeout(properties, millis(10_000));
        RaftServerConfigKeys.setStagingTimeout(properties, millis(10_000));
        // Raft is safe across pauses; a virtual machine that is resumed should simply rejoin.
        RaftServerConfigKeys.setCloseThreshold(properties, TimeDuration.valueOf(1, TimeUnit.HOURS));
    }

    private static void setLog(RaftProperties properties, RaftSettings settings) {
        int entryBytesMax = settings.entryBytesMax();
        // Small segments and few of them in memory: purging goes by segments, and closed ones stay on the heap.
        long segmentBytes = Math.min(8L * MEBIBYTE, settings.snapshotLogBytes() / 8);
        RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf(segmentBytes));
        RaftServerConfigKeys.Log.setSegmentCacheNumMax(properties, 2);
        RaftServerConfigKeys.Log.setSegmentCacheSizeMax(properties, SizeInBytes.valueOf(24L * MEBIBYTE));
        RaftServerConfigKeys.Log.setPreallocatedSize(properties, SizeInBytes.valueOf(Math.min(MEBIBYTE, segmentBytes)));
        // An entry above this makes the leader step down, so nothing that reaches Ratis may be larger.
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, SizeInBytes.valueOf(entryBytesMax));
        RaftServerConfigKeys.Log.setWriteBufferSize(properties, SizeInBytes.valueOf(entryBytesMax + 8L));
        RaftServerConfigKeys.Log.Appender.setBufferElementLimit(properties, 256);
        RaftServerConfigKeys.Log.Appender.setWaitTimeMin(properties, TimeDuration.ZERO);
        // With it, every isolated write appends a second entry; followers learn of commits by our nudge instead.
        RaftServerConfigKeys.Log.setLogMetadataEnabled(properties, false);
        // Both would report entries as durable that are not.
        RaftServerConfigKeys.Log.setUnsafeFlushEnabled(properties, false);
        RaftServerConfigKeys.Log.setAsyncFlushEnabled(properties, false);
        // With it, a follower that is sent entries while a shorter run with the same first index is still being
        // written drops the rest and answers that it has them all. The leader then counts copies that do not exist,
        // and never sends those entries again.
        RaftServerConfigKeys.Log.setAppendEntriesComposeEnabled(properties, false);
        RaftServerConfigKeys.Log.setForceSyncNum(properties, 128);
        // The other policy cuts the log at the damage, which may drop committed entries from a voter.
        RaftServerConfigKeys.Log.setCorruptionPolicy(properties, RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION);
    }

    private static void setSnapshots(RaftProperties properties, RaftSettings settings) {
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, true);
        RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(properties, settings.snapshotEntries());
        // Two, so that a transfer under way keeps its files while the next one is taken.
        RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, 2);
        RaftServerConfigKeys.Log.Appender.setInstallSnapshotEnabled(properties, true);
        // A chunk is one array on both sides, and eight are under way.
        RaftServerConfigKeys.Log.Appender.setSnapshotChunkSizeMax(properties, SizeInBytes.valueOf(2L * MEBIBYTE));
        // A short absence is made good from the log, without a snapshot. Housekeeping bounds what is kept for that: by
        // snapshots,
        // so by bytes, too, where Ratis would count entries, of which each may have megabytes.
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, false);
        RaftServerConfigKeys.Log.setPurgePreservationLogNum(properties, 0);
        RaftServerConfigKeys.Log.setPurgeGap(properties, 1);
    }

    private static void setNetwork(RaftProperties properties, RaftSettings settings) {
        GrpcConfigKeys.Server.setHost(properties, settings.listenHost());
        GrpcConfigKeys.Server.setPort(properties, settings.listenPort());
        GrpcConfigKeys.setMessageSizeMax(properties, SizeInBytes.valueOf(settings.entryBytesMax() + (long) MEBIBYTE));
        GrpcConfigKeys.setFlowControlWindow(properties, SizeInBytes.valueOf(MEBIBYTE));
        GrpcConfigKeys.Server.setHeartbeatChannel(properties, true);
        GrpcConfigKeys.Server.setLeaderOutstandingAppendsMax(properties, 8);
    }

    private static void setReadsAndWrites(RaftProperties properties, RaftSettings settings) {
        // Needed for the nudge of the read barrier; not linearizable by itself (DESIGN.md).
        RaftServerConfigKeys.Read.setOption(properties, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
        RaftServerConfigKeys.Read.setLeaderLeaseEnabled(properties, false);
        RaftServerConfigKeys.Read.setTimeout(properties, time(RaftSettings.TRY_TIMEOUT));
        RaftServerConfigKeys.Write.setElementLimit(properties, 1024);
        RaftServerConfigKeys.Write.setByteLimit(
                properties, SizeInBytes.valueOf(Math.max(32L * MEBIBYTE, 4L * settings.entryBytesMax())));
        // A retry must find its first try here for as long as the batcher may go on trying.
        RaftServerConfigKeys.RetryCache.setExpiryTime(
                properties, time(settings.pushTimeout().plus(RaftSettings.TRY_TIMEOUT.multipliedBy(2))));
    }

    private static TimeDuration millis(long millis) {
        return TimeDuration.valueOf(millis, TimeUnit.MILLISECONDS);
    }

    private static TimeDuration time(Duration duration) {
        return millis(duration.toMillis());
    }
}
