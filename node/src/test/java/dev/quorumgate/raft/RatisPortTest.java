package dev.quorumgate.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.junit.jupiter.api.Test;

/** Goal: a follower never counts as a copy of what it has not written. */
class RatisPortTest {
    private final AtomicLong flushedIndex = new AtomicLong(5);
    private final RecordingCall<Void, AppendEntriesReplyProto> answered = new RecordingCall<>();
    private final ServerCall<Void, AppendEntriesReplyProto> call =
            new RatisPort.DurableAnswers<>(answered, flushedIndex::get);

    @Test
    void acknowledgesWhatIsOnDisk() {
        call.sendMessage(reply(AppendResult.SUCCESS, 5));
        flushedIndex.set(6);
        call.sendMessage(reply(AppendResult.SUCCESS, 6));

        assertThat(answered.sent)
                .extracting(AppendEntriesReplyProto::getMatchIndex)
                .containsExactly(5L, 6L);
        assertThat(answered.closed).isEmpty();
    }

    @Test
    void breaksOffInsteadOfAcknowledgingWhatIsNot() {
        call.sendMessage(reply(AppendResult.SUCCESS, 6));
        call.sendMessage(reply(AppendResult.SUCCESS, 5));
        call.close(Status.OK, new Metadata());

        assertThat(answered.sent).isEmpty();
        assertThat(answered.closed).extracting(Status::getCode).containsExactly(Status.Code.UNAVAILABLE);
    }

    @Test
    void letsRefusalsPass() {
        call.sendMessage(reply(AppendResult.INCONSISTENCY, 6));

        assertThat(answered.sent).hasSize(1);
    }

    private static AppendEntriesReplyProto reply(AppendResult result, long matchIndex) {
        return AppendEntriesReplyProto.newBuilder()
                .setResult(result)
                .setMatchIndex(matchIndex)
                .build();
    }
}
