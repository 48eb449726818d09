package dev.quorumgate.raft;

import dev.quorumgate.cluster.Configuration;
import dev.quorumgate.cluster.GroupDigest;
import dev.quorumgate.cluster.JoinAnswer;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.MemberStanding;
import dev.quorumgate.cluster.Membership;
import dev.quorumgate.cluster.Newcomer;
import dev.quorumgate.cluster.NodeException;
import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.cluster.NotLeaderException;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.cluster.ReplicationFigures;
import dev.quorumgate.concurrent.OwnerThread;
import dev.quorumgate.groups.CommandLog;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.GroupsReader;
import dev.quorumgate.groups.ReadUnavailableException;
import dev.quorumgate.store.GroupStore;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A member of the cluster: replicates commands, gives linearizable views, answers the other members. Calls may overlap, and
 * may come before {@link #start}: commands and reads are held then, as through an election.
 */
public final class RaftNode implements GroupsReader, PeerRequests, Membership, Closeable {
    /** Highest format of log entries that this program reads. */
    public static final int LOG_FORMAT_MAX = CommandCodec.FORMAT_VERSION;

    /** Highest format of the store that this program reads. */
    public static final int STORE_FORMAT_MAX = GroupStore.FORMAT_VERSION;

    private final RaftSettings settings;
    private final PeerLink link;
    private final Clock clock;
    private final NodeFaults faults;
    private final SpaceVerdict space;
    private final Supplier<String> whyNotStarted;
    private final Batcher batcher;

    /** Hands batches to Ratis, which may make it wait for the log; the batcher must not, it watches the time. */
    private final OwnerThread proposing = new OwnerThread("propose");

    private final CompletableFuture<RunningRaft> running = new CompletableFuture<>();

    /**
     * A node that is still to be started.
     *
     * @param clock what this node stamps entries with while it leads
     * @param space asked for each batch while this node leads
     * @param whyNotStarted for those who wait in vain for the start
     */
    public RaftNode(
            RaftSettings settings,
            PeerLink link,
            Clock clock,
            NodeFaults faults,
            SpaceVerdict space,
            Supplier<String> whyNotStarted) {
        this.settings = settings;
        this.link = link;
        this.clock = clock;
        this.faults = faults;
        this.space = space;
        this.whyNotStarted = whyNotStarted;
        this.batcher = new Batcher(settings.commandBytesMax(), settings.pushTimeout(), this::sendToLeader);
    }

    /**
     * Starts to take part: opens the store, replays the log and stands for election; or, if it is to be taken in by others, to
     * receive what they send.
     *
     * @param clusterId of the cluster that the data folder belongs to
     * @throws IOException if the port is taken, or the data folder is damaged or refuses; the message says which
     */
    public void start(UUID clusterId) throws IOException {
        running.complete(RunningRaft.start(clusterId, settings, link, clock, faults, space));
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

    @Override
    public PeerId id() {
        return settings.self().id();
    }

    /** The leader that this node believes in, which may be itself. */
    public Optional<MemberRef> leader() {
        if (!running.isDone()) {
            return Optional.empty();
        }
        Division division = running.join().division();
        return division.leaderIfRunning()
                .flatMap(leader -> division.members().all().stream()
                        .filter(member -> member.id().equals(leader.id()))
                        .findFirst());
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
                        .filter(leader -> leader.id().equals(settings.self().id()))
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

    /**
     * Takes a snapshot and keeps it as it is until it is closed, whatever comes after it. Waits; pushes go on meanwhile but
     * for the moment that the snapshot takes.
     *
     * @param allowStale whether the newest one that there is will do, when none can be taken
     * @throws IOException if there is none to be had just now, or the disk refuses; the message says why
     */
    public PinnedSnapshot pinSnapshot(Duration patience, boolean allowStale) throws IOException, InterruptedException {
        if (!running.isDone()) {
            throw new IOException(whyNotStarted.get());
        }
        return running.join().pinSnapshot(patience, allowStale);
    }

    @Override
    public CompletableFuture<Long> mark() {
        return running.isDone()
                ? running.join().markers().append()
                : CompletableFuture.failedFuture(new NotLeaderException(whyNotStarted.get()));
    }

    /** The view as of the last mark; empty when there was none lately. */
    public Optional<Groups> marked() {
        return running.isDone() ? running.join().stateMachine().marked().get() : Optional.empty();
    }

    @Override
    public Optional<Iterator<GroupDigest>> digests(long index) {
        return marked().filter(view -> view.position().appliedIndex() == index).map(GroupDigests::new);
    }

    /** Whether this node has applied a log index before the time is up; completes on any thread. */
    public CompletableFuture<Boolean> reached(long index, Duration patience) {
        return running.isDone()
                ? running.join().barrier().reached(index, patience)
                : CompletableFuture.completedFuture(false);
    }

    /** Takes a snapshot, unless the newest is as new as the state; gives the log index of the newest. */
    public CompletableFuture<Long> takeSnapshot(Duration patience) {
        return running.isDone()
                ? running.join().snapshots().take(patience)
                : CompletableFuture.failedFuture(new NodeException(whyNotStarted.get()));
    }

    /** Takes a snapshot and deletes the log before it, whoever may still need it; gives the log index up to which. */
    public CompletableFuture<Long> shortenLog(Duration patience) {
        return running.isDone()
                ? running.join().snapshots().shortenLog(patience)
                : CompletableFuture.failedFuture(new NodeException(whyNotStarted.get()));
    }

    /** Bytes of log entries since the newest snapshot. */
    public long logBytes() {
        return running.isDone() ? running.join().stateMachine().logBytesSinceSnapshot() : 0;
    }

    /** If this node leads others, makes one of them the leader, so that nobody has to wait for its silence to be noticed. */
    public void handOverLeadership() {
        if (running.isDone()) {
            running.join().handover().atStop();
        }
    }

    /** Whether the cluster has taken this node in, and this node knows all up to that. */
    public boolean isMember() {
        return running.isDone() && running.join().isMember();
    }

    /** Whether no cluster had taken this node in when it started, and none has since. */
    public boolean isNewcomer() {
        return settings.standing() == RaftSettings.Standing.NEWCOMER && !isMember();
    }

    /** Who belongs to the cluster, as far as this node knows. */
    public Configuration configuration() {
        Configuration known = running.isDone() ? running.join().division().members() : Configuration.NONE;
        // Who waits starts Ratis in a group of its own.
        boolean waits = known.index() < 0 && settings.standing() == RaftSettings.Standing.NEWCOMER;
        return waits ? Configuration.NONE : known;
    }

    @Override
    public List<Waiting> waiting() {
        return leads() ? running.join().waitingRoom().waiting() : List.of();
    }

    @Override
    public CompletableFuture<Long> change(
            Configuration from, Configuration to, String why, Consumer<ChangeProgress> progress) {
        return running.isDone()
                ? running.join().membership().change(from, to, why, progress)
                : CompletableFuture.failedFuture(new NotLeaderException(whyNotStarted.get()));
    }

    /** As {@link dev.quorumgate.cluster.ClusterAdmin#transferLeadership}. */
    public CompletableFuture<MemberRef> transferLeadership(PeerId to, Duration patience) {
        return running.isDone()
                ? running.join().handover().transfer(to, patience)
                : CompletableFuture.failedFuture(new NotLeaderException(whyNotStarted.get()));
    }

    /** As {@link dev.quorumgate.cluster.ClusterAdmin#stepDown}. */
    public CompletableFuture<MemberRef> stepDown(Duration patience) {
        return running.isDone()
                ? running.join().handover().stepDown(patience)
                : CompletableFuture.failedFuture(new NotLeaderException(whyNotStarted.get()));
    }

    @Override
    public CompletableFuture<JoinAnswer> join(Newcomer newcomer, boolean forwarded) {
        if (!running.isDone()) {
            return CompletableFuture.failedFuture(new NotLeaderException(whyNotStarted.get()));
        }
        RunningRaft raft = running.join();
        Optional<PeerLink.Peer> leader = raft.division().leaderIfRunning();
        if (raft.division().isReadyLeader()) {
            return CompletableFuture.completedFuture(raft.waitingRoom().announce(newcomer));
        }
        return leader.isEmpty()
                        || forwarded
                        || leader.get().id().equals(raft.division().self())
                ? CompletableFuture.failedFuture(new NotLeaderException("this node does not lead"))
                : link.join(leader.get(), newcomer, RaftSettings.TRY_TIMEOUT);
    }

    @Override
    public void tellRemoved(PeerId removed, long configurationIndex, String by) {
        if (running.isDone() && removed.equals(running.join().division().self())) {
            running.join().removal().told(by);
        }
    }

    @Override
    public Optional<MemberStanding> isMember(PeerId id) {
        return running.isDone() ? running.join().division().standing(id) : Optional.empty();
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
        if (!leader.get().id().equals(raft.division().self())) {
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
