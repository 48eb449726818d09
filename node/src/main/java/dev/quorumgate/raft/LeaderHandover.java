package dev.quorumgate.raft;

import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.NoQuorumException;
import dev.quorumgate.cluster.NodeException;
import dev.quorumgate.cluster.NotLeaderException;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.cluster.ReplicationFigures;
import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.concurrent.OwnerThread;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.rpc.CallId;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has another member lead in the place of this node. Calls may overlap. */
final class LeaderHandover implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(LeaderHandover.class);

    private static final Duration AT_STOP = Duration.ofSeconds(2);

    /** Ratis refuses every write until the other one leads or this is over. */
    private static final Duration WITHOUT_WRITES_MAX = Duration.ofSeconds(3);

    private static final long LOOK_MILLIS = 20;

    private final RaftServer server;
    private final Division division;
    private final ClientId clientId = ClientId.randomId();
    private final OwnerThread thread = new OwnerThread("leader-handover");

    LeaderHandover(RaftServer server, Division division) {
        this.server = server;
        this.division = division;
    }

    /**
     * Makes another voter the leader.
     *
     * @return the new leader; completes exceptionally with {@link NotLeaderException}, {@link NoQuorumException} or {@link
     *     NodeException}
     */
    CompletableFuture<MemberRef> transfer(PeerId to, Duration patience) {
        return leave(to, patience);
    }

    /** As {@link #transfer}, to the voter that is furthest along. */
    CompletableFuture<MemberRef> transferToNext(Duration patience) {
        return heirs().stream()
                .findFirst()
                .map(heir -> leave(heir, patience))
                .orElseGet(() ->
                        CompletableFuture.failedFuture(new NodeException("there is no other voter that could lead")));
    }

    /** Stands back, and has the others elect; completes as {@link #transfer}. It may be elected again. */
    CompletableFuture<MemberRef> stepDown(Duration patience) {
        return leave(null, patience);
    }

    /** If this node leads, makes one voter after the other the leader until one is. Waits. */
    void atStop() {
        for (PeerId heir : heirs()) {
            if (!division.isReadyLeader()) {
                return;
            }
            try {
                MemberRef leader = leave(heir, AT_STOP).get(AT_STOP.toMillis() * 2, TimeUnit.MILLISECONDS);
                logger.info("handed leadership to {}", leader.name());
            } catch (ExecutionException | TimeoutException e) {
                logger.info("handing leadership to {} failed: {}", heir.name(), e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() {
        thread.close();
    }

    /** The other voters, those first that have most of the log and were heard of last. */
    private List<PeerId> heirs() {
        List<PeerId> voters = division.voters().stream().map(PeerLink.Peer::id).toList();
        return division.followers().stream()
                .filter(follower -> voters.contains(follower.id()))
                .sorted(Comparator.comparing(ReplicationFigures.Follower::lagEntries)
                        .thenComparing(ReplicationFigures.Follower::silence))
                .map(ReplicationFigures.Follower::id)
                .toList();
    }

    private CompletableFuture<MemberRef> leave(@Nullable PeerId to, Duration patience) {
        if (!division.isReadyLeader()) {
            return CompletableFuture.failedFuture(new NotLeaderException("this node does not lead"));
        }
        if (division.self().equals(to)) {
            return CompletableFuture.completedFuture(leaderNow().orElseThrow());
        }
        long deadline = System.nanoTime() + patience.toNanos();
        TransferLeadershipRequest request = new TransferLeadershipRequest(
                clientId,
                division.id(),
                division.groupId(),
                CallId.getAndIncrement(),
                to == null ? null : PeerIds.ratis(to),
                Math.min(patience.toMillis(), WITHOUT_WRITES_MAX.toMillis()));
        CompletableFuture<MemberRef> done = new CompletableFuture<>();
        Futures.whenDone(submit(request), (reply, failure) -> {
            Throwable cause = reply == null ? failure : reply.getException();
            // Ratis has been seen to say that time ran out long after the other one had begun to lead.
            if (cause == null || leads(to)) {
                await(to, deadline, done);
            } else {
                done.completeExceptionally(told(cause));
            }
        });
        return done;
    }

    private CompletableFuture<RaftClientReply> submit(TransferLeadershipRequest request) {
        try {
            return server.transferLeadershipAsync(request);
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Until this node knows the leader, which may be itself after it stood back. */
    private void await(@Nullable PeerId wanted, long deadline, CompletableFuture<MemberRef> done) {
        Optional<MemberRef> leader = leaderNow();
        if (leader.isPresent() && (wanted == null || leader.get().id().equals(wanted))) {
            done.complete(leader.get());
        } else if (deadline - System.nanoTime() <= 0
                || !thread.later(LOOK_MILLIS, () -> await(wanted, deadline, done))) {
            done.completeExceptionally(new NoQuorumException(
                    "nobody was elected in time", division.voters().size(), List.of()));
        }
    }

    private boolean leads(@Nullable PeerId wanted) {
        return leaderNow().filter(leader -> leader.id().equals(wanted)).isPresent();
    }

    private Optional<MemberRef> leaderNow() {
        return division.leader()
                .flatMap(leader -> division.members().voters().stream()
                        .filter(voter -> voter.id().equals(leader.id()))
                        .findFirst());
    }

    private static NodeException told(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String reason = String.valueOf(cause.getMessage());
        return cause instanceof org.apache.ratis.protocol.exceptions.NotLeaderException
                        || cause instanceof LeaderNotReadyException
                        || cause instanceof LeaderSteppingDownException
                ? new NotLeaderException(reason)
                : new NodeException(reason);
    }
}
