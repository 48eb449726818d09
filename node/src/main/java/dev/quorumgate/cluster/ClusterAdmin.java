package dev.quorumgate.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What an operator may ask of this node, and through it of the others. Calls may overlap. Futures complete within the
 * patience given, on any thread; exceptionally with a {@link NodeException}, of the kinds that are named.
 */
public interface ClusterAdmin {
    /** Empty while a joining node has not been told. */
    String clusterId();

    /** This node. */
    MemberRef self();

    /** The leader that this node believes in, which may be itself. */
    Optional<MemberRef> leader();

    /** Who belongs to the cluster, as far as this node knows. */
    Configuration configuration();

    NodeReport report();

    /**
     * The report of a member, which may be this node, when it has applied a log index, or when the patience is nearly over.
     *
     * @param appliedIndex 0 for at once
     * @return or {@link SilentMemberException}
     */
    CompletableFuture<NodeReport> reportOf(MemberRef member, long appliedIndex, Duration patience);

    /** The leader, confirmed by a majority just now, or {@link NoQuorumException}. */
    CompletableFuture<MemberRef> confirmedLeader(Duration patience);

    /**
     * Has the leader commit an entry that changes nothing; each node keeps its view as of the last one.
     *
     * @return its log index, or {@link NoQuorumException}
     */
    CompletableFuture<Long> mark(Duration patience);

    /**
     * The hash of each group in the view of a member as of a mark, in the order of their keys. Waits for the member at each
     * step; {@link Iterator#next} fails with {@link java.io.UncheckedIOException}.
     *
     * @throws IOException if the member does not answer, or keeps another mark by now
     */
    Iterator<GroupDigest> digestsOf(MemberRef member, long index, Duration patience) throws IOException;

    /**
     * Makes another voter the leader. Of the leader alone.
     *
     * @return the new leader; or {@link NotLeaderException}, {@link NoQuorumException}
     */
    CompletableFuture<MemberRef> transferLeadership(PeerId to, Duration patience);

    /** Has the leader stand back and the others elect. Of the leader alone. As {@link #transferLeadership}. */
    CompletableFuture<MemberRef> stepDown(Duration patience);

    /**
     * Makes this node unready and keeps leadership away from it, or no longer; until its next start.
     *
     * @return whether it was before
     */
    boolean setDrained(boolean drained);

    /** Tells a member, which may be this node, whether it holds what the majority does. Best effort. */
    void tellCompared(MemberRef member, boolean holdsTheSame, long index);

    /** Looks again at an alarm that this node has raised, and takes it back if its cause is gone; gives whether it is. */
    boolean recheck(Alarm alarm, boolean dryRun);

    /**
     * Takes a snapshot on this node.
     *
     * @return its log index
     */
    CompletableFuture<Long> snapshot(Duration patience);
}
