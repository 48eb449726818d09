package dev.quorumgate.raft;

import dev.quorumgate.cluster.Configuration;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.Membership.ChangeProgress;
import dev.quorumgate.cluster.ReplicationFigures;
import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.concurrent.OwnerThread;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Where a change of the members is, told until it is done. */
final class CatchUp {
    private static final long PAUSE_MILLIS = 250;

    /** So often no progress is told before an entry is appended, that shows some. */
    private static final int STANDSTILL = 4;

    private final Division division;
    private final Markers markers;
    private final OwnerThread thread;
    private final Configuration from;
    private final Optional<MemberRef> coming;
    private final Consumer<ChangeProgress> listener;
    private final CompletableFuture<Long> changed;
    private long heldBefore = -1;
    private int standstill;

    /**
     * @param from the members before the change
     * @param coming who has to receive the log first
     * @param changed the change, which is under way
     */
    CatchUp(
            Division division,
            Markers markers,
            OwnerThread thread,
            Configuration from,
            Optional<MemberRef> coming,
            Consumer<ChangeProgress> listener,
            CompletableFuture<Long> changed) {
        this.division = division;
        this.markers = markers;
        this.thread = thread;
        this.from = from;
        this.coming = coming;
        this.listener = listener;
        this.changed = changed;
    }

    void tell() {
        if (!changed.isDone()) {
            ChangeProgress now = now();
            listener.accept(now);
            moveOn(now);
            thread.later(PAUSE_MILLIS, this::tell);
        }
    }

    /**
     * Ratis's leader learns what a member has from its answers to entries alone. One that comes with its data refuses those
     * that it has and asks for the next one; while nothing is written there is none, and the leader would wait for ever.
     */
    private void moveOn(ChangeProgress now) {
        boolean stands = now.phase() == ChangeProgress.Phase.CATCHING_UP && now.memberIndex() == heldBefore;
        standstill = stands ? standstill + 1 : 0;
        heldBefore = now.memberIndex();
        if (coming.isPresent() && standstill >= STANDSTILL) {
            standstill = 0;
            Futures.whenDone(markers.append(), (index, failure) -> {}); // it is tried again
        }
    }

    private ChangeProgress now() {
        long last = division.lastIndex();
        long held = division.followers().stream()
                .filter(follower ->
                        coming.isPresent() && follower.id().equals(coming.get().id()))
                .mapToLong(ReplicationFigures.Follower::lagEntries)
                .map(lag -> last - lag)
                .findFirst()
                .orElse(-1);
        return new ChangeProgress(
                division.members().index() == from.index()
                        ? ChangeProgress.Phase.CATCHING_UP
                        : ChangeProgress.Phase.COMMITTING,
                last,
                held);
    }
}
