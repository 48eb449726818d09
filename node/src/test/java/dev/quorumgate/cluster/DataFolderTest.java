package dev.quorumgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    private static final DataFolder.Identity IDENTITY =
            new DataFolder.Identity("n1", "cluster", "incarnation", "n1=a:1:2,n2=b:1:2", true);

    @TempDir
    Path temp;

    @Test
    void remembersWhomItBelongsTo() throws IOException {
        try (DataFolder folder = DataFolder.open(temp.resolve("data"))) {
            assertThat(folder.identity()).isEmpty();
            folder.mark(IDENTITY);
        }

        try (DataFolder folder = DataFolder.open(temp.resolve("data"))) {
            assertThat(folder.identity()).contains(IDENTITY);
        }
    }

    @Test
    void remembersTheOtherMembers() throws IOException {
        try (DataFolder folder = DataFolder.open(temp)) {
            folder.rememberMember("n2", "a");
            folder.rememberMember("n3", "b");
            folder.rememberMember("n2", "c");
        }

        try (DataFolder folder = DataFolder.open(temp)) {
            assertThat(folder.knownMembers()).isEqualTo(Map.of("n2", "c", "n3", "b"));
        }
    }

    @Test
    void isUsedByOneProcessAtATime() throws IOException {
        try (DataFolder folder = DataFolder.open(temp)) {
            assertThatThrownBy(() -> DataFolder.open(folder.path()))
                    .hasMessage("data folder '" + temp + "' is in use by process "
                            + ProcessHandle.current().pid()
                            + "; stop it, or give this node its own --storage.path");
        }
        DataFolder.open(temp).close();
    }

    @Test
    void isAFolder() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));

        assertThatThrownBy(() -> DataFolder.open(file))
                .hasMessageContaining("data folder '" + file + "' is not a folder");
    }

    @Test
    void noticesThatItsMarkIsGone() throws IOException {
        Files.createDirectories(temp.resolve("raft/group"));

        try (DataFolder folder = DataFolder.open(temp)) {
            assertThatThrownBy(folder::identity)
                    .hasMessageContaining("has a log but no file 'identity'; put that file back");
        }
    }

    @Test
    void noticesThatItsLogIsGone() throws IOException {
        try (DataFolder folder = DataFolder.open(temp)) {
            folder.mark(IDENTITY);
            Files.delete(temp.resolve("raft"));

            assertThatThrownBy(folder::identity).hasMessageContaining("of node 'n1' has lost its log ('raft')");
        }
    }

    @Test
    void takesAStartThatEndedBeforeItWasMarkedForNone() throws IOException {
        Files.createDirectories(temp.resolve("raft"));

        try (DataFolder folder = DataFolder.open(temp)) {
            assertThat(folder.identity()).isEmpty();
        }
    }

    @Test
    void refusesAMarkOfANewerFormat() throws IOException {
        Files.writeString(temp.resolve("identity"), "format=2\n");

        try (DataFolder folder = DataFolder.open(temp)) {
            assertThatThrownBy(folder::identity).hasMessageContaining("has format 2, this program reads 1; upgrade it");
        }
    }
}
