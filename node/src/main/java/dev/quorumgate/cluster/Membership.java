package dev.quorumgate.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What the leader can do with the members. Calls may overlap. Whether a change is wise is for the caller to judge. */
public interface Membership {
    /** Nodes with {@code --cluster.join} that were heard of lately. Of the leader alone; empty elsewhere. */
    List<Waiting> waiting();

    /**
     * Changes the configuration in one step; goes on when the caller goes away. Those who leave are told afterwards.
     *
     * @param from what the change was judged with; when another one counts by now, nothing is done
     * @param to its index is without meaning
     * @param why for the log: who asked for what
     * @return log index of the new configuration; completes exceptionally with {@link NotLeaderException}, {@link
     *     ChangeUnderWayException} if another change is under way or {@code from} is out of date, {@link
     *     SilentMemberException} if a member that comes receives nothing, or {@link NodeException} if Raft refuses, in its
     *     words
     */
    CompletableFuture<Long> change(Configuration from, Configuration to, String why, Consumer<ChangeProgress> progress);

    /**
     * A node that waits to be added.
     *
     * @param formerly as the members know it while they do not know that it has moved
     * @param silence since it was last heard of
     * @param ready whether its Raft part runs and can be sent entries
     * @param logFormatMax highest format of log entries that it reads
     */
    record Waiting(MemberRef node, Optional<PeerId> formerly, Duration silence, boolean ready, int logFormatMax) {}

    /**
     * Where a change stands.
     *
     * @param leaderIndex last log index of the leader; -1 while unknown
     * @param memberIndex last log index that the member that comes is known to have; -1 while unknown
     */
    record ChangeProgress(Phase phase, long leaderIndex, long memberIndex) {
        /** Steps of a change. */
        public enum Phase {
            CATCHING_UP,
            COMMITTING
        }
    }
}
