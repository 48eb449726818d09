package dev.quorumgate.clustertests.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small file system in memory, for nodes whose disk gets full. */
public final class SmallDisk {
    private static final String FILLER = "filler";
    private static final byte[] BLOCK = new byte[64 << 10];

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /**
     * Puts one under a node's data folder, until the test ends; skips the test where that needs root. The node must not run
     * yet.
     */
    public static SmallDisk under(TestRun run, ClusterNode node, int megabytes)
            throws IOException, InterruptedException {
        String folder = node.storage().toString();
        Shell.Result mounted =
                Shell.run(List.of("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "quorumgate-test", folder));
        assumeTrue(
                mounted.succeeded(),
                "skipped: no file system can be mounted here, that needs root: "
                        + mounted.output().strip());
        run.atEnd(() -> {
            node.process().end();
            Shell.require(List.of("umount", folder));
        });
        return new SmallDisk(node.storage());
    }

    /** Takes all the room that is left. */
    public void fill() throws IOException {
        fillBut(0);
    }

    /** Takes all but so many bytes, give or take a block; what other files do meanwhile shows in what is left. */
    public void fillBut(long freeBytes) throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve(FILLER))) {
            while (freeBytes == 0 || freeBytes() > freeBytes + BLOCK.length) {
                out.write(BLOCK);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }

    /** Gives back what was taken. */
    public void free() throws IOException {
        Files.delete(folder.resolve(FILLER));
    }

    public long freeBytes() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }
}
