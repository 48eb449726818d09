package dev.quorumgate.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quorumgate.FreePorts;
import dev.quorumgate.cluster.Member;
import dev.quorumgate.cluster.Members;
import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.cluster.ReplicationFigures;
import dev.quorumgate.groups.Batch;
import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.Group;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.Outcome;
import dev.quorumgate.groups.RandomLog;
import dev.quorumgate.groups.StoreFullException;
import dev.quorumgate.groups.TestPushes;
import dev.quorumgate.groups.Views;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.proto.log.LogEntry;
import dev.quorumgate.store.CorruptStoreException;
import dev.quorumgate.store.StoreLoader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: one member alone keeps every promise but availability. Method: real Ratis, real RocksDB, in this process. */
class RaftNodeTest {
    private static final UUID CLUSTER = UUID.randomUUID();
    private static final long TIMEOUT_SECONDS = 30;

    @TempDir
    Path storage;

    private final List<String> faults = new CopyOnWriteArrayList<>();
    private volatile Optional<String> noSpace = Optional.empty();
    private RaftNode node;
    private Instant now = Instant.ofEpochSecond(1_000_000);

    @BeforeEach
    void start() throws Exception {
        node = started(20_000);
        read();
    }

    @AfterEach
    void close() throws IOException {
        node.close();
    }

    @Test
    void showsWhatWasAcceptedToTheNextRead() throws Exception {
        Outcome outcome = append(
                TestPushes.put(TestPushes.key("a"), TestPushes.family("m", MetricType.GAUGE, TestPushes.metric(1))));

        assertThat(outcome).isEqualTo(Outcome.ACCEPTED);
        assertThat(read().family(TestPushes.key("a"), "m")).isPresent();
        assertThat(status().role()).isEqualTo(NodeStatus.Role.LEADER);
        assertThat(node.confirmsLeadership().get(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                .isTrue();
    }

    @Test
    void tellsItsMembersByTheLogAndNotByItsSettings() throws Exception {
        List<NodeStatus.Address> founded = status().members();

        restart(20_000); // on another port

        assertThat(founded).hasSize(1);
        assertThat(status().members()).isEqualTo(founded);
    }

    @Test
    void tellsWhatReplicationHasDone() throws Exception {
        restart(20);
        fill(4);
        await().until(() -> status().snapshotIndex() > 0);
        await().until(() -> node.figures().orElseThrow().storeBytes() > 0);

        ReplicationFigures figures = node.figures().orElseThrow();

        assertThat(figures.elections()).isEqualTo(1);
        assertThat(figures.followers()).isEmpty();
        assertThat(figures.commits()).isPositive();
        assertThat(figures.commitTime()).isPositive();
        assertThat(figures.logSyncs()).isPositive();
        assertThat(figures.logSyncMedian()).isPositive();
        assertThat(figures.logSyncP99()).isGreaterThanOrEqualTo(figures.logSyncMedian());
        assertThat(figures.snapshotMillis()).isPresent();
    }

    @Test
    void stampsEntriesWithItsClockAndNeverGoesBack() throws Exception {
        append(TestPushes.put(TestPushes.key("a")));
        now = now.minusSeconds(500);
        append(TestPushes.put(TestPushes.key("b")));

        assertThat(read().byKey().get(TestPushes.key("a")))
                .extracting(Group::pushTimeNanos)
                .isEqualTo(1_000_000_000_000_000L);
        assertThat(read().byKey().get(TestPushes.key("b")))
                .extracting(Group::pushTimeNanos)
                .isEqualTo(1_000_000_000_000_000L);
    }

    @Test
    void hasTheSameStateAfterARestartFromTheLog() throws Exception {
        fill(1);
        List<String> before = Views.dump(read());

        node.close();
        deleteSnapshots();
        node = started(20_000);

        assertThat(Views.dump(read()).subList(1, before.size())).isEqualTo(before.subList(1, before.size()));
    }

    @Test
    void hasTheSameStateAfterARestartFromASnapshotAndTheLogBehindIt() throws Exception {
        restart(20);
        fill(2);
        await().until(() -> status().snapshotIndex() > 0);
        fill(3);
        List<String> before = Views.dump(read());

        restart(20);

        assertThat(Views.dump(read()).subList(1, before.size())).isEqualTo(before.subList(1, before.size()));
    }

    @Test
    void appliesABatchThatIsSentAgainOnce() throws Exception {
        byte[] entry =
                CommandCodec.encode(List.of(CommandCodec.encode(TestPushes.failure(TestPushes.key("a"), "first"))));
        Proposal proposal = new Proposal(uuid(), 1, entry);
        node.propose(proposal).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        long sequence = read().position().sequence();

        ProposeResult again = node.propose(proposal).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);

        assertThat(again).isInstanceOf(ProposeResult.Applied.class);
        assertThat(read().position().sequence()).isEqualTo(sequence);
    }

    @Test
    void stopsWithAReasonAtAnEntryThatItCannotRead() throws Exception {
        append(TestPushes.put(TestPushes.key("a")));
        byte[] fromTheFuture =
                LogEntry.newBuilder().setFormatVersion(99).build().toByteArray();

        CompletableFuture<ProposeResult> proposed = node.proposeHere(new Proposal(uuid(), 1, fromTheFuture));

        await().until(() -> !faults.isEmpty());
        assertThat(faults.get(0))
                .startsWith("CANNOT_APPLY cannot apply log entry ")
                .contains("has format 99, this node reads up to 3; upgrade it, its data is intact");
        await().until(() -> status().role() == NodeStatus.Role.NONE);
        assertThat(proposed)
                .satisfies(result -> assertThat(result.isDone() && result.join() instanceof ProposeResult.Applied)
                        .isFalse());
    }

    @Test
    void storesNothingWhileThereIsNoRoomAndDeletesAllTheSame() throws Exception {
        append(TestPushes.put(TestPushes.key("a")));
        noSpace = Optional.of("the disk of n1 is nearly full");

        CompletableFuture<Outcome> push = node.commandLog().append(TestPushes.put(TestPushes.key("b")));
        CompletableFuture<Outcome> failure =
                node.commandLog().append(TestPushes.failure(TestPushes.key("a"), "malformed"));
        CompletableFuture<Outcome> delete = node.commandLog().append(new Command.Delete(TestPushes.key("a")));

        assertThat(push)
                .failsWithin(Duration.ofSeconds(TIMEOUT_SECONDS))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(StoreFullException.class)
                .withMessage("the disk of n1 is nearly full");
        assertThat(failure).failsWithin(Duration.ofSeconds(TIMEOUT_SECONDS));
        assertThat(delete).succeedsWithin(Duration.ofSeconds(TIMEOUT_SECONDS)).isInstanceOf(Outcome.Accepted.class);
        assertThat(read().byKey()).isEmpty();

        noSpace = Optional.empty();

        assertThat(append(TestPushes.put(TestPushes.key("b")))).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void refusesAnEntryOfAnotherNodeThatItCannotRead() throws Exception {
        byte[] fromTheFuture =
                LogEntry.newBuilder().setFormatVersion(99).build().toByteArray();

        ProposeResult result =
                node.propose(new Proposal(uuid(), 1, fromTheFuture)).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);

        assertThat(result)
                .isInstanceOfSatisfying(
                        ProposeResult.Unreadable.class,
                        unreadable -> assertThat(unreadable.reason())
                                .startsWith(
                                        "node n1, which leads, cannot read it: it has format 99, this node reads up to")
                                .endsWith("; upgrade it, its data is intact"));
        assertThat(append(TestPushes.put(TestPushes.key("a")))).isEqualTo(Outcome.ACCEPTED);
    }

    @Test
    void refusesAnEntryThatIsTooLargeAndGoesOn() throws Exception {
        byte[] large = CommandCodec.encode(
                List.of(CommandCodec.encode(TestPushes.failure(TestPushes.key("a"), "x".repeat(4 << 20)))));

        ProposeResult result = node.propose(new Proposal(uuid(), 1, large)).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);

        assertThat(result)
                .isInstanceOfSatisfying(
                        ProposeResult.NotAppended.class,
                        notAppended -> assertThat(notAppended.reason()).contains("too large for the log"));
        assertThat(append(TestPushes.put(TestPushes.key("a")))).isEqualTo(Outcome.ACCEPTED);
        assertThat(status().term()).isEqualTo(1);
    }

    @Test
    void keepsAPinnedSnapshotWhileOthersTakeItsPlace() throws Exception {
        restart(20);
        fill(2);
        Groups pinnedView = read();
        try (PinnedSnapshot pinned = node.pinSnapshot(Duration.ofSeconds(TIMEOUT_SECONDS), false)) {
            fill(3);
            fill(4);
            assertThat(status().snapshotIndex())
                    .isGreaterThan(pinned.about().position().appliedIndex());

            assertThat(pinned.about().position()).isEqualTo(pinnedView.position());
            assertThat(pinned.groups()).isEqualTo(pinnedView.byKey().size());
            assertThat(pinned.series()).isEqualTo(pinnedView.seriesCount());
            Groups read =
                    StoreLoader.load("it", CLUSTER.toString(), pinned.records()).groups();
            assertThat(Views.dump(read)).isEqualTo(Views.dump(pinnedView));
        }
        assertThat(storage.resolve("pins")).isEmptyDirectory();
    }

    @Test
    void saysThatThereIsNothingToPinYet() {
        assertThatThrownBy(() -> node.pinSnapshot(Duration.ofSeconds(TIMEOUT_SECONDS), false))
                .hasMessageContaining("nothing has been stored in this cluster yet");
    }

    @Test
    void namesTheSnapshotThatIsDamaged() throws Exception {
        fill(2);
        node.takeSnapshot(Duration.ofSeconds(TIMEOUT_SECONDS)).get();
        Path table = LiveFiles.under(storage.resolve("raft")).keySet().stream()
                .filter(each -> each.toString().matches(".*/snapshot\\.[^/]*/[^/]*\\.sst"))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        byte[] bytes = Files.readAllBytes(table);
        bytes[bytes.length / 2] ^= 1;
        Files.delete(table); // the open store has it as well
        Files.write(table, bytes);

        assertThatThrownBy(() -> {
                    try (PinnedSnapshot pinned = node.pinSnapshot(Duration.ofSeconds(TIMEOUT_SECONDS), false)) {
                        StoreLoader.load("it", CLUSTER.toString(), pinned.records());
                    }
                })
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageStartingWith("the store in '" + table.getParent() + "'");
    }

    @Test
    void forgetsAPinOfAProcessThatIsNoMore() throws Exception {
        append(TestPushes.put(TestPushes.key("a")));
        try (PinnedSnapshot left = node.pinSnapshot(Duration.ofSeconds(TIMEOUT_SECONDS), false)) {
            assertThat(storage.resolve("pins")).isNotEmptyDirectory();

            restart(20_000);

            assertThat(storage.resolve("pins")).doesNotExist();
            assertThat(left.groups()).isEqualTo(1);
        }
    }

    @Test
    void deletesOldLogByItsSizeHoweverFewEntriesItHas() throws Exception {
        node.close();
        node = started(20_000, 1 << 20);
        for (int i = 0; i < 40; i++) {
            append(TestPushes.put(
                    TestPushes.key("a"), TestPushes.described("m", "x".repeat(200_000) + i, TestPushes.metric(i))));
        }

        await().untilAsserted(() -> assertThat(logBytes()).isLessThan(3 << 20));
    }

    @Test
    void aSnapshotThatFailedDoesNotHoldUpTheNext() throws Exception {
        append(TestPushes.put(TestPushes.key("a")));
        Path snapshots = storage.resolve("raft").resolve(CLUSTER.toString()).resolve("sm");
        Path elsewhere = storage.resolve("elsewhere");
        Files.move(snapshots, elsewhere);

        assertThat(node.takeSnapshot(Duration.ofSeconds(TIMEOUT_SECONDS)))
                .failsWithin(Duration.ofSeconds(TIMEOUT_SECONDS))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(IOException.class)
                .withMessageContaining(snapshots.toString());

        Files.move(elsewhere, snapshots);
        assertThat(node.takeSnapshot(Duration.ofSeconds(TIMEOUT_SECONDS)))
                .succeedsWithin(Duration.ofSeconds(TIMEOUT_SECONDS))
                .isEqualTo(status().appliedIndex());
    }

    private long logBytes() throws IOException {
        return LiveFiles.under(storage.resolve("raft")).entrySet().stream()
                .filter(file -> file.getKey().getFileName().toString().startsWith("log_"))
                .mapToLong(file -> file.getValue().size())
                .sum();
    }

    private void restart(long snapshotEntries) throws IOException {
        node.close();
        node = started(snapshotEntries);
    }

    private RaftNode started(long snapshotEntries) throws IOException {
        return started(snapshotEntries, 64 << 20);
    }

    private RaftNode started(long snapshotEntries, long snapshotLogBytes) throws IOException {
        int port = FreePorts.take();
        Member self = new Member("n1", "127.0.0.1", port, 1);
        RaftSettings settings = new RaftSettings(
                self.asFounder(),
                Optional.of(new Members(List.of(self))),
                RaftSettings.Standing.MEMBER,
                "127.0.0.1",
                port,
                Optional.empty(),
                storage,
                1 << 20,
                Duration.ofSeconds(15),
                Duration.ofSeconds(15),
                Duration.ofMillis(500),
                snapshotEntries,
                snapshotLogBytes);
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        RaftNode started = new RaftNode(
                settings,
                new NoPeers(),
                clock,
                (fault, detail) -> faults.add(fault + " " + detail),
                () -> noSpace,
                () -> "starting");
        started.start(CLUSTER);
        return started;
    }

    private void fill(int seed) throws Exception {
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        for (Batch batch : new RandomLog(seed, 20).batches(60)) {
            for (Command command : batch.commands()) {
                // One by one, so that each is an entry of its own.
                outcomes.add(node.commandLog().append(command));
                outcomes.get(outcomes.size() - 1).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private Outcome append(Command command) throws Exception {
        return node.commandLog().append(command).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private NodeStatus status() {
        return node.status().orElseThrow();
    }

    private Groups read() throws Exception {
        return node.linearizable().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    /** A stop takes a snapshot; without it, everything has to come from the log, as after a crash. */
    private void deleteSnapshots() throws IOException {
        try (Stream<Path> files = Files.walk(storage.resolve("raft"))) {
            for (Path file : files.filter(path -> path.toString().contains("/snapshot."))
                    .sorted((a, b) -> b.compareTo(a))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    private static byte[] uuid() {
        UUID uuid = UUID.randomUUID();
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }
}
