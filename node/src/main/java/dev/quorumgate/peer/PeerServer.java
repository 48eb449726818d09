package dev.quorumgate.peer;

import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.proto.peer.CurrentTermReply;
import dev.quorumgate.proto.peer.CurrentTermRequest;
import dev.quorumgate.proto.peer.GreetReply;
import dev.quorumgate.proto.peer.GreetRequest;
import dev.quorumgate.proto.peer.PeerServiceGrpc;
import dev.quorumgate.proto.peer.ProposeReply;
import dev.quorumgate.proto.peer.ProposeRequest;
import dev.quorumgate.proto.peer.ReadIndexReply;
import dev.quorumgate.proto.peer.ReadIndexRequest;
import dev.quorumgate.proto.peer.Unconfirmed;
import dev.quorumgate.raft.PeerRequests;
import dev.quorumgate.raft.Proposal;
import dev.quorumgate.raft.ProposeResult;
import dev.quorumgate.raft.ReadIndexResult;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Answers other nodes. */
public final class PeerServer implements Closeable {
    private static final int PROPOSING_THREADS = 4;

    private final String clusterId;
    private final Greeter greeter;
    private final Server server;
    private final ExecutorService proposing;
    private final PeerRequests requests;

    private PeerServer(
            String clusterId, Greeter greeter, PeerRequests requests, InetSocketAddress address, int requestBytesMax) {
        this.clusterId = clusterId;
        this.requests = requests;
        this.greeter = greeter;
        AtomicInteger number = new AtomicInteger();
        // Handing an entry to Ratis may wait for its log, so it must not be done on a network thread.
        this.proposing = Executors.newFixedThreadPool(PROPOSING_THREADS, task -> {
            Thread thread = new Thread(task, "peer-propose-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.server = NettyServerBuilder.forAddress(address)
                .directExecutor()
                .maxInboundMessageSize(requestBytesMax)
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(new Service())
                .build();
    }

    /**
     * Binds the address.
     *
     * @param requests what answers, but for greetings
     * @throws IOException if the address cannot be bound
     */
    public static PeerServer start(
            String clusterId, Greeter greeter, PeerRequests requests, InetSocketAddress address, int requestBytesMax)
            throws IOException {
        PeerServer server = new PeerServer(clusterId, greeter, requests, address, requestBytesMax);
        server.server.start();
        return server;
    }

    @Override
    public void close() {
        server.shutdownNow();
        proposing.shutdown();
    }

    private final class Service extends PeerServiceGrpc.PeerServiceImplBase {
        @Override
        public void greet(GreetRequest request, StreamObserver<GreetReply> observer) {
            try {
                answer(observer, greeter.greet(request), null);
            } catch (IOException e) {
                answer(observer, null, e);
            }
        }

        @Override
        public void propose(ProposeRequest request, StreamObserver<ProposeReply> observer) {
            if (!isForeign(request.getClusterId(), observer)) {
                Proposal proposal = new Proposal(
                        request.getClientId().toByteArray(),
                        request.getCallId(),
                        request.getEntry().toByteArray());
                CompletableFuture<ProposeResult> proposed =
                        CompletableFuture.completedFuture(proposal).thenComposeAsync(requests::propose, proposing);
                Futures.whenDone(
                        proposed,
                        (result, failure) -> answer(observer, result == null ? null : reply(result), failure));
            }
        }

        @Override
        public void readIndex(ReadIndexRequest request, StreamObserver<ReadIndexReply> observer) {
            if (!isForeign(request.getClusterId(), observer)) {
                Futures.whenDone(
                        requests.readIndex(),
                        (result, failure) -> answer(observer, result == null ? null : reply(result), failure));
            }
        }

        @Override
        public void currentTerm(CurrentTermRequest request, StreamObserver<CurrentTermReply> observer) {
            if (!isForeign(request.getClusterId(), observer)) {
                Optional<Long> term = requests.currentTerm();
                answer(
                        observer,
                        term.map(each -> CurrentTermReply.newBuilder()
                                        .setTerm(each)
                                        .build())
                                .orElse(null),
                        new IllegalStateException("this node does not take part"));
            }
        }

        private boolean isForeign(String callersCluster, StreamObserver<?> observer) {
            if (callersCluster.equals(clusterId)) {
                return false;
            }
            observer.onError(Status.FAILED_PRECONDITION
                    .withDescription("this node belongs to cluster " + clusterId + ", not " + callersCluster)
                    .asRuntimeException());
            return true;
        }
    }

    private static <T> void answer(StreamObserver<T> observer, @Nullable T reply, @Nullable Throwable failure) {
        if (reply == null) {
            observer.onError(
                    Status.UNAVAILABLE.withDescription(String.valueOf(failure)).asRuntimeException());
        } else {
            observer.onNext(reply);
            observer.onCompleted();
        }
    }

    private static ProposeReply reply(ProposeResult result) {
        ProposeReply.Builder reply = ProposeReply.newBuilder();
        if (result instanceof ProposeResult.Applied applied) {
            reply.setOutcomes(applied.outcomes());
        } else if (result instanceof ProposeResult.NotAppended notAppended) {
            reply.setNotAppended(notAppended.reason());
        } else if (result instanceof ProposeResult.Unknown unknown) {
            reply.setUnknown(unknown.reason());
        } else if (result instanceof ProposeResult.Unreadable unreadable) {
            reply.setUnreadable(unreadable.reason());
        }
        return reply.build();
    }

    private static ReadIndexReply reply(ReadIndexResult result) {
        ReadIndexReply.Builder reply = ReadIndexReply.newBuilder();
        if (result instanceof ReadIndexResult.Confirmed confirmed) {
            reply.setIndex(confirmed.index());
        } else if (result instanceof ReadIndexResult.Unconfirmed unconfirmed) {
            reply.setUnconfirmed(Unconfirmed.newBuilder()
                    .setReason(unconfirmed.reason())
                    .addAllSilentMembers(unconfirmed.silentMembers()));
        }
        return reply.build();
    }
}
