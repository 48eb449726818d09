package dev.quorumgate.clustertests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a node has written to both streams, over all its starts. */
public final class NodeLog {
    private final Path file;
    private volatile long beginOfLife;

    NodeLog(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** From here on the lines are those of the next start. */
    void beginLife() {
        beginOfLife = read().length;
    }

    /** All lines since the first start. */
    public List<String> lines() {
        return lines(read(), 0);
    }

    /** The lines since the latest start. */
    public List<String> linesOfThisLife() {
        return lines(read(), beginOfLife);
    }

    /** Whether a line since the latest start has {@code text} in it. */
    public boolean says(String text) {
        return linesOfThisLife().stream().anyMatch(line -> line.contains(text));
    }

    /** Waits until a line since the latest start has {@code text} in it. */
    public void awaitSaying(String text) {
        Waiting.until(file.getFileName() + " says '" + text + "'", () -> says(text));
    }

    public List<String> lastLines(int count) {
        List<String> all = lines();
        return all.subList(Math.max(0, all.size() - count), all.size());
    }

    private static List<String> lines(byte[] bytes, long from) {
        int begin = (int) from;
        return new String(bytes, begin, bytes.length - begin, StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private byte[] read() {
        try {
            return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
