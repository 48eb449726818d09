package dev.quorumgate.raft;

import dev.quorumgate.cluster.PeerId;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCall;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;

/**
 * What may be asked of Ratis's port: replication alone. Ratis would also serve its client and admin protocols there, to
 * anybody who can connect, and with them change the membership or delete the data. And only what is meant for this member.
 *
 * <p>And what may be answered: that entries are stored only when they are on disk. A follower of Ratis says so at once of
 * entries that it is sent a second time while the first ones wait to be written, or can never be written because its log has
 * failed. The leader would count a copy that may not exist, and never send those entries again.
 */
final class RatisPort {
    private static final String REPLICATION = "ratis.grpc.RaftServerProtocolService/";

    private final PeerId self;
    private final Optional<RatisTls> tls;
    private volatile LongSupplier flushedIndex = () -> -1;

    /** @param tls empty for none */
    RatisPort(PeerId self, Optional<RatisTls> tls) {
        this.self = self;
        this.tls = tls;
    }

    Parameters parameters() {
        Parameters parameters = new Parameters();
        tls.ifPresent(each -> each.set(parameters));
        GrpcConfigKeys.Server.setServicesCustomizer(parameters, (builder, types) -> {
            tls.ifPresent(each -> each.set(builder));
            return builder.intercept(new DurableOnly())
                    .intercept(new ForThisMember(self))
                    .intercept(new ReplicationOnly());
        });
        return parameters;
    }

    /** Sets what tells the last index of this node's log that is on disk; until then no entry is told to be stored. */
    void showFlushedIndex(LongSupplier index) {
        flushedIndex = index;
    }

    private final class DurableOnly implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            return next.startCall(new DurableAnswers<>(call, () -> flushedIndex.getAsLong()), headers);
        }
    }

    /** Breaks the stream off instead of sending an answer that is not true; the leader then asks again. */
    static final class DurableAnswers<Q, A> extends ForwardingServerCall.SimpleForwardingServerCall<Q, A> {
        private final LongSupplier flushedIndex;
        private boolean brokenOff;

        DurableAnswers(ServerCall<Q, A> call, LongSupplier flushedIndex) {
            super(call);
            this.flushedIndex = flushedIndex;
        }

        @Override
        public void sendMessage(A message) {
            if (brokenOff) {
                return;
            }
            if (isTrue(message)) {
                super.sendMessage(message);
            } else {
                brokenOff = true;
                super.close(Status.UNAVAILABLE.withDescription("the entries are not on disk yet"), new Metadata());
            }
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (!brokenOff) {
                super.close(status, trailers);
            }
        }

        private boolean isTrue(A message) {
            return !(message instanceof AppendEntriesReplyProto reply)
                    || reply.getResult() != AppendEntriesReplyProto.AppendResult.SUCCESS
                    || reply.getMatchIndex() <= flushedIndex.getAsLong();
        }
    }

    private static final class ReplicationOnly implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            if (call.getMethodDescriptor().getFullMethodName().startsWith(REPLICATION)) {
                return next.startCall(call, headers);
            }
            call.close(
                    Status.PERMISSION_DENIED.withDescription("this port serves replication between members only"),
                    new Metadata());
            return new ServerCall.Listener<>() {};
        }
    }
}
