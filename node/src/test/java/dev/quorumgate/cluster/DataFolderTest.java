package dev.quorumgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
    void marksAFounderAsTheVersionBeforeDid() throws IOException {
        try (DataFolder folder = DataFolder.open(temp)) {
            folder.mark(IDENTITY);
        }

        assertThat(Files.readAllLines(temp.resolve("identity")).subList(1, 7))
                .containsExactly(
                        "cluster=cluster",
                        "format=1",
                        "founded=true",
                        "incarnation=incarnation",
                        "initial-members=n1=a:1:2,n2=b:1:2",
                        "node=n1");
    }

    @ParameterizedTest
    @MethodSource("laterIdentities")
    void remembersWhatBecameOfAMember(DataFolder.Identity identity) throws IOException {
        try (DataFolder folder = DataFolder.open(temp)) {
            folder.mark(identity);

            assertThat(folder.identity()).contains(identity);
        }
    }

    static Stream<DataFolder.Identity> laterIdentities() {
        DataFolder.Identity joining =
                DataFolder.Identity.joining("n4", "incarnation", PeerId.of("n4~0123abcd"), "h4:1 h4:2");
        return Stream.of(
                joining,
                joining.in("cluster"),
                joining.in("cluster").founding(),
                IDENTITY.moving(PeerId.of("n1~0123abcd"), "h1:1 h1:2"),
                IDENTITY.moving(PeerId.of("n1~0123abcd"), "h1:1 h1:2").founding(),
                IDENTITY.removed("at log index 7 = by n2"),
                DataFolder.Identity.restored("n1", "cluster", "incarnation", "n1=a:1:2"));
    }

    /** Recorded by the first version that wrote the second format; never to be changed. */
    @Test
    void readsWhatTheFirstVersionOfTheSecondFormatWrote() throws IOException {
        Files.copy(Path.of("src/test/resources/formats/v0.1/identity-format-2"), temp.resolve("identity"));

        try (DataFolder folder = DataFolder.open(temp)) {
            assertThat(folder.identity())
                    .contains(new DataFolder.Identity(
                            "n4",
                            "042294f6-0d48-4a28-9d85-dc4ba7af9ce7",
                            "ea58869b-95cc-4baf-b285-87f1146703c0",
                            "",
                            false,
                            DataFolder.Identity.Origin.JOINED,
                            DataFolder.Identity.State.REMOVED,
                            PeerId.of("n4~4567abcd"),
                            Optional.of(PeerId.of("n4~0123abcd")),
                            Optional.of("at log index 7 by n2"),
                            Optional.empty()));
        }
    }

    @Test
    void keepsTheIdThatTheOthersKnowThroughTwoMoves() {
        DataFolder.Identity moved =
                IDENTITY.moving(PeerId.of("n1~0123abcd"), "h1:1 h1:2").moving(PeerId.of("n1~4567abcd"), "h1:3 h1:4");

        assertThat(moved.formerly()).contains(PeerId.of("n1"));
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
        Files.writeString(temp.resolve("identity"), "format=3\n");

        try (DataFolder folder = DataFolder.open(temp)) {
            assertThatThrownBy(folder::identity)
                    .hasMessageContaining("has format 3, this program reads up to 2; upgrade it");
        }
    }
}
