package dev.quorumgate.peer;

import dev.quorumgate.cluster.GroupDigest;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.proto.peer.CurrentTermReply;
import dev.quorumgate.proto.peer.CurrentTermRequest;
import dev.quorumgate.proto.peer.DigestsReply;
import dev.quorumgate.proto.peer.DigestsRequest;
import dev.quorumgate.proto.peer.GreetReply;
import dev.quorumgate.proto.peer.GreetRequest;
import dev.quorumgate.proto.peer.IsMemberReply;
import dev.quorumgate.proto.peer.IsMemberRequest;
import dev.quorumgate.proto.peer.JoinReply;
import dev.quorumgate.proto.peer.JoinRequest;
import dev.quorumgate.proto.peer.MarkReply;
import dev.quorumgate.proto.peer.MarkRequest;
import dev.quorumgate.proto.peer.PeerServiceGrpc;
import dev.quorumgate.proto.peer.ProposeReply;
import dev.quorumgate.proto.peer.ProposeRequest;
import dev.quorumgate.proto.peer.ReadIndexReply;
import dev.quorumgate.proto.peer.ReadIndexRequest;
import dev.quorumgate.proto.peer.ReportRequest;
import dev.quorumgate.proto.peer.TellRemovedReply;
import dev.quorumgate.proto.peer.TellRemovedRequest;
import dev.quorumgate.proto.peer.Unconfirmed;
import dev.quorumgate.raft.PeerRequests;
import dev.quorumgate.raft.Proposal;
import dev.quorumgate.raft.ProposeResult;
import dev.quorumgate.raft.ReadIndexResult;
import dev.quorumgate.rpc.Outbox;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers other nodes. */
public final class PeerEndpoint extends PeerServiceGrpc.PeerServiceImplBase implements Closeable {
    private static final int PROPOSING_THREADS = 4;
    private static final long PATIENCE_MILLIS_MAX = 60_000;
    private static final long ANSWER_MILLIS = 100;
    private static final int DIGESTS_AT_A_TIME = 4;

    private final Supplier<String> clusterId;
    private final Greeter greeter;
    private final PeerRequests requests;
    private final ReportSource reports;
    private final Hearsay hearsay;
    private final ExecutorService proposing;
    private final Semaphore digesting = new Semaphore(DIGESTS_AT_A_TIME);

    /**
     * @param clusterId of this node's cluster; empty while it does not know it
     * @param requests what answers, but for greetings and reports
     * @param reports what this node says of itself
     * @param hearsay hears what others say of this node
     */
    public PeerEndpoint(
            Supplier<String> clusterId, Greeter greeter, PeerRequests requests, ReportSource reports, Hearsay hearsay) {
        this.clusterId = clusterId;
        this.greeter = greeter;
        this.requests = requests;
        this.reports = reports;
        this.hearsay = hearsay;
        AtomicInteger number = new AtomicInteger();
        // Handing an entry to Ratis may wait for its log, so it must not be done on a network thread.
        this.proposing = Executors.newFixedThreadPool(PROPOSING_THREADS, task -> {
            Thread thread = new Thread(task, "peer-propose-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void close() {
        proposing.shutdown();
    }

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
                    proposed, (result, failure) -> answer(observer, result == null ? null : reply(result), failure));
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
        if (!isForeign(request.getClusterId(), observer) && !isForAnother(request.getPeerId(), observer)) {
            Optional<Long> term = requests.currentTerm();
            answer(
                    observer,
                    term.map(each -> CurrentTermReply.newBuilder().setTerm(each).build())
                            .orElse(null),
                    new IllegalStateException("this node does not take part"));
        }
    }

    @Override
    public void join(JoinRequest request, StreamObserver<JoinReply> observer) {
        readable(() -> Joins.newcomer(request), observer)
                .ifPresent(newcomer -> Futures.whenDone(
                        requests.join(newcomer, request.getForwarded()),
                        (result, failure) -> answer(observer, result == null ? null : Joins.reply(result), failure)));
    }

    @Override
    public void tellRemoved(TellRemovedRequest request, StreamObserver<TellRemovedReply> observer) {
        if (!isForeign(request.getClusterId(), observer)) {
            readable(() -> PeerId.of(request.getPeerId()), observer).ifPresent(id -> {
                requests.tellRemoved(id, request.getConfigurationIndex(), request.getBy());
                answer(observer, TellRemovedReply.getDefaultInstance(), null);
            });
        }
    }

    @Override
    public void isMember(IsMemberRequest request, StreamObserver<IsMemberReply> observer) {
        if (!isForeign(request.getClusterId(), observer)) {
            readable(() -> PeerId.of(request.getPeerId()), observer)
                    .ifPresent(id -> answer(
                            observer,
                            requests.isMember(id)
                                    .map(standing -> IsMemberReply.newBuilder()
                                            .setMember(standing.member())
                                            .setConfigurationIndex(standing.configurationIndex())
                                            .build())
                                    .orElse(null),
                            new IllegalStateException("this node knows no configuration that is committed")));
        }
    }

    @Override
    public void report(ReportRequest request, StreamObserver<dev.quorumgate.proto.admin.NodeReport> observer) {
        if (!isForeign(request.getClusterId(), observer) && !isForAnother(request.getPeerId(), observer)) {
            if (request.getLeaderTerm() > 0) {
                hearsay.pushesRefused(request.getPushesRefused(), request.getLeaderTerm());
            }
            if (request.hasHoldsTheSame()) {
                hearsay.compared(request.getHoldsTheSame(), request.getComparedIndex());
            }
            Futures.whenDone(
                    reports.at(request.getAppliedIndex(), patience()),
                    (report, failure) -> answer(observer, report == null ? null : Reports.message(report), failure));
        }
    }

    @Override
    public void mark(MarkRequest request, StreamObserver<MarkReply> observer) {
        if (!isForeign(request.getClusterId(), observer)) {
            Futures.whenDone(
                    CompletableFuture.completedFuture(request).thenComposeAsync(any -> requests.mark(), proposing),
                    (index, failure) -> answer(
                            observer,
                            index == null
                                    ? null
                                    : MarkReply.newBuilder().setIndex(index).build(),
                            failure));
        }
    }

    @Override
    public void digests(DigestsRequest request, StreamObserver<DigestsReply> observer) {
        if (isForeign(request.getClusterId(), observer)) {
            return;
        }
        Optional<Iterator<GroupDigest>> digests = requests.digests(request.getIndex());
        if (digests.isEmpty()) {
            observer.onError(Status.FAILED_PRECONDITION
                    .withDescription("this node does not keep what it had at log index " + request.getIndex())
                    .asRuntimeException());
            return;
        }
        if (!digesting.tryAcquire()) {
            observer.onError(Status.RESOURCE_EXHAUSTED
                    .withDescription("others compare this node with the rest already; ask again")
                    .asRuntimeException());
            return;
        }
        Outbox<DigestsReply> out = new Outbox<>((ServerCallStreamObserver<DigestsReply>) observer);
        // It waits for its receiver.
        Thread thread = new Thread(() -> sendDigests(digests.get(), out), "peer-digests");
        thread.setDaemon(true);
        thread.start();
    }

    private void sendDigests(Iterator<GroupDigest> digests, Outbox<DigestsReply> out) {
        try {
            DigestStream.send(digests, out);
        } finally {
            digesting.release();
        }
    }

    /** A little less than the caller has. */
    private static Duration patience() {
        Deadline deadline = Context.current().getDeadline();
        long millis = deadline == null ? 0 : deadline.timeRemaining(TimeUnit.MILLISECONDS) - ANSWER_MILLIS;
        return Duration.ofMillis(Math.max(0, Math.min(millis, PATIENCE_MILLIS_MAX)));
    }

    private boolean isForeign(String callersCluster, StreamObserver<?> observer) {
        if (callersCluster.equals(clusterId.get())) {
            return false;
        }
        observer.onError(Status.FAILED_PRECONDITION
                .withDescription("this node belongs to cluster " + clusterId.get() + ", not " + callersCluster)
                .asRuntimeException());
        return true;
    }

    /** What a request says; without that the caller is told why. */
    private static <T> Optional<T> readable(Supplier<T> reading, StreamObserver<?> observer) {
        try {
            return Optional.of(reading.get());
        } catch (IllegalArgumentException e) {
            observer.onError(
                    Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
            return Optional.empty();
        }
    }

    /** An empty folder at the address of a member that is gone must not be taken for that one. */
    private boolean isForAnother(String meant, StreamObserver<?> observer) {
        if (meant.isEmpty() || meant.equals(requests.id().toString())) {
            return false;
        }
        observer.onError(Status.FAILED_PRECONDITION
                .withDescription("this is member " + requests.id() + ", not " + meant)
                .asRuntimeException());
        return true;
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
        } else if (result instanceof ProposeResult.NoSpace noSpace) {
            reply.setNoSpace(noSpace.reason());
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
