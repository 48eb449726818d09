package dev.quorumgate.raft;

import dev.quorumgate.cluster.PeerId;
import java.util.Optional;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.Status;

/**
 * Refuses what Ratis means for another member. It connects to an address and does not ask who is there: a node with an empty
 * folder, waiting where a member was that lost its disk, would be sent what is that member's, and its answers would count as
 * that member's.
 */
final class ForThisMember implements ServerInterceptor {
    private final PeerId self;

    ForThisMember(PeerId self) {
        this.self = self;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        return new ForwardingServerCallListener.SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            private boolean refused;

            @Override
            public void onMessage(Q message) {
                if (refused) {
                    return;
                }
                Optional<String> meant = addressee(message);
                if (meant.filter(self.toString()::equals).isPresent()) {
                    super.onMessage(message);
                } else {
                    refused = true;
                    call.close(
                            Status.FAILED_PRECONDITION.withDescription(
                                    "this is member " + self + ", not " + meant.orElse("one without a name")),
                            new Metadata());
                }
            }

            @Override
            public void onHalfClose() {
                if (!refused) {
                    super.onHalfClose();
                }
            }
        };
    }

    /** Whom a request is meant for; empty for a request that does not say it. */
    static Optional<String> addressee(Object request) {
        if (request instanceof AppendEntriesRequestProto append) {
            return addressee(append.getServerRequest());
        }
        if (request instanceof InstallSnapshotRequestProto install) {
            return addressee(install.getServerRequest());
        }
        if (request instanceof RequestVoteRequestProto vote) {
            return addressee(vote.getServerRequest());
        }
        if (request instanceof StartLeaderElectionRequestProto start) {
            return addressee(start.getServerRequest());
        }
        return request instanceof ReadIndexRequestProto read ? addressee(read.getServerRequest()) : Optional.empty();
    }

    private static Optional<String> addressee(RaftRpcRequestProto request) {
        return Optional.of(request.getReplyId()).filter(id -> !id.isEmpty()).map(ByteString::toStringUtf8);
    }
}
