package dev.quorumgate.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.quorumgate.groups.Batch;
import dev.quorumgate.groups.Outcome;
import dev.quorumgate.groups.RandomLog;
import dev.quorumgate.proto.log.Command;
import dev.quorumgate.proto.log.Family;
import dev.quorumgate.proto.log.LogEntry;
import dev.quorumgate.proto.log.Push;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandCodecTest {
    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void readsWhatItWroteWithTheTimeThatTheLeaderAdded(int seed) throws IOException {
        for (Batch batch : new RandomLog(seed, 30).batches(20)) {
            ByteArrayOutputStream entry = new ByteArrayOutputStream();
            entry.write(CommandCodec.encode(
                    batch.commands().stream().map(CommandCodec::encode).toList()));
            entry.write(CommandCodec.encodeTime(batch.proposedAtNanos()));

            assertThat(CommandCodec.decode(batch.index(), ByteBuffer.wrap(entry.toByteArray())))
                    .isEqualTo(batch);
        }
    }

    @Test
    void carriesOutcomes() throws IOException {
        List<Outcome> outcomes = List.of(
                Outcome.ACCEPTED,
                new Outcome.Rejected(Outcome.Cause.LIMIT, "because", 3),
                new Outcome.Rejected(Outcome.Cause.INCONSISTENT, "", 0));
        ByteString encoded = ByteString.copyFrom(OutcomeCodec.encode(outcomes));

        assertThat(OutcomeCodec.decode(encoded, 3)).isEqualTo(outcomes);
        assertThatThrownBy(() -> OutcomeCodec.decode(encoded, 2)).hasMessage("3 outcomes for 2 commands");
    }

    @Test
    void findsWhatNoNodeCouldApply() {
        byte[] newer = LogEntry.newBuilder().setFormatVersion(3).build().toByteArray();
        byte[] damaged = LogEntry.newBuilder()
                .setFormatVersion(1)
                .addCommands(Command.newBuilder()
                        .setPush(Push.newBuilder()
                                .setScope(Push.Scope.GROUP)
                                .addFamilies(Family.newBuilder()
                                        .setName("m")
                                        .setType(1)
                                        // a metric that says it has 2^32 - 1 bytes
                                        .setMetrics(ByteString.copyFrom(new byte[] {34, -1, -1, -1, -1, 15})))))
                .build()
                .toByteArray();

        assertThatThrownBy(() -> CommandCodec.check(newer)).hasMessageContaining("has format 3");
        assertThatThrownBy(() -> CommandCodec.check(new byte[] {1, 2, 3})).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> CommandCodec.check(damaged)).hasMessageContaining("a metric of -1 bytes");
    }

    @Test
    void refusesEntriesOfANewerFormat() {
        byte[] entry = LogEntry.newBuilder().setFormatVersion(3).build().toByteArray();

        assertThatThrownBy(() -> CommandCodec.decode(4711, ByteBuffer.wrap(entry)))
                .hasMessage("log entry 4711 has format 3, this node reads up to 2; upgrade it, its data is intact");
    }

    @Test
    void refusesCommandsThatItDoesNotKnow() {
        byte[] entry = LogEntry.newBuilder()
                .setFormatVersion(1)
                .addCommands(Command.getDefaultInstance())
                .build()
                .toByteArray();

        assertThatThrownBy(() -> CommandCodec.decode(7, ByteBuffer.wrap(entry)))
                .hasMessageContaining("log entry 7 holds a command that this node does not know; upgrade it");
    }

    @Test
    void saysWhichEntryIsDamaged() {
        assertThatThrownBy(() -> CommandCodec.decode(8, ByteBuffer.wrap(new byte[] {18, 100, 1})))
                .hasMessageContaining("log entry 8 is damaged");
    }
}
