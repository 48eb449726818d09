package dev.quorumgate.raft;

import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.protocol.exceptions.ServerNotReadyException;
import org.apache.ratis.protocol.exceptions.StateMachineException;
import org.jspecify.annotations.Nullable;

/** Puts batches into the log when this node leads. Calls may overlap. */
final class LocalProposer {
    private final Division division;
    private final SpaceVerdict space;
    private final LongAdder commits = new LongAdder();
    private final LongAdder commitNanos = new LongAdder();

    LocalProposer(Division division, SpaceVerdict space) {
        this.division = division;
        this.space = space;
    }

    /** Never completes exceptionally; may be completed by Ratis's apply thread. */
    CompletableFuture<ProposeResult> propose(Proposal proposal) {
        if (!division.isReadyLeader()) {
            return CompletableFuture.completedFuture(new ProposeResult.NotAppended(notLeading()));
        }
        Optional<String> noSpace = space.refusesPushesBecause();
        if (noSpace.isPresent() && stores(proposal)) {
            return CompletableFuture.completedFuture(new ProposeResult.NoSpace(noSpace.get()));
        }
        RaftClientRequest request = RaftClientRequest.newBuilder()
                .setClientId(ClientId.valueOf(shaded(proposal.clientId())))
                .setServerId(division.id())
                .setGroupId(division.groupId())
                .setCallId(proposal.callId())
                .setMessage(Message.valueOf(shaded(proposal.entry())))
                .setType(RaftClientRequest.writeRequestType())
                .build();
        long begun = System.nanoTime();
        return division.submit(request).handle((reply, failure) -> {
            if (reply != null && reply.isSuccess()) {
                commits.increment();
                commitNanos.add(System.nanoTime() - begun);
            }
            return result(reply, failure);
        });
    }

    private static boolean stores(Proposal proposal) {
        try {
            return CommandCodec.stores(proposal.entry());
        } catch (IOException e) {
            return true; // it is none of ours; whether it can be read was asked before
        }
    }

    /** Batches that were proposed here and applied. */
    long commits() {
        return commits.sum();
    }

    /** How long they took, all together. */
    Duration commitTime() {
        return Duration.ofNanos(commitNanos.sum());
    }

    private ProposeResult result(@Nullable RaftClientReply reply, @Nullable Throwable failure) {
        if (reply != null && reply.isSuccess()) {
            // The array was made for this reply alone, so it may be taken over; the two types are the shaded one and
            // ours.
            return new ProposeResult.Applied(UnsafeByteOperations.unsafeWrap(
                    reply.getMessage().getContent().asReadOnlyByteBuffer()));
        }
        Throwable cause = reply == null ? failure : reply.getException();
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String reason = String.valueOf(cause == null ? null : cause.getMessage());
        return isBeforeAppending(cause) ? new ProposeResult.NotAppended(reason) : new ProposeResult.Unknown(reason);
    }

    /**
     * Whether Ratis refuses like this only before it touches the log. NotLeaderException and ResourceUnavailableException
     * are not among them: a leader that steps down answers the one for entries it has appended, and the other is also
     * thrown after appending.
     */
    private static boolean isBeforeAppending(@Nullable Throwable cause) {
        return cause instanceof LeaderNotReadyException
                || cause instanceof LeaderSteppingDownException
                || cause instanceof ServerNotReadyException
                || cause instanceof StateMachineException;
    }

    private String notLeading() {
        return division.leader()
                .map(leader -> leader.id().equals(division.self())
                        ? "this node was elected and is catching up"
                        : "this node does not lead, it takes " + leader.name() + " for the leader")
                .orElse("this node knows no leader");
    }

    private static org.apache.ratis.thirdparty.com.google.protobuf.ByteString shaded(byte[] bytes) {
        return org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations.unsafeWrap(bytes);
    }
}
