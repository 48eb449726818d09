package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.Answer;
import dev.quorumgate.clustertests.harness.Build;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.NodeAddress;
import dev.quorumgate.clustertests.harness.NodeProcess;
import dev.quorumgate.clustertests.harness.Shell;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

/**
 * Goal: an upgrade needs nothing but a restart, and a downgrade that cannot work destroys nothing: the node says what is too
 * new for it and stops.
 *
 * <p>Method: data folders of earlier versions, kept in the test resources of module {@code node}, started as they are; and
 * the same with one format number raised.
 */
@ClusterTest
class UpgradeTest {
    private static final int CANNOT_START = 1;
    private static final int CANNOT_APPLY = 10;
    private static final Path FORMATS = Build.root().resolve("node/src/test/resources/formats");
    private static final String NEWER = "99";
    private static final byte[] META_KEY = {1};

    private final NodeAddress address = NodeAddress.onLoopback();
    private final Gateway gateway = new Gateway(address.httpUri());

    static List<Path> versions() throws IOException {
        try (Stream<Path> folders = Files.list(FORMATS)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("versions")
    void goesOnWithTheDataOfAnEarlierVersion(Path version, TestRun run) throws Exception {
        NodeProcess node = node(run, unpacked(version, run));

        node.start();
        Waiting.until("the node is ready", gateway::isReady);

        Answer scrape = scrape();
        assertThat(scrape.text()).isEqualTo(Files.readString(version.resolve("data-scrape.txt")));
        assertThat(scrape.header("Quorumgate-State-Hash"))
                .isEqualTo(Files.readString(version.resolve("data-hash.txt")).strip());
        assertThat(gateway.push("/job/new", "new 1\n").status()).isEqualTo(200);
        Answer written = scrape();
        assertThat(node.stop()).isZero();
        node.start();
        Waiting.until("the node is ready", gateway::isReady);
        assertThat(scrape().text()).isEqualTo(written.text()).contains("new{instance=\"\",job=\"new\"} 1\n");
    }

    @Test
    void stopsAtAnEntryOfANewerVersion(TestRun run) throws Exception {
        Path data = unpacked(FORMATS.resolve("v0.1"), run);
        Path segment = find(data, "log_inprogress_11");
        Files.write(segment, LogSegment.withLastEntry(Files.readAllBytes(segment), UpgradeTest::ofANewerFormat));
        NodeProcess node = node(run, data);

        node.start();

        assertThat(node.awaitExit()).isEqualTo(CANNOT_APPLY);
        assertThat(node.log().lines())
                .anySatisfy(line -> assertThat(line)
                        .contains("this node stops: cannot apply log entry ")
                        .contains("has format 99, this node reads up to 3; upgrade it, its data is intact"));
    }

    @Test
    void doesNotStartWithAStoreOfANewerVersion(TestRun run) throws Exception {
        Path data = unpacked(FORMATS.resolve("v0.1"), run);
        raiseFormat(find(data, "snapshot.*"));
        NodeProcess node = node(run, data);

        node.start();

        assertRefuses(
                node, "the store in '", "has format 99, this program reads up to 1; upgrade it, the data is intact");
        assertThat(node.log().lines()).last().asString().doesNotContain("damaged", "copy its newest folder");
    }

    @Test
    void doesNotStartInAFolderOfANewerVersion(TestRun run) throws Exception {
        Path data = unpacked(FORMATS.resolve("v0.1"), run);
        Path identity = data.resolve("identity");
        Files.writeString(identity, Files.readString(identity).replaceFirst("format=\\d+", "format=" + NEWER));
        NodeProcess node = node(run, data);

        node.start();

        assertRefuses(node, "'" + identity + "' has format 99", "upgrade it, the data is intact");
    }

    private Answer scrape() throws Exception {
        return gateway.get("/metrics?collect%5B%5D=pushed", "text/plain;escaping=allow-utf-8");
    }

    private static void assertRefuses(NodeProcess node, String... words) throws InterruptedException {
        assertThat(node.awaitExit()).isEqualTo(CANNOT_START);
        assertThat(node.log().lines())
                .last()
                .asString()
                .startsWith("quorumgate serve: ")
                .contains(words);
    }

    private NodeProcess node(TestRun run, Path data) {
        return run.node(
                "n1",
                List.of(
                        "--web.listen-address=" + address.http(),
                        "--cluster.listen-address=" + address.raft(),
                        "--admin.listen-address=" + address.admin(),
                        "--push.enable-utf8-names",
                        "--storage.path=" + data));
    }

    private static Path unpacked(Path version, TestRun run) throws Exception {
        Path folder = run.folder("unpacked");
        Shell.require(List.of("tar", "-xzf", version.resolve("data.tar.gz").toString(), "-C", folder.toString()));
        return folder.resolve("data");
    }

    private static Path find(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** The format is the first field of an entry: its tag, and a number below 128. */
    private static LogEntryProto ofANewerFormat(LogEntryProto entry) {
        StateMachineLogEntryProto command = entry.getStateMachineLogEntry();
        byte[] data = command.getLogData().toByteArray();
        data[1] = Byte.parseByte(NEWER);
        return entry.toBuilder()
                .setStateMachineLogEntry(command.toBuilder().setLogData(ByteString.copyFrom(data)))
                .build();
    }

    /** Without its checksum, which it has at the end: the version before had none. */
    private static void raiseFormat(Path snapshot) throws Exception {
        RocksDB.loadLibrary();
        try (Options options = new Options();
                RocksDB database = RocksDB.open(options, snapshot.toString())) {
            byte[] meta = database.get(META_KEY);
            byte[] newer = new byte[meta.length - 1 - Long.BYTES];
            System.arraycopy(meta, 0, newer, 0, newer.length);
            newer[1] = Byte.parseByte(NEWER);
            database.put(META_KEY, newer);
        }
    }
}
