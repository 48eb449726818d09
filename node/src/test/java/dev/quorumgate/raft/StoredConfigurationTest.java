package dev.quorumgate.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: a damaged copy of the configuration is told by its name. */
class StoredConfigurationTest {
    private static final String CLUSTER = "c1";

    @TempDir
    Path storage;

    @Test
    void isEmptyBeforeThereIsACopy() throws IOException {
        assertThat(StoredConfiguration.read(storage, CLUSTER)).isEmpty();
        assertThat(StoredConfiguration.read(storage, "")).isEmpty();
    }

    @Test
    void namesTheFileThatIsDamaged() throws IOException {
        Path file =
                DataFolders.raft(storage).resolve(CLUSTER).resolve("current").resolve("raft-meta.conf");
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[] {(byte) 0xFF, 0, 1});

        assertThatThrownBy(() -> StoredConfiguration.read(storage, CLUSTER))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("file '" + file + "' is damaged: ")
                .hasMessageContaining("quorumgate member replace");
    }
}
