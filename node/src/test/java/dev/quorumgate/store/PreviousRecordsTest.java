package dev.quorumgate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorumgate.groups.Group;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.Sources;
import dev.quorumgate.groups.TestPushes;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/** Goal: a store of the version before opens. Method: its records, kept here as bytes. */
class PreviousRecordsTest {
    /** Keys and values in turn: one group with one metric and a failure, before groups knew their sources. */
    private static final List<String> RECORDS = List.of(
            "01",
            "080112026331180320052803308080a8b1e39fe7cb1739e8c66afd672d2fab",
            "02707573685f74696d655f7365636f6e6473",
            "0a454c61737420556e69782074696d65207768656e206368616e67696e67207468697320"
                    + "67726f757020696e20746865205075736867617465776179207375636365656465642e1a"
                    + "0408011001",
            "02707573685f6661696c7572655f74696d655f7365636f6e6473",
            "0a424c61737420556e69782074696d65207768656e206368616e67696e67207468697320"
                    + "67726f757020696e20746865205075736867617465776179206661696c65642e1a040801"
                    + "1001",
            "026d",
            "0a0468656c701a0408011001",
            "036100017a6f6e650001657500010000",
            "088080a8b1e39fe7cb17108080a8b1e39fe7cb171a0762656361757365220a31302e302e" + "302e323a362801",
            "036100017a6f6e6500016575000100006d",
            "0801120468656c70223922370a0c0a08696e7374616e636512000a080a036a6f62120161"
                    + "0a060a01781201310a0a0a047a6f6e6512026575120909000000000000f03f2801308080"
                    + "a8b1e39fe7cb17");

    @TempDir
    Path folder;

    @Test
    void opensAStoreOfTheVersionBeforeSources() throws Exception {
        GroupStore.open(folder, "c1").close(); // loads the library
        try (Options options = RocksSettings.options();
                RocksDB database = RocksDB.open(options, folder.toString())) {
            for (int i = 0; i < RECORDS.size(); i += 2) {
                database.put(bytes(RECORDS.get(i)), bytes(RECORDS.get(i + 1)));
            }
        }

        try (GroupStore store = GroupStore.open(folder, "c1")) {
            Groups groups = store.load().groups(); // its hash is compared with the one in the records

            assertThat(groups.position().sequence()).isEqualTo(3);
            Group group = Objects.requireNonNull(groups.byKey().get(TestPushes.key("a", "zone", "eu")));
            assertThat(group.sources()).isEqualTo(Sources.NONE);
            assertThat(group.failure().source()).isEqualTo("10.0.0.2:6");
            assertThat(groups.family(group.key(), "m")).isPresent();
        }
    }

    /** It has no checksum, but it cannot be older than what is stored. */
    @Test
    void noticesAnIndexRecordThatIsOlderThanTheRest() throws Exception {
        GroupStore.open(folder, "c1").close(); // loads the library
        try (Options options = RocksSettings.options();
                RocksDB database = RocksDB.open(options, folder.toString())) {
            for (int i = 0; i < RECORDS.size(); i += 2) {
                database.put(bytes(RECORDS.get(i)), bytes(RECORDS.get(i + 1).replace("28033080", "28003080")));
            }
        }

        try (GroupStore store = GroupStore.open(folder, "c1")) {
            assertThatThrownBy(store::load)
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContaining("there are records of command 1");
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
