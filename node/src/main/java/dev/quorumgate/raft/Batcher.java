package dev.quorumgate.raft;

import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.concurrent.OwnerThread;
import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.CommandLog;
import dev.quorumgate.groups.NotAppendedException;
import dev.quorumgate.groups.Outcome;
import dev.quorumgate.groups.OutcomeUnknownException;
import dev.quorumgate.groups.StoreFullException;
import dev.quorumgate.groups.TooLargeException;
import dev.quorumgate.groups.UnreadableCommandException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.protocol.ClientId;

/**
 * Sends commands to the leader, several in one log entry. Batching is natural, without timers: while batches are under way
 * what arrives waits, and leaves together with the next one. One client so waits for nobody, and many share the cost of an
 * entry.
 *
 * <p>A batch that may be in the log is sent again with the same ids until its commands run out of time; Ratis's retry cache
 * makes that exactly-once. A batch that certainly is not, because it met an election, is dissolved: its commands wait for the
 * next one. So a command that was answered as not stored is in no batch that could still be. Where a leader of an older version
 * cannot read a batch, each of its commands leaves on its own, so that those it can read do not fail with the others; where disks
 * are full, deletions go on without the pushes.
 *
 * <p>All state belongs to the one thread {@code command-log}.
 */
final class Batcher implements CommandLog, AutoCloseable {
    /** Commands of one batch; a batch of a single command may be larger in bytes, never in number. */
    static final int BATCH_COMMANDS_MAX = 512;

    static final int BATCH_BYTES_MAX = 1 << 20;

    /**
     * Batches under way at a time. A second one fills the time in which the first one is written to disk; more would only
     * make them smaller.
     */
    private static final int IN_FLIGHT_MAX = 2;

    private static final int HELD_COMMANDS_MAX = 20_000;
    private static final long HELD_BYTES_MAX = 64L << 20;
    private static final long RETRY_PAUSE_MILLIS = 20;
    private static final long SWEEP_MILLIS = 50;

    private final int commandBytesMax;
    private final Duration timeout;
    private final Sender sender;
    private final byte[] clientId = ClientId.randomId().toByteString().toByteArray();
    private final OwnerThread thread = new OwnerThread("command-log");

    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final List<Sent> sentBatches = new ArrayList<>();
    private int inFlight;
    /** Why the latest batch did not get into the log; empty when one has since. */
    private String lastRefusal = "";

    private long lastCallId;
    private boolean sweeping;

    /** Of all commands without an outcome. Changed by any thread. */
    private final AtomicInteger heldCommands = new AtomicInteger();

    private final AtomicLong heldBytes = new AtomicLong();

    /** Makes one attempt to have a batch replicated, wherever the leader is; never completes exceptionally. */
    interface Sender {
        CompletableFuture<ProposeResult> send(Proposal proposal, Duration timeout);
    }

    private record Waiting(
            EncodedCommand command, long deadlineNanos, CompletableFuture<Outcome> outcome, boolean alone) {
        /** The same in a batch of its own. */
        Waiting onItsOwn() {
            return new Waiting(command, deadlineNanos, outcome, true);
        }

        boolean mayShareABatchWith(Waiting other) {
            return !alone && !other.alone;
        }
    }

    /** A batch under way: it is being sent, or was and may be in the log. What became of its commands nobody knows yet. */
    private static final class Sent {
        final Proposal proposal;
        final List<Waiting> commands;
        boolean mayBeAppended;
        String lastReason = "";

        Sent(Proposal proposal, List<Waiting> commands) {
            this.proposal = proposal;
            this.commands = commands;
        }
    }

    /**
     * A batcher at work.
     *
     * @param commandBytesMax size of the largest command, encoded
     * @param timeout how long a command is held and tried
     */
    Batcher(int commandBytesMax, Duration timeout, Sender sender) {
        this.commandBytesMax = commandBytesMax;
        this.timeout = timeout;
        this.sender = sender;
    }

    @Override
    public CompletableFuture<Outcome> append(Command command) {
        EncodedCommand encoded = CommandCodec.encode(command);
        int bytes = encoded.size();
        if (bytes > commandBytesMax) {
            return CompletableFuture.failedFuture(new TooLargeException("it takes " + bytes
                    + " bytes in the log, with the grouping labels on each metric; the limit is " + commandBytesMax));
        }
        try {
            CommandCodec.checkReadBack(command, encoded);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(new UnreadableCommandException(e));
        }
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        Futures.whenDone(outcome, (done, failure) -> {
            heldCommands.decrementAndGet();
            heldBytes.addAndGet(-bytes);
        });
        int commandsNow = heldCommands.incrementAndGet();
        long bytesNow = heldBytes.addAndGet(bytes);
        if (commandsNow > HELD_COMMANDS_MAX || bytesNow > HELD_BYTES_MAX) {
            outcome.completeExceptionally(new NotAppendedException(
                    "this node holds " + (commandsNow - 1) + " other pushes with " + (bytesNow - bytes) + " bytes"));
            return outcome;
        }
        Waiting arrived = new Waiting(encoded, System.nanoTime() + timeout.toNanos(), outcome, false);
        if (!thread.run(() -> accept(arrived))) {
            outcome.completeExceptionally(new NotAppendedException("this node is stopping"));
        }
        return outcome;
    }

    /** Ends waiting for all commands that have no outcome yet. */
    @Override
    public void close() {
        thread.run(() -> {
            for (Waiting each : waiting) {
                each.outcome.completeExceptionally(new NotAppendedException("this node is stopping"));
            }
            waiting.clear();
            for (Sent batch : sentBatches) {
                batch.commands.forEach(each -> expire(each, "this node is stopping"));
            }
        });
        thread.close();
    }

    private void accept(Waiting arrived) {
        waiting.add(arrived);
        sendMore();
        sweepLater();
    }

    private void sendMore() {
        while (inFlight < IN_FLIGHT_MAX && !waiting.isEmpty()) {
            List<Waiting> commands = new ArrayList<>();
            int bytes = 0;
            for (Waiting next = waiting.peek(); next != null; next = waiting.peek()) {
                boolean fits = commands.size() < BATCH_COMMANDS_MAX
                        && bytes + next.command.size() <= BATCH_BYTES_MAX
                        && (commands.isEmpty() || next.mayShareABatchWith(commands.get(0)));
                if (!fits && !commands.isEmpty()) {
                    break;
                }
                waiting.remove();
                bytes += next.command.size();
                commands.add(next);
            }
            byte[] entry =
                    CommandCodec.encode(commands.stream().map(Waiting::command).toList());
            Sent batch = new Sent(new Proposal(clientId, ++lastCallId, entry), commands);
            sentBatches.add(batch);
            inFlight++;
            send(batch);
        }
    }

    private void send(Sent batch) {
        CompletableFuture<ProposeResult> sent;
        try {
            sent = sender.send(batch.proposal, RaftSettings.TRY_TIMEOUT);
        } catch (RuntimeException e) {
            sent = CompletableFuture.failedFuture(e);
        }
        Futures.whenDone(
                sent,
                (result, failure) -> thread.run(() -> settle(
                        batch, result == null ? new ProposeResult.Unknown("sending failed: " + failure) : result)));
    }

    private void settle(Sent batch, ProposeResult result) {
        if (result instanceof ProposeResult.Applied applied) {
            lastRefusal = "";
            answer(batch, applied);
            finish(batch);
        } else if (result instanceof ProposeResult.Unknown unknown) {
            batch.mayBeAppended = true;
            batch.lastReason = unknown.reason();
            sendAgain(batch);
        } else if (batch.mayBeAppended) {
            batch.lastReason = ((ProposeResult.Refused) result).reason();
            sendAgain(batch);
        } else if (result instanceof ProposeResult.Unreadable unreadable) {
            singleOut(batch, unreadable.reason());
        } else if (result instanceof ProposeResult.NoSpace noSpace) {
            goOnWithoutPushes(batch, noSpace.reason());
        } else if (result instanceof ProposeResult.NotAppended refused) {
            lastRefusal = refused.reason();
            dissolve(batch);
        }
    }

    private static void answer(Sent batch, ProposeResult.Applied applied) {
        List<Outcome> outcomes;
        try {
            outcomes = OutcomeCodec.decode(applied.outcomes(), batch.commands.size());
        } catch (IOException e) {
            batch.commands.forEach(each -> each.outcome.completeExceptionally(
                    new OutcomeUnknownException("stored, and the leader's answer is damaged: " + e.getMessage())));
            return;
        }
        for (int i = 0; i < batch.commands.size(); i++) {
            batch.commands.get(i).outcome.complete(outcomes.get(i));
        }
    }

    private void sendAgain(Sent batch) {
        if (batch.commands.stream().allMatch(each -> each.outcome.isDone())) {
            finish(batch);
        } else {
            thread.later(RETRY_PAUSE_MILLIS, () -> send(batch));
        }
    }

    /** Its commands go on waiting, and what it stood for in the pipe is free after a pause. */
    private void dissolve(Sent batch) {
        sentBatches.remove(batch);
        for (int i = batch.commands.size() - 1; i >= 0; i--) {
            if (!batch.commands.get(i).outcome.isDone()) {
                waiting.addFirst(batch.commands.get(i));
            }
        }
        thread.later(RETRY_PAUSE_MILLIS, () -> {
            inFlight--;
            sendMore();
        });
    }

    /** One of its commands is not for this leader, who would refuse it again: it is answered, and the others leave without it. */
    private void singleOut(Sent batch, String reason) {
        if (batch.commands.size() == 1) {
            batch.commands.get(0).outcome.completeExceptionally(new NotAppendedException(reason));
        } else {
            for (int i = batch.commands.size() - 1; i >= 0; i--) {
                if (!batch.commands.get(i).outcome.isDone()) {
                    waiting.addFirst(batch.commands.get(i).onItsOwn());
                }
            }
        }
        finish(batch);
    }

    /** What stores something is answered, deletions leave with the next batch. */
    private void goOnWithoutPushes(Sent batch, String reason) {
        for (int i = batch.commands.size() - 1; i >= 0; i--) {
            Waiting each = batch.commands.get(i);
            if (each.command.stores()) {
                each.outcome.completeExceptionally(new StoreFullException(reason));
            } else if (!each.outcome.isDone()) {
                waiting.addFirst(each);
            }
        }
        finish(batch);
    }

    private void finish(Sent batch) {
        sentBatches.remove(batch);
        inFlight--;
        sendMore();
    }

    /** Ends commands whose time is up, now and then for as long as there are any. */
    private void sweepLater() {
        if (!sweeping && !(waiting.isEmpty() && sentBatches.isEmpty())) {
            sweeping = true;
            thread.later(SWEEP_MILLIS, this::sweep);
        }
    }

    private void sweep() {
        sweeping = false;
        long now = System.nanoTime();
        waiting.removeIf(each -> {
            boolean isLate = each.deadlineNanos - now <= 0;
            if (isLate) {
                each.outcome.completeExceptionally(new NotAppendedException("it waited " + timeout.toSeconds() + " s"
                        + (lastRefusal.isEmpty() ? " for earlier pushes" : ": " + lastRefusal)));
            }
            return isLate;
        });
        for (Sent batch : sentBatches) {
            for (Waiting each : batch.commands) {
                if (each.deadlineNanos - now <= 0) {
                    expire(each, "no answer in " + timeout.toSeconds() + " s: " + batch.lastReason);
                }
            }
        }
        sweepLater();
    }

    private static void expire(Waiting sent, String reason) {
        sent.outcome.completeExceptionally(new OutcomeUnknownException(reason));
    }
}
