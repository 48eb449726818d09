package dev.quorumgate.http;

import dev.quorumgate.groups.Batch;
import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.CommandLog;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.GroupsReader;
import dev.quorumgate.groups.Outcome;
import dev.quorumgate.groups.Transition;
import dev.quorumgate.model.GroupingKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What replication is to HTTP, in memory and under the control of a test: commands and reads are answered at once, held
 * until they are let go, or failed. Each command is a log entry of its own, a second after the one before.
 */
final class MemoryLog implements CommandLog, GroupsReader, AutoCloseable {
    static final String THREAD = "memory-log";

    /** The time of the first command, Unix seconds. */
    static final long FIRST_SECONDS = 1_700_000_000;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, THREAD));

    private final List<Command> commands = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    private Groups groups = Groups.EMPTY;
    private boolean holding;
    private Optional<RuntimeException> appendFailure = Optional.empty();
    private Optional<RuntimeException> readFailure = Optional.empty();
    private boolean confirmed;

    /** Forgets everything, also what a test has told it to do. */
    synchronized void clear() {
        groups = Groups.EMPTY;
        commands.clear();
        held.clear();
        holding = false;
        appendFailure = Optional.empty();
        readFailure = Optional.empty();
        confirmed = false;
    }

    /** Answers nothing from now on, neither commands nor reads. */
    synchronized void hold() {
        holding = true;
    }

    /** Answers what is held, in order and from the thread {@value #THREAD}, and all that comes later at once. */
    synchronized void release() {
        holding = false;
        held.forEach(thread::execute);
        held.clear();
    }

    /** How many commands and reads are held. */
    synchronized int heldCount() {
        return held.size();
    }

    /** Fails commands from now on. */
    synchronized void failAppends(RuntimeException failure) {
        appendFailure = Optional.of(failure);
    }

    /** Fails reads from now on. */
    synchronized void failReads(RuntimeException failure) {
        readFailure = Optional.of(failure);
    }

    /** Answers reads again. */
    synchronized void healReads() {
        readFailure = Optional.empty();
    }

    /** All commands that came, failed ones too. */
    synchronized List<Command> commands() {
        return List.copyOf(commands);
    }

    /** The keys of the pushes, failures and single deletions that came. */
    List<GroupingKey> keys() {
        return commands().stream().map(MemoryLog::keyOf).toList();
    }

    private static GroupingKey keyOf(Command command) {
        if (command instanceof Command.Push push) {
            return push.key();
        }
        return command instanceof Command.RecordFailure failure ? failure.key() : ((Command.Delete) command).key();
    }

    @Override
    public synchronized CompletableFuture<Outcome> append(Command command) {
        commands.add(command);
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        whenLetGo(() -> answer(command, outcome));
        return outcome;
    }

    @Override
    public synchronized CompletableFuture<Groups> linearizable() {
        CompletableFuture<Groups> view = new CompletableFuture<>();
        whenLetGo(() -> answer(view));
        return view;
    }

    @Override
    public synchronized Optional<Duration> sinceConfirmed() {
        return confirmed ? Optional.of(Duration.ZERO) : Optional.empty();
    }

    @Override
    public synchronized Groups latest() {
        return groups;
    }

    @Override
    public void close() {
        thread.shutdown();
    }

    private void whenLetGo(Runnable action) {
        if (holding) {
            held.add(action);
        } else {
            action.run();
        }
    }

    private void answer(Command command, CompletableFuture<Outcome> outcome) {
        Outcome applied;
        synchronized (this) {
            if (appendFailure.isPresent()) {
                outcome.completeExceptionally(appendFailure.get());
                return;
            }
            long index = groups.position().appliedIndex() + 1;
            long seconds = FIRST_SECONDS + index;
            Transition step = groups.apply(new Batch(index, seconds * NANOS_PER_SECOND, List.of(command)));
            groups = step.next();
            applied = step.outcomes().get(0);
        }
        outcome.complete(applied);
    }

    private void answer(CompletableFuture<Groups> view) {
        Optional<RuntimeException> failure;
        Groups latest;
        synchronized (this) {
            failure = readFailure;
            latest = groups;
            confirmed |= failure.isEmpty();
        }
        if (failure.isPresent()) {
            view.completeExceptionally(failure.get());
        } else {
            view.complete(latest);
        }
    }
}
