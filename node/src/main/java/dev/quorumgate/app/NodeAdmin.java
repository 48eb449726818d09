package dev.quorumgate.app;

import dev.quorumgate.cluster.Alarm;
import dev.quorumgate.cluster.ClusterAdmin;
import dev.quorumgate.cluster.Configuration;
import dev.quorumgate.cluster.GroupDigest;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.NoQuorumException;
import dev.quorumgate.cluster.NodeException;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.cluster.SilentMemberException;
import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.concurrent.OwnerThread;
import dev.quorumgate.peer.PeerClient;
import dev.quorumgate.raft.PeerLink;
import dev.quorumgate.raft.RaftNode;
import io.grpc.Status;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators may ask of this node: by its Raft part, and by asking the others. */
final class NodeAdmin implements ClusterAdmin, Closeable {
    private static final Logger logger = LoggerFactory.getLogger(NodeAdmin.class);

    private static final Duration TELL_PATIENCE = Duration.ofSeconds(2);

    /** For what should be done by then; beyond it something hangs. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final String OLDER_VERSION = "runs an older version, which cannot be asked that";

    private final Supplier<String> clusterId;
    private final SelfPortrait portrait;
    private final RaftNode node;
    private final PeerClient peers;
    private final LeaderSearch search;
    private final UnaryOperator<Boolean> drain;
    private final NodeAlarms alarms;

    /** Reports and searches go on here: what completes futures is the network, or the thread that applies. */
    private final OwnerThread thread = new OwnerThread("node-admin");

    /** Handing an entry to Ratis may wait for its log, and reports must not wait for that. */
    private final OwnerThread marking = new OwnerThread("node-marks");

    /** @param drain keeps requests and leadership away, or no longer; gives how it was */
    NodeAdmin(
            Supplier<String> clusterId,
            SelfPortrait portrait,
            RaftNode node,
            PeerClient peers,
            UnaryOperator<Boolean> drain,
            NodeAlarms alarms) {
        this.clusterId = clusterId;
        this.portrait = portrait;
        this.node = node;
        this.peers = peers;
        this.drain = drain;
        this.alarms = alarms;
        this.search = new LeaderSearch(node, peers, thread);
    }

    @Override
    public String clusterId() {
        return clusterId.get();
    }

    @Override
    public MemberRef self() {
        return portrait.self();
    }

    @Override
    public Optional<MemberRef> leader() {
        return search.believed();
    }

    /** While this node is alone it is where it was started; with the next change all members learn it. */
    @Override
    public Configuration configuration() {
        Configuration now = node.configuration();
        boolean isAlone = now.all().size() == 1 && now.isVoter(self().id());
        return isAlone ? new Configuration(now.index(), List.of(self()), List.of()) : now;
    }

    @Override
    public NodeReport report() {
        return portrait.draw();
    }

    /** The report of this node itself. */
    CompletableFuture<NodeReport> reportAt(long appliedIndex, Duration patience) {
        CompletableFuture<Boolean> reached =
                appliedIndex <= 0 ? CompletableFuture.completedFuture(true) : node.reached(appliedIndex, patience);
        return reached.thenApplyAsync(any -> portrait.draw(), thread::run)
                .orTimeout(patience.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        new NodeException("it hangs while it looks at itself; is its disk well?")));
    }

    @Override
    public CompletableFuture<NodeReport> reportOf(MemberRef member, long appliedIndex, Duration patience) {
        if (isSelf(member)) {
            return reportAt(appliedIndex, patience);
        }
        return peers.report(peer(member), appliedIndex, patience)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(silent(member, failure)));
    }

    @Override
    public CompletableFuture<MemberRef> confirmedLeader(Duration patience) {
        return search.confirmed(patience).orTimeout(patience.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletableFuture<Long> mark(Duration patience) {
        return confirmedLeader(patience)
                .thenComposeAsync(
                        leader -> {
                            CompletableFuture<Long> mark =
                                    isSelf(leader) ? node.mark() : peers.mark(peer(leader), patience);
                            return mark.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                                    .exceptionallyCompose(failure ->
                                            CompletableFuture.failedFuture(notMarked(leader, Futures.cause(failure))));
                        },
                        marking::run);
    }

    private NodeException notMarked(MemberRef leader, Throwable failure) {
        return isOfOlderVersion(failure)
                ? new NodeException("the leader, " + leader.name() + ", " + OLDER_VERSION)
                : new NoQuorumException(
                        "nothing could be committed by way of the leader, " + leader.name() + ": " + words(failure),
                        configuration().voters().size(),
                        List.of());
    }

    @Override
    public Iterator<GroupDigest> digestsOf(MemberRef member, long index, Duration patience) throws IOException {
        return isSelf(member)
                ? node.digests(index)
                        .orElseThrow(() -> new IOException("this node does not keep what it had at log index " + index))
                : peers.digests(peer(member), index, patience);
    }

    @Override
    public CompletableFuture<MemberRef> transferLeadership(PeerId to, Duration patience) {
        return node.transferLeadership(to, patience);
    }

    @Override
    public CompletableFuture<MemberRef> stepDown(Duration patience) {
        return node.stepDown(patience);
    }

    @Override
    public boolean setDrained(boolean drained) {
        return drain.apply(drained);
    }

    @Override
    public void tellCompared(MemberRef member, boolean holdsTheSame, long index) {
        if (isSelf(member)) {
            alarms.compared(holdsTheSame, index);
        } else {
            Futures.whenDone(
                    peers.tellCompared(peer(member), holdsTheSame, index, TELL_PATIENCE), (report, failure) -> {
                        if (failure != null) {
                            logger.warn("{} could not be told how it compares", member.name(), Futures.cause(failure));
                        }
                    });
        }
    }

    @Override
    public boolean recheck(Alarm alarm, boolean dryRun) {
        return alarms.recheck(alarm, dryRun);
    }

    @Override
    public CompletableFuture<Long> snapshot(Duration patience) {
        return node.takeSnapshot(patience)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        new NodeException("could not take a snapshot: " + words(Futures.cause(failure)))));
    }

    @Override
    public void close() {
        marking.close();
        thread.close();
    }

    private boolean isSelf(MemberRef member) {
        return member.id().equals(self().id());
    }

    private static PeerLink.Peer peer(MemberRef member) {
        return new PeerLink.Peer(member.id(), member.adminAddress());
    }

    private static SilentMemberException silent(MemberRef member, @Nullable Throwable failure) {
        Throwable cause = Futures.cause(failure == null ? new IOException() : failure);
        return new SilentMemberException(
                member.name(),
                member.adminAddress(),
                isOfOlderVersion(cause)
                        ? "it " + OLDER_VERSION
                        : "no answer from " + member.adminAddress() + ": " + words(cause));
    }

    private static boolean isOfOlderVersion(Throwable failure) {
        return Status.fromThrowable(failure).getCode() == Status.Code.UNIMPLEMENTED;
    }

    /** Of a call that failed: what people can make something of. */
    private static String words(Throwable failure) {
        Status status = Status.fromThrowable(failure);
        if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
            return "it took too long";
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        // Netty puts the system call and its number before what has happened.
        return String.valueOf(root.getMessage()).replaceFirst("^\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ", "");
    }
}
