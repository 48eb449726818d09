package dev.quorumgate.admin;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import dev.quorumgate.api.InvalidParameterException;
import dev.quorumgate.cluster.ChangeUnderWayException;
import dev.quorumgate.cluster.NoQuorumException;
import dev.quorumgate.cluster.NodeException;
import dev.quorumgate.cluster.NotLeaderException;
import dev.quorumgate.cluster.RefusedException;
import dev.quorumgate.cluster.SilentMemberException;
import dev.quorumgate.exposition.BodyTooLargeException;
import dev.quorumgate.exposition.MalformedPushException;
import dev.quorumgate.groups.LimitExceededException;
import dev.quorumgate.groups.NotAppendedException;
import dev.quorumgate.groups.OutcomeUnknownException;
import dev.quorumgate.groups.ReadUnavailableException;
import dev.quorumgate.groups.StoreFullException;
import dev.quorumgate.groups.TooLargeException;
import dev.quorumgate.groups.TooMuchToMatchException;
import dev.quorumgate.proto.admin.NoQuorum;
import dev.quorumgate.proto.admin.Refusal;
import dev.quorumgate.proto.admin.Silence;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From what went wrong to what the caller is told; as {@code admin.proto} lists it. */
final class Errors {
    private static final Logger logger = LoggerFactory.getLogger(Errors.class);

    /** In the trailers of a call that must be made at the leader, whoever that is by now. */
    private static final Metadata.Key<String> NOT_LEADER =
            Metadata.Key.of("quorumgate-not-leader", Metadata.ASCII_STRING_MARSHALLER);

    private final Supplier<String> clusterId;

    /** @param clusterId of this node's cluster, which who insists has to type */
    Errors(Supplier<String> clusterId) {
        this.clusterId = clusterId;
    }

    static StatusRuntimeException notFound(String what) {
        return Status.NOT_FOUND.withDescription(what).asRuntimeException();
    }

    static StatusRuntimeException invalid(String what) {
        return Status.INVALID_ARGUMENT.withDescription(what).asRuntimeException();
    }

    /** Whether a forwarded call came to a node that does not lead. */
    static boolean isNotLeader(StatusRuntimeException failure) {
        Metadata trailers = failure.getTrailers();
        return trailers != null && trailers.containsKey(NOT_LEADER);
    }

    StatusRuntimeException of(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        if (failure instanceof StatusRuntimeException known) {
            return known;
        }
        if (failure instanceof NodeException refusal) {
            return of(refusal, text);
        }
        if (failure instanceof ReadUnavailableException || failure instanceof NotAppendedException) {
            return status(Code.UNAVAILABLE, text, NoQuorum.getDefaultInstance());
        }
        if (failure instanceof StoreFullException) {
            return status(Code.RESOURCE_EXHAUSTED, "not stored: " + text, null);
        }
        if (failure instanceof OutcomeUnknownException || failure instanceof TimeoutException) {
            return status(Code.DEADLINE_EXCEEDED, text, null);
        }
        if (failure instanceof InvalidParameterException
                || failure instanceof MalformedPushException
                || failure instanceof BodyTooLargeException
                || failure instanceof LimitExceededException
                || failure instanceof TooLargeException
                || failure instanceof TooMuchToMatchException) {
            return status(Code.INVALID_ARGUMENT, text, null);
        }
        if (failure instanceof IOException) {
            return status(Code.UNAVAILABLE, text, null); // of another node, or of this one's disk
        }
        if (failure instanceof InterruptedException) {
            return status(Code.UNAVAILABLE, "this node is stopping", null);
        }
        logger.error("an admin call failed in a way that it must not", failure);
        return status(Code.INTERNAL, "this is a fault of the node, its log has more: " + failure, null);
    }

    private StatusRuntimeException of(NodeException failure, String text) {
        if (failure instanceof NotLeaderException) {
            Metadata trailers = new Metadata();
            trailers.put(NOT_LEADER, "true");
            return Status.ABORTED.withDescription(text).asRuntimeException(trailers);
        }
        if (failure instanceof ChangeUnderWayException) {
            return status(Code.ABORTED, text, null);
        }
        if (failure instanceof SilentMemberException silent) {
            Silence detail = Silence.newBuilder()
                    .setMember(silent.name())
                    .setAddress(silent.address())
                    .build();
            return status(Code.UNAVAILABLE, text, detail);
        }
        if (failure instanceof NoQuorumException none) {
            NoQuorum detail = NoQuorum.newBuilder()
                    .setVoters(none.voters())
                    .setAnswering(Math.max(0, none.voters() - none.silent().size()))
                    .addAllSilentMembers(none.silent())
                    .build();
            return status(Code.UNAVAILABLE, text, detail);
        }
        return status(
                Code.FAILED_PRECONDITION, text, failure instanceof RefusedException refused ? detail(refused) : null);
    }

    private Refusal detail(RefusedException refused) {
        Refusal.Builder detail = Refusal.newBuilder()
                .setInstead(refused.instead())
                .setMayBeForced(refused.mayBeForced())
                .setClusterId(clusterId.get());
        refused.change().ifPresent(change -> detail.setQuorum(Quorums.message(change)));
        return detail.build();
    }

    private static StatusRuntimeException status(Code code, String text, @Nullable Message detail) {
        com.google.rpc.Status.Builder status =
                com.google.rpc.Status.newBuilder().setCode(code.getNumber()).setMessage(text);
        if (detail != null) {
            status.addDetails(Any.pack(detail));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }
}
