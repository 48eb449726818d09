package dev.quorumgate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quorumgate.cluster.DataFolder;
import dev.quorumgate.config.NodeConfig;
import dev.quorumgate.config.NodeConfigReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a folder is used by the node that it belongs to, or not at all. Method: folders as others made them. */
class DataIdentityTest {
    private static final String MEMBERS = "n1=h1:9191:9192,n2=h2:9191:9192,n3=h3:9191:9192";
    private static final String OTHERS = "n1=h1:9191:9192,n2=h2:9191:9192,n4=h4:9191:9192";

    @TempDir
    Path path;

    private DataFolder folder;

    @BeforeEach
    void open() throws IOException {
        folder = DataFolder.open(path);
    }

    @AfterEach
    void close() throws IOException {
        folder.close();
    }

    @Test
    void marksAFolderOfAFirstStartThatWasGivenUpAnew() throws Exception {
        DataFolder.Identity given = DataIdentity.of(folder, flags("n1", MEMBERS));

        DataFolder.Identity taken = DataIdentity.of(folder, flags("n1", OTHERS));

        assertThat(taken.clusterId()).isNotEqualTo(given.clusterId());
        assertThat(taken.incarnation()).isEqualTo(given.incarnation());
    }

    @Test
    void takesAFolderThatWasMadeOfABackupAsItIs() throws Exception {
        folder.mark(restored());

        assertThat(DataIdentity.of(folder, flags("n1", MEMBERS))).isEqualTo(restored());
    }

    @Test
    void refusesOtherFlagsForAFolderThatWasMadeOfABackup() throws Exception {
        folder.mark(restored());

        assertThatThrownBy(() -> DataIdentity.of(folder, flags("n1", OTHERS)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("start it with --cluster.initial-members=" + MEMBERS + ", or restore the backup");
        assertThatThrownBy(() -> DataIdentity.of(folder, flags("n2", MEMBERS)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("belongs to node 'n1' and this one is started as 'n2'");
        assertThat(folder.identity()).contains(restored());
    }

    /** Raft's leader never forgets the address of an id. */
    @Test
    void makesAnotherIdForANodeThatWaitsAtAnotherAddress() throws Exception {
        DataFolder.Identity mistaken = DataIdentity.of(folder, joining("wrong:9191"));

        DataFolder.Identity corrected = DataIdentity.of(folder, joining("h4:9191"));

        assertThat(corrected.peer()).isNotEqualTo(mistaken.peer());
        assertThat(corrected.formerly()).isEmpty();
        assertThat(DataIdentity.of(folder, joining("h4:9191"))).isEqualTo(corrected);
    }

    private static NodeConfig.Cluster joining(String address) throws Exception {
        return NodeConfigReader.read(
                        List.of(
                                "--cluster.node-id=n4",
                                "--cluster.join=h1:9192",
                                "--cluster.advertise-address=" + address),
                        Map.of())
                .cluster();
    }

    private static DataFolder.Identity restored() {
        return DataFolder.Identity.restored("n1", "c1", "i1", MEMBERS);
    }

    private static NodeConfig.Cluster flags(String node, String members) throws Exception {
        return NodeConfigReader.read(
                        List.of("--cluster.node-id=" + node, "--cluster.initial-members=" + members), Map.of())
                .cluster();
    }
}
