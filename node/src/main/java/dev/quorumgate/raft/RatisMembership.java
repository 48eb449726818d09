package dev.quorumgate.raft;

import dev.quorumgate.cluster.ChangeUnderWayException;
import dev.quorumgate.cluster.Configuration;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.Membership.ChangeProgress;
import dev.quorumgate.cluster.NodeException;
import dev.quorumgate.cluster.NotLeaderException;
import dev.quorumgate.cluster.SilentMemberException;
import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.concurrent.OwnerThread;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.protocol.exceptions.ReconfigurationInProgressException;
import org.apache.ratis.protocol.exceptions.ReconfigurationTimeoutException;
import org.apache.ratis.rpc.CallId;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes the members, one change at a time. Always by comparing and setting both lists as a whole: Ratis's way of adding one
 * member drops all those without a vote.
 */
final class RatisMembership implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(RatisMembership.class);

    private static final Duration GOODBYE_TIMEOUT = Duration.ofSeconds(2);
    private static final int GOODBYES = 3;

    private final RaftServer server;
    private final Division division;
    private final PeerLink link;
    private final Markers markers;
    private final ClientId clientId = ClientId.randomId();
    private final OwnerThread thread = new OwnerThread("membership");

    /** What is being done, in the words of who asked for it. */
    private final AtomicReference<@Nullable String> underWay = new AtomicReference<>();

    RatisMembership(RaftServer server, Division division, PeerLink link, Markers markers) {
        this.server = server;
        this.division = division;
        this.link = link;
        this.markers = markers;
    }

    boolean isUnderWay() {
        return underWay.get() != null;
    }

    /** As {@link dev.quorumgate.cluster.Membership#change}. */
    CompletableFuture<Long> change(
            Configuration from, Configuration to, String why, Consumer<ChangeProgress> progress) {
        if (!division.isReadyLeader()) {
            return CompletableFuture.failedFuture(new NotLeaderException("this node does not lead"));
        }
        String other = underWay.compareAndExchange(null, why);
        if (other != null) {
            return CompletableFuture.failedFuture(
                    new ChangeUnderWayException("another change of the members is under way: " + other));
        }
        logger.info("changing the members: {}", why);
        CompletableFuture<Long> changed = submit(from, to);
        Futures.whenDone(changed, (index, failure) -> {
            underWay.set(null);
            if (failure == null) {
                logger.info("changed the members, by log index {}: {}", index, why);
                sayGoodbye(from, to, index);
            } else {
                logger.warn("could not change the members ({}): {}", why, failure.getMessage());
            }
        });
        new CatchUp(division, markers, thread, from, coming(from, to), progress, changed).tell();
        return changed;
    }

    @Override
    public void close() {
        thread.close();
    }

    private CompletableFuture<Long> submit(Configuration from, Configuration to) {
        if (!division.isStable() || division.members().index() != from.index()) {
            return CompletableFuture.failedFuture(
                    new ChangeUnderWayException("the members have changed meanwhile; look again"));
        }
        if (to.all().stream().map(MemberRef::name).distinct().count() < to.all().size()) {
            // Ratis would find that out, too, but after it has taken note of the change, and make no other one any
            // more.
            return CompletableFuture.failedFuture(new NodeException("two members would have the same name"));
        }
        SetConfigurationRequest.Arguments arguments = SetConfigurationRequest.Arguments.newBuilder()
                .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
                .setServersInCurrentConf(ratis(from.voters()))
                .setListenersInCurrentConf(ratis(from.nonVoters()))
                .setServersInNewConf(ratis(to.voters()))
                .setListenersInNewConf(ratis(to.nonVoters()))
                .build();
        CompletableFuture<Long> changed = new CompletableFuture<>();
        Futures.whenDone(
                send(new SetConfigurationRequest(
                        clientId, division.id(), division.groupId(), CallId.getAndIncrement(), arguments)),
                (reply, failure) -> {
                    Throwable cause = reply == null ? failure : reply.getException();
                    if (cause == null) {
                        changed.complete(division.members().index());
                    } else {
                        changed.completeExceptionally(told(cause, coming(from, to)));
                    }
                });
        return changed;
    }

    private CompletableFuture<RaftClientReply> send(SetConfigurationRequest request) {
        try {
            return server.setConfigurationAsync(request);
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static NodeException told(Throwable failure, Optional<MemberRef> coming) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String reason = String.valueOf(cause.getMessage());
        if (cause instanceof ReconfigurationInProgressException) {
            return new ChangeUnderWayException("another change of the members is not complete yet; try again");
        }
        if (cause instanceof ReconfigurationTimeoutException && coming.isPresent()) {
            MemberRef member = coming.get();
            return new SilentMemberException(
                    member.name(),
                    member.raftAddress(),
                    "a member that has to receive the log did not answer the leader for 10 s, nothing was changed; can the"
                            + " leader reach " + member.name() + " at " + member.raftAddress()
                            + ", and does every member without a vote answer?");
        }
        return cause instanceof org.apache.ratis.protocol.exceptions.NotLeaderException
                        || cause instanceof LeaderNotReadyException
                        || cause instanceof LeaderSteppingDownException
                ? new NotLeaderException("the leader changed meanwhile")
                : new NodeException(reason);
    }

    /** Ratis stops sending to those who leave before they could learn of it. */
    private void sayGoodbye(Configuration from, Configuration to, long index) {
        for (MemberRef member : from.all()) {
            if (to.all().stream().noneMatch(other -> other.id().equals(member.id()))) {
                sayGoodbye(new PeerLink.Peer(member.id(), member.adminAddress()), index, GOODBYES);
            }
        }
    }

    private void sayGoodbye(PeerLink.Peer leaving, long index, int times) {
        Futures.whenDone(link.tellRemoved(leaving, index, division.self().name(), GOODBYE_TIMEOUT), (done, failure) -> {
            if (failure != null && times > 1) {
                thread.later(GOODBYE_TIMEOUT.toMillis(), () -> sayGoodbye(leaving, index, times - 1));
            }
        });
    }

    private static Optional<MemberRef> coming(Configuration from, Configuration to) {
        return to.all().stream()
                .filter(member ->
                        from.all().stream().noneMatch(known -> known.id().equals(member.id())))
                .findFirst();
    }

    private static List<RaftPeer> ratis(List<MemberRef> members) {
        return members.stream().map(PeerIds::ratis).toList();
    }
}
