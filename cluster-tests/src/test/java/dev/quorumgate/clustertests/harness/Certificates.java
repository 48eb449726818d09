package dev.quorumgate.clustertests.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Certificates of one authority in one folder, by {@code scripts/test-ca}. A test that needs several authorities has
 * several folders.
 */
public final class Certificates {
    private static final int DAYS = 30;

    private final Path folder;

    private Certificates(Path folder) {
        this.folder = folder;
    }

    /** Makes an authority, and certificates that are valid; each of {@code names} as the script takes it. */
    public static Certificates make(Path folder, String... names) throws IOException, InterruptedException {
        Certificates certificates = new Certificates(folder);
        certificates.add(DAYS, names);
        return certificates;
    }

    /** Makes more of the same authority, or makes them anew; expired ones where {@code days} is negative. */
    public void add(int days, String... names) throws IOException, InterruptedException {
        assumeTrue(Shell.has("openssl"), "skipped: the program 'openssl' is missing");
        List<String> command = new ArrayList<>(
                List.of(Build.root().resolve("scripts/test-ca").toString(), "--days=" + days, folder.toString()));
        command.addAll(Arrays.asList(names));
        Shell.require(command);
    }

    public Path authority() {
        return folder.resolve("ca.crt");
    }

    public Path certificate(String name) {
        return folder.resolve(name + ".crt");
    }

    public Path key(String name) {
        return folder.resolve(name + ".key");
    }
}
