package dev.quorumgate.peer;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.quorumgate.cluster.GroupDigest;
import dev.quorumgate.cluster.JoinAnswer;
import dev.quorumgate.cluster.MemberStanding;
import dev.quorumgate.cluster.Newcomer;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.proto.peer.CurrentTermReply;
import dev.quorumgate.proto.peer.CurrentTermRequest;
import dev.quorumgate.proto.peer.DigestsRequest;
import dev.quorumgate.proto.peer.GreetReply;
import dev.quorumgate.proto.peer.GreetRequest;
import dev.quorumgate.proto.peer.IsMemberRequest;
import dev.quorumgate.proto.peer.MarkReply;
import dev.quorumgate.proto.peer.MarkRequest;
import dev.quorumgate.proto.peer.PeerServiceGrpc;
import dev.quorumgate.proto.peer.ProposeReply;
import dev.quorumgate.proto.peer.ProposeRequest;
import dev.quorumgate.proto.peer.ReadIndexReply;
import dev.quorumgate.proto.peer.ReadIndexRequest;
import dev.quorumgate.proto.peer.ReportRequest;
import dev.quorumgate.proto.peer.TellRemovedRequest;
import dev.quorumgate.raft.PeerLink;
import dev.quorumgate.raft.Proposal;
import dev.quorumgate.raft.ProposeResult;
import dev.quorumgate.raft.ReadIndexResult;
import dev.quorumgate.rpc.RpcChannels;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks other nodes. Calls may overlap. */
public final class PeerClient implements PeerLink {
    private final Supplier<String> clusterId;
    private final RpcChannels channels;

    /** @param clusterId of this node's cluster; empty while it does not know it */
    public PeerClient(Supplier<String> clusterId, RpcChannels channels) {
        this.clusterId = clusterId;
        this.channels = channels;
    }

    @Override
    public CompletableFuture<ProposeResult> propose(Peer leader, Proposal proposal, Duration timeout) {
        ProposeRequest request = ProposeRequest.newBuilder()
                .setClusterId(clusterId.get())
                .setClientId(ByteString.copyFrom(proposal.clientId()))
                .setCallId(proposal.callId())
                .setEntry(UnsafeByteOperations.unsafeWrap(proposal.entry()))
                .build();
        return call(leader.address(), PeerServiceGrpc.getProposeMethod(), request, timeout)
                .handle((reply, failure) -> reply == null ? failed(leader, failure) : result(reply));
    }

    @Override
    public CompletableFuture<ReadIndexResult> readIndex(Peer leader, Duration timeout) {
        ReadIndexRequest request =
                ReadIndexRequest.newBuilder().setClusterId(clusterId.get()).build();
        return call(leader.address(), PeerServiceGrpc.getReadIndexMethod(), request, timeout)
                .thenApply(PeerClient::result);
    }

    @Override
    public CompletableFuture<Long> currentTerm(Peer voter, Duration timeout) {
        CurrentTermRequest request = CurrentTermRequest.newBuilder()
                .setClusterId(clusterId.get())
                .setPeerId(voter.id().toString())
                .build();
        return call(voter.address(), PeerServiceGrpc.getCurrentTermMethod(), request, timeout)
                .thenApply(CurrentTermReply::getTerm);
    }

    @Override
    public CompletableFuture<JoinAnswer> join(Peer leader, Newcomer newcomer, Duration timeout) {
        return join(leader.address(), newcomer, true, timeout);
    }

    /** Asks a member to take this node in. */
    CompletableFuture<JoinAnswer> join(String address, Newcomer newcomer, boolean forwarded, Duration timeout) {
        return call(address, PeerServiceGrpc.getJoinMethod(), Joins.request(newcomer, forwarded), timeout)
                .thenApply(Joins::answer);
    }

    @Override
    public CompletableFuture<Void> tellRemoved(Peer removed, long configurationIndex, String by, Duration timeout) {
        TellRemovedRequest request = TellRemovedRequest.newBuilder()
                .setClusterId(clusterId.get())
                .setPeerId(removed.id().toString())
                .setConfigurationIndex(configurationIndex)
                .setBy(by)
                .build();
        return call(removed.address(), PeerServiceGrpc.getTellRemovedMethod(), request, timeout)
                .thenApply(reply -> null);
    }

    @Override
    public CompletableFuture<MemberStanding> isMember(Peer asked, PeerId id, Duration timeout) {
        IsMemberRequest request = IsMemberRequest.newBuilder()
                .setClusterId(clusterId.get())
                .setPeerId(id.toString())
                .build();
        return call(asked.address(), PeerServiceGrpc.getIsMemberMethod(), request, timeout)
                .thenApply(reply -> new MemberStanding(reply.getMember(), reply.getConfigurationIndex()));
    }

    /** Asks another initial member whether this node may start. */
    CompletableFuture<GreetReply> greet(String address, GreetRequest request, Duration timeout) {
        return call(address, PeerServiceGrpc.getGreetMethod(), request, timeout);
    }

    /** Asks a node what it says of itself, once it has applied a log index or the time is nearly over. */
    public CompletableFuture<NodeReport> report(Peer asked, long appliedIndex, Duration timeout) {
        return report(asked, ReportRequest.newBuilder().setAppliedIndex(appliedIndex), timeout);
    }

    /** As this node leads: asks another member what it says of itself, and tells it whether pushes are refused. */
    public CompletableFuture<NodeReport> reportToLeader(
            Peer asked, boolean pushesRefused, long term, Duration timeout) {
        return report(
                asked,
                ReportRequest.newBuilder().setPushesRefused(pushesRefused).setLeaderTerm(term),
                timeout);
    }

    /**
     * Tells a node whether it holds what the majority does; it answers with its report. Whoever had them compared may have
     * his own answer before, and with that the call in which this one is made is over; this one goes on.
     */
    public CompletableFuture<NodeReport> tellCompared(Peer told, boolean holdsTheSame, long index, Duration timeout) {
        ReportRequest.Builder request =
                ReportRequest.newBuilder().setHoldsTheSame(holdsTheSame).setComparedIndex(index);
        Context ofTheCall = Context.ROOT.attach();
        try {
            return report(told, request, timeout);
        } finally {
            Context.ROOT.detach(ofTheCall);
        }
    }

    private CompletableFuture<NodeReport> report(Peer asked, ReportRequest.Builder request, Duration timeout) {
        request.setClusterId(clusterId.get()).setPeerId(asked.id().toString());
        return call(asked.address(), PeerServiceGrpc.getReportMethod(), request.build(), timeout)
                .thenApply(Reports::report);
    }

    /** Has the leader append a mark; gives its log index. */
    public CompletableFuture<Long> mark(Peer leader, Duration timeout) {
        MarkRequest request =
                MarkRequest.newBuilder().setClusterId(clusterId.get()).build();
        return call(leader.address(), PeerServiceGrpc.getMarkMethod(), request, timeout)
                .thenApply(MarkReply::getIndex);
    }

    /** Asks a node for the hash of each group as of a mark. Waits at each step, and fails with {@link UncheckedIOException}. */
    public Iterator<GroupDigest> digests(Peer asked, long index, Duration timeout) {
        DigestsRequest request = DigestsRequest.newBuilder()
                .setClusterId(clusterId.get())
                .setIndex(index)
                .build();
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return DigestStream.receive(ClientCalls.blockingServerStreamingCall(
                channels.to(asked.address()), PeerServiceGrpc.getDigestsMethod(), options, request));
    }

    private <Q, A> CompletableFuture<A> call(
            String address, MethodDescriptor<Q, A> method, Q request, Duration timeout) {
        CompletableFuture<A> reply = new CompletableFuture<>();
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
        ClientCalls.asyncUnaryCall(channels.to(address).newCall(method, options), request, new StreamObserver<A>() {
            @Override
            public void onNext(A value) {
                reply.complete(value);
            }

            @Override
            public void onError(Throwable failure) {
                if (Status.fromThrowable(failure).getCode() == Status.Code.DEADLINE_EXCEEDED) {
                    channels.reconnectSoon(address);
                }
                reply.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {
                reply.completeExceptionally(
                        Status.INTERNAL.withDescription("no reply").asRuntimeException());
            }
        });
        return reply;
    }

    /** A connection that was refused carried nothing; any other failure may have come after the leader had the batch. */
    private static ProposeResult failed(Peer leader, @Nullable Throwable failure) {
        Status status = failure == null ? Status.UNKNOWN : Status.fromThrowable(failure);
        String reason = "the leader, " + leader.name() + ", did not answer: " + status.getCode()
                + (status.getDescription() == null ? "" : " " + status.getDescription());
        return RpcChannels.wasNeverSent(status)
                ? new ProposeResult.NotAppended(reason)
                : new ProposeResult.Unknown(reason);
    }

    private static ProposeResult result(ProposeReply reply) {
        return switch (reply.getResultCase()) {
            case OUTCOMES -> new ProposeResult.Applied(reply.getOutcomes());
            case NOT_APPENDED -> new ProposeResult.NotAppended(reply.getNotAppended());
            case UNKNOWN -> new ProposeResult.Unknown(reply.getUnknown());
            case UNREADABLE -> new ProposeResult.Unreadable(reply.getUnreadable());
            case NO_SPACE -> new ProposeResult.NoSpace(reply.getNoSpace());
            case RESULT_NOT_SET -> new ProposeResult.Unknown("the leader's reply is of a kind this node does not know");
        };
    }

    private static ReadIndexResult result(ReadIndexReply reply) {
        return switch (reply.getResultCase()) {
            case INDEX -> new ReadIndexResult.Confirmed(reply.getIndex());
            case UNCONFIRMED ->
                new ReadIndexResult.Unconfirmed(
                        reply.getUnconfirmed().getReason(),
                        List.copyOf(reply.getUnconfirmed().getSilentMembersList()));
            case RESULT_NOT_SET ->
                new ReadIndexResult.Unconfirmed("the leader's reply is of a kind this node does not know", List.of());
        };
    }
}
