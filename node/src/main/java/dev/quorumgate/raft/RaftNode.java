package dev.quorumgate.raft;

import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.cluster.ReplicationFigures;
import dev.quorumgate.concurrent.OwnerThread;
import dev.quorumgate.groups.CommandLog;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.GroupsReader;
import dev.quorumgate.groups.ReadUnavailableException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A member of the cluster: replicates commands, gives linearizable views, answers the other members. Calls may overlap, and
 * may come before {@link #start}: commands and reads are held then, as through an election.
 */
public final class RaftNode implements GroupsReader, PeerRequests, Closeable {
    private final RaftSettings settings;
    private final PeerLink link;
    private final Clock clock;
    private final NodeFaults faults;
    private final Supplier<String> whyNotStarted;
    private final Batcher batcher;

    /** Hands batches to Ratis, which may make it wait for the log; the batcher must not, it watches the time. */
    private final OwnerThread proposing = new OwnerThread("propose");

    private final CompletableFuture<RunningRaft> running = new CompletableFuture<>();

    /**
     * A node that is still to be started.
     *
     * @param clock what this node stamps entries with while it leads
     * @param whyNotStarted for those who wait in vain for the start
     */
    public RaftNode(
            RaftSettings settings, PeerLink link, Clock clock, NodeFaults faults, Supplier<String> whyNotStarted) {
        this.settings = settings;
        this.link = link;
        this.clock = clock;
        this.faults = faults;
        this.whyNotStarted = whyNotStarted;
        this.batcher = new Batcher(settings.commandBytesMax(), settings.pushTimeout(), this::sendToLeader);
    }

    /**
     * Starts to take part: opens the store, replays the log and stands for election.
     *
     * @throws IOException if the port is taken, or the data folder is damaged or refuses; the message says which
     */
    public void start() throws IOException {
        running.complete(RunningRaft.start(settings, link, clock, faults));
    }

    /** Where pushes go. */
    public CommandLog commandLog() {
        return batcher;
    }

    @Override
    public CompletableFuture<Groups> linearizable() {
        if (running.isDone()) {
            return running.join().barrier().linearizable();
        }
        return running.copy()
                .orTimeout(settings.scrapeTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        failure instanceof TimeoutException
                                ? new ReadUnavailableException(whyNotStarted.get())
                                : failure))
                .thenCompose(raft -> raft.barrier().linearizable());
    }

    @Override
    public Optional<Duration> sinceConfirmed() {
        return running.isDone() ? running.join().barrier().sinceConfirmed() : Optional.empty();
    }

    @Override
    public Groups latest() {
        return running.isDone() ? running.join().barrier().latest() : Groups.EMPTY;
    }

    /** What this node knows of its cluster; empty before the start. */
    public Optional<NodeStatus> status() {
        return running.isDone() ? Optional.of(running.join().status()) : Optional.empty();
    }

    /** What replication has done here, for metrics; empty before the start. */
    public Optional<ReplicationFigures> figures() {
        return running.isDone() ? Optional.of(running.join().figures()) : Optional.empty();
    }

    /** Whether this node leads, confirmed by a majority just now. */
    public CompletableFuture<Boolean> confirmsLeadership() {
        return readIndex().thenApply(ReadIndexResult.Confirmed.class::isInstance);
    }

    @Override
    public CompletableFuture<ProposeResult> propose(Proposal proposal) {
        try {
            CommandCodec.check(proposal.entry());
        } catch (IOException e) {
            String self = settings.self().name();
            // A leader's word on it is final; another node has none, and the leader may know better.
            return CompletableFuture.completedFuture(
                    leads()
                            ? new ProposeResult.Unreadable(
                                    "node " + self + ", which leads, cannot read it: " + e.getMessage())
                            : new ProposeResult.NotAppended("node " + self + " does not lead"));
        }
        return proposeHere(proposal);
    }

    private boolean leads() {
        return running.isDone()
                && running.join()
                        .division()
                        .leaderIfRunning()
                        .filter(leader -> leader.name().equals(settings.self().name()))
                        .isPresent();
    }

    /** Proposes what this node itself has made, or has checked. */
    CompletableFuture<ProposeResult> proposeHere(Proposal proposal) {
        return running.isDone()
                ? running.join().proposer().propose(proposal)
                : CompletableFuture.completedFuture(new ProposeResult.NotAppended(whyNotStarted.get()));
    }

    @Override
    public CompletableFuture<ReadIndexResult> readIndex() {
        return running.isDone()
                ? running.join().rounds().confirm()
                : CompletableFuture.completedFuture(new ReadIndexResult.Unconfirmed(whyNotStarted.get(), List.of()));
    }

    @Override
    public Optional<Long> currentTerm() {
        return running.isDone() ? running.join().division().termIfRunning() : Optional.empty();
    }

    /** If this node leads others, makes one of them the leader, so that nobody has to wait for its silence to be noticed. */
    public void handOverLeadership() {
        if (running.isDone()) {
            running.join().handOverLeadership();
        }
    }

    /** Closes the store under whatever still runs; for a process that is about to end because something is broken. */
    public void closeStore() {
        if (running.isDone()) {
            running.join().closeStore();
        }
    }

    /** Answers what still waits, and stops. */
    @Override
    public void close() throws IOException {
        batcher.close();
        proposing.close();
        if (running.isDone()) {
            running.join().close();
        }
    }

    private CompletableFuture<ProposeResult> sendToLeader(Proposal proposal, Duration timeout) {
        if (!running.isDone()) {
            return CompletableFuture.completedFuture(new ProposeResult.NotAppended(whyNotStarted.get()));
        }
        RunningRaft raft = running.join();
        Optional<PeerLink.Peer> leader = raft.division().leaderIfRunning();
        if (leader.isEmpty()) {
            return CompletableFuture.completedFuture(new ProposeResult.NotAppended("this node knows no leader"));
        }
        if (!leader.get().name().equals(raft.division().self())) {
            return link.propose(leader.get(), proposal, timeout);
        }
        return CompletableFuture.completedFuture(proposal)
                .thenComposeAsync(this::proposeHere, proposing::run)
                .completeOnTimeout(
                        new ProposeResult.Unknown("this node leads and could not reach a majority"),
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS);
    }
}
