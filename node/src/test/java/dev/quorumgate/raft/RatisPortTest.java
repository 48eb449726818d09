package dev.quorumgate.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.junit.jupiter.api.Test;

/** Goal: a follower never counts as a copy of what it has not written. */
class RatisPortTest {
    private final AtomicLong flushedIndex = new AtomicLong(5);
    private final List<AppendEntriesReplyProto> sent = new ArrayList<>();
    private final List<Status> closed = new ArrayList<>();
    private final ServerCall<Void, AppendEntriesReplyProto> call =
            new RatisPort.DurableAnswers<>(new Recording(), flushedIndex::get);

    @Test
    void acknowledgesWhatIsOnDisk() {
        call.sendMessage(reply(AppendResult.SUCCESS, 5));
        flushedIndex.set(6);
        call.sendMessage(reply(AppendResult.SUCCESS, 6));

        assertThat(sent).extracting(AppendEntriesReplyProto::getMatchIndex).containsExactly(5L, 6L);
        assertThat(closed).isEmpty();
    }

    @Test
    void breaksOffInsteadOfAcknowledgingWhatIsNot() {
        call.sendMessage(reply(AppendResult.SUCCESS, 6));
        call.sendMessage(reply(AppendResult.SUCCESS, 5));
        call.close(Status.OK, new Metadata());

        assertThat(sent).isEmpty();
        assertThat(closed).extracting(Status::getCode).containsExactly(Status.Code.UNAVAILABLE);
    }

    @Test
    void letsRefusalsPass() {
        call.sendMessage(reply(AppendResult.INCONSISTENCY, 6));

        assertThat(sent).hasSize(1);
    }

    private static AppendEntriesReplyProto reply(AppendResult result, long matchIndex) {
        return AppendEntriesReplyProto.newBuilder()
                .setResult(result)
                .setMatchIndex(matchIndex)
                .build();
    }

    private final class Recording extends ServerCall<Void, AppendEntriesReplyProto> {
        @Override
        public void request(int messages) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(AppendEntriesReplyProto message) {
            sent.add(message);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            closed.add(status);
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<Void, AppendEntriesReplyProto> getMethodDescriptor() {
            throw new UnsupportedOperationException("not asked for");
        }
    }
}
