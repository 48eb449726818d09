package dev.quorumgate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorumgate.groups.Batch;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.RandomLog;
import dev.quorumgate.groups.Transition;
import dev.quorumgate.groups.Views;
import dev.quorumgate.proto.store.MetaRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** Goal: what comes back from the disk is the view that was written, or an error. Method: seeded logs, real RocksDB. */
class GroupStoreTest {
    private static final String CLUSTER = "c1";

    @TempDir
    Path folder;

    /** A member is replaced for damage. */
    @Test
    void takesWhatTheDiskRefusesForNoDamage() throws IOException {
        Path gone = Files.createDirectories(folder.resolve("gone"));

        assertThatThrownBy(() -> ReadOnlyStore.open(gone, folder.resolve("snapshot")))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(CorruptStoreException.class)
                .hasMessageStartingWith("the store in '" + folder.resolve("snapshot") + "' cannot be opened: ");
    }

    static IntStream seeds() {
        return IntStream.range(0, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void loadsTheViewThatACheckpointWasTakenOf(int seed) throws IOException {
        List<Batch> log = new RandomLog(seed, 30).batches(80);
        Groups atCheckpoint = Groups.EMPTY;
        try (GroupStore store = GroupStore.open(folder.resolve("live"), CLUSTER)) {
            Groups groups = Groups.EMPTY;
            for (int i = 0; i < log.size(); i++) {
                Transition step = groups.apply(log.get(i));
                store.commit(step, 7);
                groups = step.next();
                if (i == log.size() / 2) {
                    store.checkpoint(groups, 7, folder.resolve("checkpoint"));
                    atCheckpoint = groups;
                }
            }
        }

        LiveCopy.make(Optional.of(folder.resolve("checkpoint")), folder.resolve("live"));
        try (GroupStore store = GroupStore.open(folder.resolve("live"), CLUSTER)) {
            GroupStore.Content content = store.load();

            assertThat(content.appliedTerm()).isEqualTo(7);
            assertThat(Views.dump(content.groups())).isEqualTo(Views.dump(atCheckpoint));
        }
    }

    @Test
    void isEmptyAtFirst() throws IOException {
        try (GroupStore store = GroupStore.open(folder.resolve("live"), CLUSTER)) {
            assertThat(store.load().groups()).isSameAs(Groups.EMPTY);
        }
    }

    @Test
    void keepsACheckpointUnchangedWhileItsCopyIsWrittenTo() throws IOException {
        List<Batch> log = new RandomLog(3, 0).batches(60);
        Groups half = fill(folder.resolve("live"), Groups.EMPTY, log.subList(0, 30), folder.resolve("checkpoint"));
        LiveCopy.make(Optional.of(folder.resolve("checkpoint")), folder.resolve("live"));
        fill(folder.resolve("live"), half, log.subList(30, 60), folder.resolve("later"));

        LiveCopy.make(Optional.of(folder.resolve("checkpoint")), folder.resolve("again"));
        try (GroupStore store = GroupStore.open(folder.resolve("again"), CLUSTER)) {
            assertThat(Views.dump(store.load().groups())).isEqualTo(Views.dump(half));
        }
    }

    @Test
    void carriesTheIndexOfEntriesThatConcernRaftAlone() throws IOException {
        Groups groups;
        try (GroupStore store = GroupStore.open(folder.resolve("live"), CLUSTER)) {
            Transition step = Groups.EMPTY.apply(new RandomLog(1, 0).batches(1).get(0));
            store.commit(step, 1);
            groups = step.next().at(1000);
            store.checkpoint(groups, 2, folder.resolve("checkpoint"));
        }

        try (GroupStore store = GroupStore.open(folder.resolve("checkpoint"), CLUSTER)) {
            assertThat(store.load().groups().position()).isEqualTo(groups.position());
        }
    }

    @Test
    void refusesAStoreOfAnotherCluster() throws IOException {
        fill(folder.resolve("live"), Groups.EMPTY, new RandomLog(1, 0).batches(5), folder.resolve("checkpoint"));

        try (GroupStore store = GroupStore.open(folder.resolve("checkpoint"), "c2")) {
            assertThatThrownBy(store::load)
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContaining("belongs to cluster c1, this node to c2");
        }
    }

    @Test
    void refusesAStoreOfANewerFormatAndSaysThatItIsIntact() throws Exception {
        fill(folder.resolve("live"), Groups.EMPTY, new RandomLog(1, 0).batches(5), folder.resolve("checkpoint"));
        MetaRecord newer = MetaRecord.parseFrom(meta(Optional.empty())).toBuilder()
                .setFormatVersion(99)
                .clearChecksum()
                .build();
        meta(Optional.of(newer.toByteArray()));

        try (GroupStore store = GroupStore.open(folder.resolve("checkpoint"), CLUSTER)) {
            assertThatThrownBy(store::load)
                    .isInstanceOf(NewerFormatException.class)
                    .hasMessage("the store in '" + folder.resolve("checkpoint")
                            + "' has format 99, this program reads up to 1; upgrade it, the data is intact");
        }
    }

    @Test
    void noticesDamage() throws IOException {
        fill(folder.resolve("live"), Groups.EMPTY, new RandomLog(5, 0).batches(40), folder.resolve("checkpoint"));
        Path table;
        try (Stream<Path> files = Files.list(folder.resolve("checkpoint"))) {
            table = files.filter(file -> file.toString().endsWith(".sst"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(table);
        bytes[bytes.length / 4] ^= 0x40;
        Files.write(table, bytes);

        assertThatThrownBy(() -> {
                    try (GroupStore store = GroupStore.open(folder.resolve("checkpoint"), CLUSTER)) {
                        store.load();
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder.resolve("checkpoint").toString());
    }

    /** What is next to come depends on it as on all else, and no other record would tell. */
    @Test
    void noticesEachDamagedByteOfTheRecordAboutItself() throws Exception {
        fill(folder.resolve("live"), Groups.EMPTY, new RandomLog(5, 0).batches(40), folder.resolve("checkpoint"));
        byte[] sound = meta(Optional.empty());

        for (int at = 0; at < sound.length; at++) {
            byte[] damaged = sound.clone();
            damaged[at] ^= (byte) (1 << at % 7);
            meta(Optional.of(damaged));

            try (GroupStore store = GroupStore.open(folder.resolve("checkpoint"), CLUSTER)) {
                assertThatThrownBy(store::load).as("byte %d", at).isInstanceOf(CorruptStoreException.class);
            }
        }
    }

    /** The record as it is, or the one to put there. */
    private byte[] meta(Optional<byte[]> replacement) throws RocksDBException {
        try (Options options = RocksSettings.options();
                RocksDB database =
                        RocksDB.open(options, folder.resolve("checkpoint").toString())) {
            if (replacement.isPresent()) {
                database.put(StoreKeys.meta(), replacement.get());
            }
            return Objects.requireNonNull(database.get(StoreKeys.meta()));
        }
    }

    private static Groups fill(Path live, Groups from, List<Batch> log, Path checkpoint) throws IOException {
        try (GroupStore store = GroupStore.open(live, CLUSTER)) {
            Groups groups = from;
            for (Batch batch : log) {
                Transition step = groups.apply(batch);
                store.commit(step, 1);
                groups = step.next();
            }
            store.checkpoint(groups, 1, checkpoint);
            return groups;
        }
    }
}
