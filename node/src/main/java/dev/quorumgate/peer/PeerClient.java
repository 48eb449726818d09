package dev.quorumgate.peer;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.quorumgate.proto.peer.CurrentTermReply;
import dev.quorumgate.proto.peer.CurrentTermRequest;
import dev.quorumgate.proto.peer.GreetReply;
import dev.quorumgate.proto.peer.GreetRequest;
import dev.quorumgate.proto.peer.PeerServiceGrpc;
import dev.quorumgate.proto.peer.ProposeReply;
import dev.quorumgate.proto.peer.ProposeRequest;
import dev.quorumgate.proto.peer.ReadIndexReply;
import dev.quorumgate.proto.peer.ReadIndexRequest;
import dev.quorumgate.raft.PeerLink;
import dev.quorumgate.raft.Proposal;
import dev.quorumgate.raft.ProposeResult;
import dev.quorumgate.raft.ReadIndexResult;
import io.grpc.CallOptions;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.Closeable;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks other nodes, over one channel for each address. Calls may overlap. */
public final class PeerClient implements PeerLink, Closeable {
    private static final int REPLY_BYTES_MAX = 64 << 20;
    private static final int CONNECT_TIMEOUT_MILLIS = 2000;

    private final String clusterId;
    private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();

    public PeerClient(String clusterId) {
        this.clusterId = clusterId;
    }

    @Override
    public CompletableFuture<ProposeResult> propose(Peer leader, Proposal proposal, Duration timeout) {
        ProposeRequest request = ProposeRequest.newBuilder()
                .setClusterId(clusterId)
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
                ReadIndexRequest.newBuilder().setClusterId(clusterId).build();
        return call(leader.address(), PeerServiceGrpc.getReadIndexMethod(), request, timeout)
                .thenApply(PeerClient::result);
    }

    @Override
    public CompletableFuture<Long> currentTerm(Peer voter, Duration timeout) {
        CurrentTermRequest request =
                CurrentTermRequest.newBuilder().setClusterId(clusterId).build();
        return call(voter.address(), PeerServiceGrpc.getCurrentTermMethod(), request, timeout)
                .thenApply(CurrentTermReply::getTerm);
    }

    /** Asks another initial member whether this node may start. */
    CompletableFuture<GreetReply> greet(String address, GreetRequest request, Duration timeout) {
        return call(address, PeerServiceGrpc.getGreetMethod(), request, timeout);
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }

    private <Q, A> CompletableFuture<A> call(
            String address, MethodDescriptor<Q, A> method, Q request, Duration timeout) {
        CompletableFuture<A> reply = new CompletableFuture<>();
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
        ManagedChannel channel = channels.computeIfAbsent(address, PeerClient::open);
        if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            // gRPC would wait up to two minutes before it tries again; the callers here pace themselves.
            channel.resetConnectBackoff();
        }
        ClientCalls.asyncUnaryCall(channel.newCall(method, options), request, new StreamObserver<A>() {
            @Override
            public void onNext(A value) {
                reply.complete(value);
            }

            @Override
            public void onError(Throwable failure) {
                if (Status.fromThrowable(failure).getCode() == Status.Code.DEADLINE_EXCEEDED) {
                    // Packets may be getting lost; after that, an old connection takes many seconds to send again.
                    channel.enterIdle();
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

    private static ManagedChannel open(String address) {
        return NettyChannelBuilder.forTarget("dns:///" + address)
                .usePlaintext()
                .directExecutor() // what follows a reply hops to a thread of its own
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .maxInboundMessageSize(REPLY_BYTES_MAX)
                .keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(3, TimeUnit.SECONDS)
                .build();
    }

    /** A connection that was refused carried nothing; any other failure may have come after the leader had the batch. */
    private static ProposeResult failed(Peer leader, @Nullable Throwable failure) {
        Status status = failure == null ? Status.UNKNOWN : Status.fromThrowable(failure);
        String reason = "the leader, " + leader.name() + ", did not answer: " + status.getCode()
                + (status.getDescription() == null ? "" : " " + status.getDescription());
        boolean refused = status.getCode() == Status.Code.UNAVAILABLE && status.getCause() instanceof ConnectException;
        return refused ? new ProposeResult.NotAppended(reason) : new ProposeResult.Unknown(reason);
    }

    private static ProposeResult result(ProposeReply reply) {
        return switch (reply.getResultCase()) {
            case OUTCOMES -> new ProposeResult.Applied(reply.getOutcomes());
            case NOT_APPENDED -> new ProposeResult.NotAppended(reply.getNotAppended());
            case UNKNOWN -> new ProposeResult.Unknown(reply.getUnknown());
            case UNREADABLE -> new ProposeResult.Unreadable(reply.getUnreadable());
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
