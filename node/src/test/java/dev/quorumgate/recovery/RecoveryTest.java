package dev.quorumgate.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.quorumgate.backup.DamagedBackupException;
import dev.quorumgate.cli.Cli;
import dev.quorumgate.cluster.DataFolder;
import dev.quorumgate.cluster.LogPlace;
import dev.quorumgate.cluster.Member;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.Views;
import dev.quorumgate.raft.TestNode;
import dev.quorumgate.store.CorruptStoreException;
import dev.quorumgate.store.LiveCopy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a folder of a dead node is read to its last entry, and what the plan says is what the new folder holds. Method: real
 * Ratis writes the folder; what is on disk is copied while it runs, as a crash leaves it.
 */
class RecoveryTest {
    private static final UUID CLUSTER = UUID.randomUUID();
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static final Member MEMBER = new Member("n1", "127.0.0.1", 1, 2);
    private static final String LIST = "n1=127.0.0.1:1:2,n2=127.0.0.1:3:4";

    @TempDir
    Path folder;

    private Path data;
    private Groups last = Groups.EMPTY;

    @BeforeEach
    void leaveAFolder() throws Exception {
        data = folder.resolve("data");
        try (TestNode node = TestNode.start(folder.resolve("running"), CLUSTER, 20)) {
            node.fill(1, 40);
            await().until(() -> node.snapshotIndex() > 20);
            node.fill(2, 5);
            last = node.read();
            node.copyTo(data);
        }
        mark(data, CLUSTER.toString());
    }

    @Test
    void plansWithAllThatIsThere() throws Exception {
        RecoveryPlan plan = plan();

        assertThat(plan.last().index()).isEqualTo(last.position().appliedIndex());
        assertThat(plan.best().contents()).isEqualTo(Survey.Contents.of(last));
        assertThat(plan.best().damage()).isEmpty();
        assertThat(plan.best().snapshotIndex().orElseThrow())
                .isPositive()
                .isLessThan(plan.last().index());
        assertThat(plan.best().term()).hasValue(plan.last().term());
        assertThat(plan.configuration().voters())
                .singleElement()
                .satisfies(voter -> assertThat(voter.name()).isEqualTo("n1"));
        assertThat(plan.isMajorityHere()).isTrue();
    }

    @Test
    void changesNothingForAPlan() throws Exception {
        Map<String, Long> before = files(data.resolve("raft"));

        plan();

        assertThat(files(data.resolve("raft"))).isEqualTo(before);
    }

    @Test
    void doesWhatThePlanSays() throws Exception {
        Map<String, Long> before = files(data.resolve("raft"));
        Recovery.Done done = recover();

        assertThat(done.copy()).isEqualTo(folder.resolve("data.before-recovery-20260102T030405Z"));
        assertThat(files(done.copy().resolve("raft"))).isEqualTo(before);
        BackupFile.Facts facts = BackupFile.verify(folder.resolve("data.recovered.qgb"));
        assertThat(facts.hash()).isEqualTo(last.position().comparableHash());
        assertThat(facts.manifest().position().index())
                .isEqualTo(last.position().appliedIndex());
        assertThat(done.restore().clusterId()).isNotEqualTo(CLUSTER);
        try (TestNode again = TestNode.start(data, done.restore().clusterId(), 20_000)) {
            assertThat(withoutIndex(again.read())).isEqualTo(withoutIndex(last));
            again.fill(3, 3);
        }
    }

    @Test
    void isNotDoneTwice() throws Exception {
        recover();
        Map<String, Long> recovered = files(data.resolve("raft"));

        assertThatThrownBy(this::recover)
                .isInstanceOf(RefusedForSafetyException.class)
                .hasMessageContaining("was recovered before: there is '" + folder.resolve("data.before-recovery-"));
        assertThat(files(data.resolve("raft"))).isEqualTo(recovered);
    }

    @Test
    void leavesTheFolderWhereItIsWhenItFails() throws Exception {
        Map<String, Long> before = files(data.resolve("raft"));

        assertThatThrownBy(() -> recover(file -> Files.writeString(file, "no backup any more")))
                .isInstanceOf(DamagedBackupException.class);

        assertThat(files(data.resolve("raft"))).isEqualTo(before);
        assertThat(beside()).containsExactly("data", "running");
        assertThat(recover().copy()).isDirectory();
    }

    @Test
    void goesOnWhereOneThatWasKilledHadLeftItsFiles() throws Exception {
        Files.writeString(folder.resolve("data.recovered.qgb.part"), "half");
        Files.writeString(folder.resolve("data.recovered.qgb"), "of another time");
        Files.createDirectories(folder.resolve("data.recovering/raft/half"));

        Recovery.Done done = recover();

        assertThat(BackupFile.verify(done.file()).hash())
                .isEqualTo(last.position().comparableHash());
        assertThat(beside())
                .containsExactly("data", "data.before-recovery-20260102T030405Z", "data.recovered.qgb", "running");
    }

    @Test
    void tellsWhereTheFolderIsThatOneMovedAsideAndThenWasKilled() throws Exception {
        Path copy = recover().copy();
        LiveCopy.delete(data);

        assertThatThrownBy(this::plan)
                .hasMessage(
                        "there is no data folder '" + data + "', but '" + copy + "': a recovery was broken off when it"
                                + " had moved the folder aside. Put it back (mv " + copy + " " + data
                                + "), and recover it again");
    }

    @Test
    void movesWhatALinkLeadsTo() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), data);

        try (Survivors survivors = Survivors.take(List.of(link))) {
            new Recovery(survivors.plan(), "test", NOW).apply((file, storage) -> Restore.alone(file, storage, MEMBER));
        }

        assertThat(link).isSymbolicLink();
        assertThat(folder.resolve("data.before-recovery-20260102T030405Z")).isDirectory();
        assertThat(link.resolve("identity")).exists();
    }

    /** Found before anything is written, not when the folder is to be moved. */
    @Test
    void refusesTheRootOfADisk() throws Exception {
        Path root = Path.of("/dev/shm");
        assumeTrue(Files.isDirectory(root));

        assertThatThrownBy(() -> new FolderExchange(root, NOW).requirePossible())
                .isInstanceOf(RefusedForSafetyException.class)
                .hasMessageStartingWith("'/dev/shm' cannot be moved aside: it is the root of a disk. Copy it");
    }

    @Test
    void doesNotCountAFolderThatItsNodeHasNeverTakenPartWith() throws Exception {
        try (DataFolder opened = DataFolder.open(data)) {
            opened.mark(DataFolder.Identity.fresh("n1", CLUSTER.toString(), "i2", ""));
        }

        RecoveryPlan plan = plan();

        assertThat(plan.isMajorityHere()).isFalse();
        assertThat(plan.best().damage()).singleElement().asString().contains("has never taken part with this folder");
    }

    @Test
    void doesNotCountAFolderThatForgotItsVote() throws Exception {
        Files.delete(under(data, "/current/raft-meta").get(0));

        RecoveryPlan plan = plan();

        assertThat(plan.isMajorityHere()).isFalse();
        assertThat(plan.best().damage()).singleElement().asString().contains("raft-meta");
    }

    @Test
    void makesNoClusterOfNothing() throws Exception {
        LiveCopy.delete(data.resolve("raft"));
        Files.createDirectories(data.resolve("raft"));

        assertThat(plan().holdsAllAcknowledged()).isFalse();
        assertThatThrownBy(this::recover)
                .isInstanceOf(RefusedForSafetyException.class)
                .hasMessageContaining("there is nothing in '" + data + "' that a cluster could begin with");
        assertThat(beside()).containsExactly("data", "running");
    }

    /** What cannot be read now may be intact; an older snapshot would lose what is in it. */
    @Test
    void makesNoPlanWhenASnapshotCannotBeReadForAnotherReasonThanDamage() throws Exception {
        List<Path> manifests = under(data, "/sm/snapshot\\.\\d+_\\d+/MANIFEST-\\d+");
        Path newest = manifests.get(manifests.size() - 1);
        Files.delete(newest);
        Files.createSymbolicLink(newest, newest); // not for root to read either

        assertThatThrownBy(this::plan)
                .isNotInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("cannot read snapshot '" + newest.getParent() + "'")
                .hasMessageContaining("nobody knows what is in it");
    }

    @Test
    void endsWhereTheLogGoesBackToAnEarlierTerm() throws Exception {
        List<Path> snapshots = under(data, "/sm/snapshot\\.\\d+_\\d+");
        Path newest = snapshots.get(snapshots.size() - 1);
        String index = newest.toString().replaceAll(".*_", "");
        Files.move(newest, newest.resolveSibling("snapshot.99_" + index));

        RecoveryPlan plan = plan();

        assertThat(plan.last()).isEqualTo(new LogPlace(99, Long.parseLong(index)));
        assertThat(plan.best().damage()).singleElement().asString().contains("the one before it of term 99");
    }

    @Test
    void tellsOfAnEntryThatDoesNotEndInItsFile() throws Exception {
        Path open = under(data, "/current/log_inprogress_\\d+").get(0);
        long end = endOfEntries(open);
        try (RandomAccessFile file = new RandomAccessFile(open.toFile(), "rw")) {
            file.setLength(end - 2);
        }

        Replayed cut = replayed();

        assertThat(cut.index).isEqualTo(last.position().appliedIndex() - 1);
        assertThat(cut.damage).singleElement().asString().contains("that does not end in it");
    }

    /** As when the operator took the nodes for broken that only had to be started. */
    @Test
    void isRefusedWhereAMajorityIsHereUnlessTheClusterIsNamed() {
        String folderName = data.toString();
        StringWriter words = new StringWriter();

        assertThat(run(words, "recover", "apply", folderName, "--yes")).isEqualTo(6);
        assertThat(words.toString())
                .contains("a majority of the voters is here: start these nodes again", "--force " + CLUSTER);
        assertThat(run(words, "recover", "apply", folderName, "--yes", "--force", "another"))
                .isEqualTo(2);
        assertThat(run(words, "recover", "apply", folderName, "--node", "n7")).isEqualTo(2);
        assertThat(data.resolveSibling("data.recovered.qgb")).doesNotExist();

        assertThat(run(
                        words,
                        "recover",
                        "apply",
                        folderName,
                        "--yes",
                        "--force",
                        CLUSTER.toString(),
                        "--members",
                        LIST))
                .isZero();
        assertThat(words.toString())
                .contains("n2    quorumgate backup restore FILE --storage.path=DIR --node=n2 --members=" + LIST + "\n");
    }

    private static int run(StringWriter words, String... arguments) {
        PrintWriter out = new PrintWriter(words);
        return Cli.run(List.of(arguments), out, out);
    }

    @Test
    void refusesAFolderThatIsInUse() throws Exception {
        try (DataFolder used = DataFolder.open(data)) {
            assertThatThrownBy(() -> Survivors.take(List.of(used.path())))
                    .isInstanceOf(RefusedForSafetyException.class)
                    .hasMessageContaining(
                            "is in use by process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void fallsBackToAnOlderSnapshotWithTheLogBehindIt() throws Exception {
        List<Path> snapshots = under(data, "/sm/snapshot\\.\\d+_\\d+/\\d+\\.sst");
        flip(snapshots.get(snapshots.size() - 1), 0.5);

        RecoveryPlan plan = plan();

        assertThat(plan.best().damage()).anySatisfy(what -> assertThat(what).contains("cannot be used"));
        assertThat(plan.holdsAllAcknowledged()).isFalse();
        // The log before the newest snapshot may be gone: then the plan ends where that is so, and says it.
        assertThat(plan.last().index()).isLessThanOrEqualTo(last.position().appliedIndex());
        assertThat(plan.last().index() == last.position().appliedIndex()
                        || plan.best().damage().stream().anyMatch(what -> what.contains("missing")))
                .isTrue();
    }

    @Test
    void endsWhereTheLogIsDamaged() throws Exception {
        Path open = under(data, "/current/log_inprogress_\\d+").get(0);
        Replayed intact = replayed();
        long at = endOfEntries(open) - 1;
        try (RandomAccessFile file = new RandomAccessFile(open.toFile(), "rw")) {
            file.seek(at - 5);
            int before = file.read();
            file.seek(at - 5);
            file.write(before ^ 1);
        }

        Replayed damaged = replayed();

        assertThat(damaged.index).isEqualTo(intact.index - 1);
        assertThat(damaged.damage)
                .singleElement()
                .satisfies(what -> assertThat(what).contains("log segment '" + open + "' is damaged at byte "));
    }

    /** The preallocated rest is zero, so the last byte that is not lies in the last entry. */
    private static long endOfEntries(Path segment) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "r")) {
            long at = file.length() - 1;
            for (file.seek(at); file.read() == 0; file.seek(at)) {
                at--;
            }
            return at + 1;
        }
    }

    private record Replayed(long index, List<String> damage) {}

    private Replayed replayed() throws IOException {
        RecoveryPlan plan = plan();
        return new Replayed(plan.last().index(), plan.best().damage());
    }

    private RecoveryPlan plan() throws IOException {
        try (Survivors survivors = Survivors.take(List.of(data))) {
            return survivors.plan();
        }
    }

    private Recovery.Done recover() throws IOException {
        return recover(file -> {});
    }

    private interface Mishap {
        void happenTo(Path file) throws IOException;
    }

    private Recovery.Done recover(Mishap mishap) throws IOException {
        try (Survivors survivors = Survivors.take(List.of(data))) {
            return new Recovery(survivors.plan(), "test", NOW).apply((file, storage) -> {
                Restore restore = Restore.alone(file, storage, MEMBER);
                mishap.happenTo(file);
                return restore;
            });
        }
    }

    /** The names beside the folder, and its own. */
    private List<String> beside() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    private static void mark(Path path, String clusterId) throws IOException {
        try (DataFolder opened = DataFolder.open(path)) {
            opened.mark(DataFolder.Identity.fresh("n1", clusterId, "i1", "").founding());
        }
    }

    private static List<String> withoutIndex(Groups groups) {
        List<String> lines = Views.dump(groups);
        return lines.subList(1, lines.size());
    }

    /** Sizes of all files below a folder. */
    private static Map<String, Long> files(Path path) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                sizes.put(path.relativize(each).toString(), Files.size(each));
            }
        }
        return sizes;
    }

    private static List<Path> under(Path path, String pattern) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            return all.filter(each -> each.toString().matches(".*" + pattern))
                    .sorted()
                    .toList();
        }
    }

    private static void flip(Path file, double place) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) (bytes.length * place)] ^= 1;
        Files.delete(file); // it may be a link
        Files.write(file, bytes);
    }
}
