package dev.quorumgate.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An authority of its own in a folder, by {@code scripts/test-ca}. */
public final class TestAuthority {
    private static final Path SCRIPT = Path.of("../scripts/test-ca");

    private final Path folder;

    public TestAuthority(Path folder) {
        this.folder = folder;
    }

    /** Certificates for each name as the script takes them, valid for so many days. */
    public TestAuthority sign(int days, String... names) {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString(), "--days=" + days, folder.toString()));
        command.addAll(Arrays.asList(names));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public Path authorities() {
        return folder.resolve("ca.crt");
    }

    /** A certificate with its key, held against this authority. */
    public PemFiles files(String name) {
        return new PemFiles(folder.resolve(name + ".crt"), folder.resolve(name + ".key"), authorities());
    }
}
