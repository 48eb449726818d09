package dev.quorumgate.raft;

import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.concurrent.OwnerThread;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.GroupsReader;
import dev.quorumgate.groups.ReadUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives views that are linearizable: asks the leader's node, this one or another, for a read index, waits until this node
 * has applied it, and takes the view. Tries again, whoever leads by then, until the time is up.
 *
 * <p>A follower learns of a commit with the next message from its leader, at an idle time the next heartbeat. So while it
 * waits it nudges the leader, which then sends a heartbeat at once.
 *
 * <p>Pauses and nudges run on the thread {@code read-barrier}.
 */
final class ReadBarrier implements GroupsReader, AutoCloseable {
    private static final long RETRY_PAUSE_MILLIS = 20;
    /** Once is not enough: a heartbeat sent while entries are on their way to the follower carries no commit index. */
    private static final long NUDGE_MILLIS = 5;
    /** At the end of the time, to find out whom to name in the error. */
    private static final Duration ROLL_CALL = Duration.ofMillis(500);

    private final Division division;
    private final ReadIndexRounds rounds;
    private final PeerLink link;
    private final AppliedIndex applied;
    private final Supplier<Groups> view;
    private final Runnable nudge;
    private final Duration timeout;
    private final OwnerThread thread = new OwnerThread("read-barrier");
    private final Nudges nudges = new Nudges();
    /** When the latest of those reads began that were confirmed, by {@link System#nanoTime}. */
    private final AtomicReference<@Nullable Long> confirmedRead = new AtomicReference<>();

    /**
     * @param view the latest view of this node
     * @param nudge makes the leader send this node its commit index soon
     * @param timeout how long a read may take
     */
    ReadBarrier(
            Division division,
            ReadIndexRounds rounds,
            PeerLink link,
            AppliedIndex applied,
            Supplier<Groups> view,
            Runnable nudge,
            Duration timeout) {
        this.division = division;
        this.rounds = rounds;
        this.link = link;
        this.applied = applied;
        this.view = view;
        this.nudge = nudge;
        this.timeout = timeout;
    }

    @Override
    public Optional<Duration> sinceConfirmed() {
        return Optional.ofNullable(confirmedRead.get()).map(begun -> Duration.ofNanos(System.nanoTime() - begun));
    }

    @Override
    public Groups latest() {
        return view.get();
    }

    @Override
    public CompletableFuture<Groups> linearizable() {
        Read read = new Read(System.nanoTime() + timeout.minus(ROLL_CALL).toNanos());
        read.attempt();
        return read.result;
    }

    /** Whether this node has applied {@code index} before the time is up; completes as soon as that is known. */
    CompletableFuture<Boolean> reached(long index, Duration patience) {
        CompletableFuture<Void> reached = applied.reached(index);
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        Futures.whenDone(reached, (done, failure) -> result.complete(failure == null));
        if (!reached.isDone()) {
            nudges.until(index, System.nanoTime() + patience.toNanos());
            thread.later(patience.toMillis(), () -> reached.cancel(false));
        }
        return result;
    }

    @Override
    public void close() {
        thread.close();
    }

    /** Asks the leader for its commit index, for all reads that wait together. All state belongs to the thread. */
    private final class Nudges {
        private long wanted = -1;
        private long deadlineNanos = System.nanoTime();
        private boolean goingOn;

        /** Goes on until this node has applied {@code index}, or nobody waits for it any more. */
        void until(long index, long deadline) {
            thread.run(() -> {
                wanted = Math.max(wanted, index);
                deadlineNanos = deadline - deadlineNanos > 0 ? deadline : deadlineNanos;
                if (!goingOn) {
                    goOn();
                }
            });
        }

        private void goOn() {
            goingOn = applied.get() < wanted && deadlineNanos - System.nanoTime() > 0;
            if (goingOn) {
                nudge.run();
                thread.later(NUDGE_MILLIS, this::goOn);
            } else {
                wanted = -1; // what did not come is not waited for by those who ask next
            }
        }
    }

    /** One read on its way. */
    private final class Read {
        final CompletableFuture<Groups> result = new CompletableFuture<>();
        final long begun = System.nanoTime();
        final long deadlineNanos;

        Read(long deadlineNanos) {
            this.deadlineNanos = deadlineNanos;
        }

        void attempt() {
            Optional<PeerLink.Peer> leader = division.leaderIfRunning();
            if (leader.isEmpty()) {
                retry(new ReadIndexResult.Unconfirmed("this node knows no leader", List.of()));
            } else if (leader.get().id().equals(division.self())) {
                Futures.whenDone(
                        rounds.confirm(),
                        (answer, failure) -> settle(
                                answer != null
                                        ? answer
                                        : new ReadIndexResult.Unconfirmed("failed: " + failure, List.of())));
            } else {
                String name = leader.get().name();
                Futures.whenDone(
                        link.readIndex(leader.get(), tryTimeout()),
                        (answer, failure) -> settle(
                                answer != null
                                        ? answer
                                        : new ReadIndexResult.Unconfirmed(
                                                "the leader, " + name + ", does not answer", List.of(name))));
            }
        }

        private void settle(ReadIndexResult answer) {
            if (answer instanceof ReadIndexResult.Confirmed confirmed) {
                await(confirmed.index());
            } else if (answer instanceof ReadIndexResult.Unconfirmed unconfirmed) {
                retry(unconfirmed);
            }
        }

        private void await(long index) {
            CompletableFuture<Void> reached = applied.reached(index);
            Futures.whenDone(reached, (done, failure) -> {
                if (failure == null) {
                    confirmedRead.accumulateAndGet(begun, (a, b) -> a == null || b - a > 0 ? b : a);
                    result.complete(view.get());
                }
            });
            if (!reached.isDone()) {
                nudges.until(index, deadlineNanos);
                thread.later(millisLeft(), () -> giveUp(reached, index));
            }
        }

        private void giveUp(CompletableFuture<Void> reached, long index) {
            if (reached.cancel(false)) {
                result.completeExceptionally(new ReadUnavailableException("waited " + timeout.toSeconds()
                        + " s for log index " + index + ", this node has applied " + applied.get()
                        + "; is its disk slow, or is it catching up?"));
            }
        }

        private long millisLeft() {
            return Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime()));
        }

        private void retry(ReadIndexResult.Unconfirmed why) {
            if (isLate()) {
                callRoll(why);
            } else {
                thread.later(RETRY_PAUSE_MILLIS, this::attempt);
            }
        }

        private Duration tryTimeout() {
            Duration left = Duration.ofNanos(Math.max(1_000_000, deadlineNanos - System.nanoTime()));
            return left.compareTo(RaftSettings.TRY_TIMEOUT) < 0 ? left : RaftSettings.TRY_TIMEOUT;
        }

        private boolean isLate() {
            return deadlineNanos - System.nanoTime() <= 0;
        }

        /** Ends the read with an error that names the voters that do not answer this node. */
        private void callRoll(ReadIndexResult.Unconfirmed why) {
            TreeSet<String> silent = new TreeSet<>(why.silentMembers());
            CompletableFuture<?>[] answers = division.voters().stream()
                    .filter(voter -> !voter.id().equals(division.self()))
                    .map(voter -> link.currentTerm(voter, ROLL_CALL).exceptionally(failure -> {
                        synchronized (silent) {
                            silent.add(voter.name());
                        }
                        return -1L;
                    }))
                    .toArray(CompletableFuture<?>[]::new);
            Futures.whenDone(CompletableFuture.allOf(answers), (done, failure) -> {
                String names;
                synchronized (silent) {
                    names = silent.isEmpty() ? "all members answer" : "no answer from " + String.join(", ", silent);
                }
                result.completeExceptionally(new ReadUnavailableException("no majority confirmed in "
                        + timeout.toSeconds() + " s that this node is current: " + why.reason() + "; " + names));
            });
        }
    }
}
