package dev.quorumgate.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorumgate.backup.BackupManifest;
import dev.quorumgate.backup.DamagedBackupException;
import dev.quorumgate.cluster.DataFolder;
import dev.quorumgate.cluster.Member;
import dev.quorumgate.cluster.Members;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.Views;
import dev.quorumgate.store.CorruptStoreException;
import dev.quorumgate.store.GroupStore;
import dev.quorumgate.store.LiveCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a folder made of a backup holds what the backup holds, for another cluster; a backup that is not what it says makes no
 * folder. Method: real files; that Ratis takes such folders is shown by {@code FreshFolderTest}.
 */
class RestoreTest {
    private static final Member N1 = new Member("n1", "127.0.0.1", 9191, 9192);
    private static final Member N2 = new Member("n2", "127.0.0.1", 9291, 9292);
    private static final Members BOTH = new Members(List.of(N1, N2));

    @TempDir
    Path folder;

    private Path file;
    private Path storage;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("a.qgb");
        storage = folder.resolve("data");
        Backups.write(3, file);
    }

    @Test
    void verifiesABackup() throws IOException {
        BackupFile.Facts facts = BackupFile.verify(file);

        assertThat(facts).isEqualTo(BackupFile.inspect(file));
        assertThat(facts.bytes()).isEqualTo(Files.size(file));
        assertThat(facts.manifest().groups())
                .isEqualTo(Backups.stored(3).byKey().size());
    }

    @Test
    void holdsWhatTheBackupHolds() throws IOException {
        Restore restore = Restore.alone(file, storage, N1);
        restore.run();

        Groups stored = Backups.stored(3);
        Path snapshot = storage.resolve("raft")
                .resolve(restore.clusterId().toString())
                .resolve("sm/snapshot." + Backups.TERM + "_" + stored.position().appliedIndex());
        Path copy = folder.resolve("copy");
        LiveCopy.make(Optional.of(snapshot), copy);
        try (GroupStore store = GroupStore.open(copy, restore.clusterId().toString())) {
            GroupStore.Content content = store.load();
            assertThat(Views.dump(content.groups())).isEqualTo(Views.dump(stored));
            assertThat(content.appliedTerm()).isEqualTo(Backups.TERM);
        }
        try (Stream<Path> all = Files.list(storage)) {
            assertThat(all.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder("identity", "lock", "raft");
        }
    }

    @Test
    void belongsToTheSameNewClusterOnEachMachine() throws IOException {
        Restore first = Restore.among(file, storage, "n1", BOTH);
        Restore second = Restore.among(file, folder.resolve("other"), "n2", BOTH);

        assertThat(first.clusterId()).isEqualTo(second.clusterId());
        assertThat(first.clusterId().toString()).isNotEqualTo(Backups.CLUSTER);
        assertThat(first.clusterId()).isNotEqualTo(BOTH.foundedClusterId());
        assertThat(first.clusterId())
                .isNotEqualTo(Restore.among(file, storage, "n1", new Members(List.of(N1)))
                        .clusterId());
        Path other = folder.resolve("b.qgb");
        Backups.write(4, other);
        assertThat(first.clusterId())
                .isNotEqualTo(Restore.among(other, storage, "n1", BOTH).clusterId());
    }

    @Test
    void marksEachFolderAsOneThatNobodyHasVotedWith() throws IOException {
        Restore first = Restore.among(file, storage, "n1", BOTH);
        first.run();
        Restore again = Restore.among(file, folder.resolve("again"), "n1", BOTH);
        again.run();

        DataFolder.Identity identity = identity(storage);
        assertThat(identity.founded()).isFalse();
        assertThat(identity.clusterId()).isEqualTo(first.clusterId().toString());
        assertThat(identity.initialMembers()).isEqualTo(BOTH.canonical());
        assertThat(identity(folder.resolve("again")).incarnation()).isNotEqualTo(identity.incarnation());
    }

    @Test
    void overwritesNothing() throws IOException {
        Restore.among(file, storage, "n1", BOTH).run();
        DataFolder.Identity before = identity(storage);

        assertThatThrownBy(() -> Restore.among(file, storage, "n2", BOTH).run())
                .isInstanceOf(RefusedForSafetyException.class)
                .hasMessageContaining("'" + storage + "' is not empty, it has identity, raft;");
        assertThat(identity(storage)).isEqualTo(before);
    }

    /** File systems put a folder into their root that is not for everybody to read. */
    @Test
    void leavesAloneWhatWasInTheRootOfAVolume() throws IOException {
        Path found = Files.createDirectories(storage.resolve("lost+found"));
        Files.createSymbolicLink(found.resolve("unreadable"), Path.of("nowhere"));

        Restore.alone(file, storage, N1).run();

        assertThat(identity(storage).node()).isEqualTo("n1");
        assertThat(found).isNotEmptyDirectory();
    }

    @Test
    void leavesNothingBehindWhenItFails() throws IOException {
        Restore restore = Restore.among(file, storage, "n1", BOTH);
        Files.delete(file);

        assertThatThrownBy(restore::run).isInstanceOf(IOException.class);

        try (Stream<Path> all = Files.list(storage)) {
            assertThat(all.map(each -> each.getFileName().toString())).containsExactly("lock");
        }
        Backups.write(3, file);
        restore.run();
        assertThat(identity(storage).node()).isEqualTo("n1");
    }

    @Test
    void refusesABackupThatIsDamaged() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> Restore.among(file, storage, "n1", BOTH)).isInstanceOf(DamagedBackupException.class);
        assertThat(storage).doesNotExist();
    }

    @Test
    void refusesABackupWhoseRecordsAreNotWhatItSays() throws IOException {
        BackupManifest honest = BackupFile.inspect(file).manifest();
        Backups.write(
                3,
                file,
                new BackupManifest(
                        honest.clusterId(),
                        "n1",
                        honest.position(),
                        honest.groups() + 1,
                        honest.series(),
                        Instant.EPOCH,
                        "test",
                        1,
                        List.of()));

        assertThat(BackupFile.inspect(file).manifest().groups()).isEqualTo(honest.groups() + 1);
        assertThatThrownBy(() -> BackupFile.verify(file))
                .isInstanceOf(CorruptStoreException.class)
                .hasMessageContaining("says that its number of groups is " + (honest.groups() + 1));
    }

    private static DataFolder.Identity identity(Path storage) throws IOException {
        try (DataFolder opened = DataFolder.open(storage)) {
            return opened.identity().orElseThrow();
        }
    }
}
