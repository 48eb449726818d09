package dev.quorumgate.raft;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Has Ratis take snapshots, and tells the truth of how that went. Calls may overlap. */
final class SnapshotRequests {
    private final Division division;
    private final GroupStateMachine stateMachine;

    SnapshotRequests(Division division, GroupStateMachine stateMachine) {
        this.division = division;
        this.stateMachine = stateMachine;
    }

    /**
     * Takes a snapshot, unless the newest one is as new as the state.
     *
     * @return the log index of the newest snapshot; fails with an {@link IOException} if that is older than the state is now
     */
    CompletableFuture<Long> take(Duration patience) {
        long applied = division.appliedIndex();
        return division.takeSnapshot(patience)
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        failure instanceof TimeoutException
                                ? new IOException(
                                        "it is not done after " + patience.toSeconds() + " s; is the disk slow?")
                                : failure))
                .thenCompose(index -> {
                    Optional<String> failure = stateMachine.noSnapshotBecause();
                    return index < applied && failure.isPresent()
                            ? CompletableFuture.failedFuture(new IOException(failure.get()))
                            : CompletableFuture.completedFuture(index);
                });
    }

    /** As {@link #take}; then the log before it goes, whoever may still need it. */
    CompletableFuture<Long> shortenLog(Duration patience) {
        return take(patience).thenCompose(index -> division.forgetLog(index).thenApply(purged -> index));
    }
}
