package dev.quorumgate.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.quorumgate.groups.Batch;
import dev.quorumgate.groups.Group;
import dev.quorumgate.groups.GroupSelector;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.Hint;
import dev.quorumgate.groups.Outcome;
import dev.quorumgate.groups.PushLimits;
import dev.quorumgate.groups.PushRules;
import dev.quorumgate.groups.RandomLog;
import dev.quorumgate.groups.StoreLimits;
import dev.quorumgate.groups.TestPushes;
import dev.quorumgate.groups.Transition;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.proto.log.Command;
import dev.quorumgate.proto.log.Family;
import dev.quorumgate.proto.log.LogEntry;
import dev.quorumgate.proto.log.Push;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
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

    /** A push, a failure and a deletion, as the version before limits wrote them. */
    private static final String ENTRY_OF_FORMAT_1 =
            "080112720a700a160a080a036a6f621201610a0a0a047a6f6e651202657512460a016d10"
                    + "011a0468656c702a3922370a0c0a08696e7374616e636512000a080a036a6f621201610a"
                    + "060a01781201310a0a0a047a6f6e6512026575120909000000000000f03f180120012a0a"
                    + "31302e302e302e313a35122f122d0a160a080a036a6f621201610a0a0a047a6f6e651202"
                    + "65751207626563617573651a0a31302e302e302e323a36120e1a0c0a0a0a080a036a6f62"
                    + "1201627900002a36fe9c9717";

    @Test
    void readsEntriesOfTheFirstFormatWithTheirOldMeaning() throws IOException {
        byte[] entry = HexFormat.of().parseHex(ENTRY_OF_FORMAT_1);

        Transition step = Groups.EMPTY.apply(CommandCodec.decode(5, ByteBuffer.wrap(entry)));

        // The hash that the version before had after it.
        assertThat(step.next().position())
                .isEqualTo(new Groups.Position(5, 3, 1_700_000_000_000_000_000L, -6111616244661958936L));
        Group group = Objects.requireNonNull(step.next().byKey().get(TestPushes.key("a", "zone", "eu")));
        assertThat(group.failure().reason()).isEqualTo("because");
        assertThat(step.next().byKey().size()).isEqualTo(1);
    }

    @Test
    void saysTheFirstFormatWhileNothingElseIsUsed() throws IOException {
        StoreLimits limits = new StoreLimits(5, StoreLimits.NONE);
        GroupingKey key = TestPushes.key("a");
        dev.quorumgate.groups.Command limited = TestPushes.command(
                key,
                dev.quorumgate.groups.Command.Scope.GROUP,
                new PushRules(true, PushLimits.UNLIMITED, limits),
                "test");

        assertThat(formatOf(TestPushes.put(key))).isEqualTo(1);
        assertThat(formatOf(TestPushes.failure(key, "because"))).isEqualTo(1);
        assertThat(formatOf(new dev.quorumgate.groups.Command.Delete(key))).isEqualTo(1);
        assertThat(formatOf(limited)).isEqualTo(2);
        assertThat(formatOf(new dev.quorumgate.groups.Command.RecordFailure(key, "", limits, "")))
                .isEqualTo(2);
        assertThat(formatOf(new dev.quorumgate.groups.Command.Wipe())).isEqualTo(2);
        assertThat(formatOf(new dev.quorumgate.groups.Command.PushGroups(List.of())))
                .isEqualTo(2);
        assertThat(formatOf(new dev.quorumgate.groups.Command.DeleteMatching(
                        GroupSelector.ALL,
                        OptionalLong.empty(),
                        dev.quorumgate.groups.Command.DeleteMatching.UNLIMITED_STEPS)))
                .isEqualTo(2);
        assertThat(formatOf(
                        new dev.quorumgate.groups.Command.DeleteMatching(GroupSelector.ALL, OptionalLong.empty(), 0)))
                .isEqualTo(3);
    }

    private static int formatOf(dev.quorumgate.groups.Command command) throws IOException {
        return LogEntry.parseFrom(CommandCodec.encode(List.of(CommandCodec.encode(command))))
                .getFormatVersion();
    }

    @Test
    void carriesOutcomes() throws IOException {
        List<Outcome> outcomes = List.of(
                new Outcome.UnexpectedCount(7),
                new Outcome.UnexpectedCount(0),
                new Outcome.Accepted(9, Optional.empty()),
                new Outcome.Accepted(0, Optional.of(new Hint.NoSuchGroup(0))),
                new Outcome.Accepted(0, Optional.of(new Hint.AlternatingSources("10.0.0.1"))),
                Outcome.ACCEPTED,
                new Outcome.Rejected(Outcome.Cause.LIMIT, "because", 3),
                new Outcome.Rejected(Outcome.Cause.INCONSISTENT, "", 0));
        ByteString encoded = ByteString.copyFrom(OutcomeCodec.encode(outcomes));

        assertThat(OutcomeCodec.decode(encoded, 8)).isEqualTo(outcomes);
        assertThatThrownBy(() -> OutcomeCodec.decode(encoded, 2)).hasMessage("8 outcomes for 2 commands");
    }

    @Test
    void findsWhatNoNodeCouldApply() {
        byte[] newer = LogEntry.newBuilder().setFormatVersion(4).build().toByteArray();
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

        assertThatThrownBy(() -> CommandCodec.check(newer)).hasMessageContaining("has format 4");
        assertThatThrownBy(() -> CommandCodec.check(new byte[] {1, 2, 3})).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> CommandCodec.check(damaged)).hasMessageContaining("a metric of -1 bytes");
    }

    @Test
    void refusesEntriesOfANewerFormat() {
        byte[] entry = LogEntry.newBuilder().setFormatVersion(4).build().toByteArray();

        assertThatThrownBy(() -> CommandCodec.decode(4711, ByteBuffer.wrap(entry)))
                .hasMessage("log entry 4711 has format 4, this node reads up to 3; upgrade it, its data is intact");
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
