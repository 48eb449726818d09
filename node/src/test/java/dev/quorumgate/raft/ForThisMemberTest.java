package dev.quorumgate.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.cluster.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.InstallSnapshotRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.ReadIndexRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: an empty folder in the place of a member that is gone never answers for it. */
class ForThisMemberTest {
    private static final PeerId SELF = PeerId.of("n3~0123abcd");

    private final List<Object> passed = new ArrayList<>();
    private final RecordingCall<Object, Object> answered = new RecordingCall<>();

    static Stream<Object> requestsForThePredecessor() {
        return requestsFor("n3");
    }

    static Stream<Object> ownRequests() {
        return requestsFor(SELF.toString());
    }

    @ParameterizedTest
    @MethodSource("requestsForThePredecessor")
    void refusesWhatIsMeantForAnother(Object request) {
        ServerCall.Listener<Object> listener = listener();

        listener.onMessage(request);
        listener.onMessage(request);
        listener.onHalfClose();

        assertThat(passed).isEmpty();
        assertThat(answered.closed).hasSize(1);
        assertThat(answered.closed.get(0).getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(answered.closed.get(0).getDescription()).isEqualTo("this is member n3~0123abcd, not n3");
    }

    @ParameterizedTest
    @MethodSource("ownRequests")
    void letsPassWhatIsMeantForThisMember(Object request) {
        ServerCall.Listener<Object> listener = listener();

        listener.onMessage(request);
        listener.onHalfClose();

        assertThat(passed).containsExactly(request, "end");
        assertThat(answered.closed).isEmpty();
    }

    private ServerCall.Listener<Object> listener() {
        return new ForThisMember(SELF).interceptCall(answered, new Metadata(), (call, headers) -> next());
    }

    private ServerCall.Listener<Object> next() {
        return new ServerCall.Listener<>() {
            @Override
            public void onMessage(Object message) {
                passed.add(message);
            }

            @Override
            public void onHalfClose() {
                passed.add("end");
            }
        };
    }

    private static Stream<Object> requestsFor(String id) {
        RaftRpcRequestProto meant = RaftRpcRequestProto.newBuilder()
                .setReplyId(ByteString.copyFromUtf8(id))
                .build();
        return Stream.of(
                AppendEntriesRequestProto.newBuilder().setServerRequest(meant).build(),
                InstallSnapshotRequestProto.newBuilder().setServerRequest(meant).build(),
                RequestVoteRequestProto.newBuilder().setServerRequest(meant).build(),
                StartLeaderElectionRequestProto.newBuilder()
                        .setServerRequest(meant)
                        .build(),
                ReadIndexRequestProto.newBuilder().setServerRequest(meant).build());
    }
}
