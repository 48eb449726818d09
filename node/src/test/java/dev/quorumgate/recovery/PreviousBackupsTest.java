package dev.quorumgate.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.cluster.Member;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: a backup that an earlier version made can be restored today. Method: files recorded by those versions. */
class PreviousBackupsTest {
    private static final Path FORMATS = Path.of("src/test/resources/formats");

    @TempDir
    Path temp;

    static List<Path> versions() throws IOException {
        try (Stream<Path> folders = Files.list(FORMATS)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("versions")
    void isRestoredAsItWasTaken(Path version) throws IOException {
        Restore restore =
                Restore.alone(version.resolve("backup.qgb"), temp.resolve("data"), new Member("n1", "127.0.0.1", 1, 2));

        restore.run(); // and reads what it has written

        assertThat(HexFormat.of().toHexDigits(restore.facts().hash()))
                .isEqualTo(Files.readString(version.resolve("data-hash.txt")).strip());
    }
}
