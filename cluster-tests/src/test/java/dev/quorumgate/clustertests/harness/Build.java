package dev.quorumgate.clustertests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/** Where Maven has put things. */
public final class Build {
    private static final Path ROOT = findRoot();

    private Build() {}

    /** The checkout. */
    public static Path root() {
        return ROOT;
    }

    /** This module's folder for what a build makes. */
    public static Path target() {
        return ROOT.resolve("cluster-tests/target");
    }

    /** The packaged node with its libraries, as {@code scripts/quorumgate} runs it. */
    static String nodeClassPath() {
        return nodeClassPath(ROOT.resolve("node/target"));
    }

    /** The node that was packaged in a folder of Maven's, which may be another checkout's. */
    static String nodeClassPath(Path target) {
        Path jar = nodeJar(target);
        return jar + ":" + jar.resolveSibling("lib") + "/*";
    }

    /** The packaged node. Fails when there is none, or sources were compiled after it was made. */
    static Path nodeJar() {
        return nodeJar(ROOT.resolve("node/target"));
    }

    private static Path nodeJar(Path target) {
        List<Path> jars = list(target, "quorumgate-node-*.jar");
        if (jars.size() != 1 || !Files.isDirectory(target.resolve("lib"))) {
            throw new IllegalStateException("expected one quorumgate-node-*.jar and lib in " + target + ", found "
                    + jars + "; run 'mvn -pl proto,node package -DskipTests' first");
        }
        return jars.get(0);
    }

    /** Puts the packaged node where {@code scripts/quorumgate} puts what it has built, so that it need not build. */
    public static void publishNodeJar() {
        Path jar = nodeJar();
        Path published = jar.resolveSibling("quorumgate-node.jar");
        try {
            // With a newer one, the scripts would make their class archives anew.
            if (!Files.exists(published) || Files.getLastModifiedTime(published).compareTo(nodeJarTime()) < 0) {
                Files.copy(jar, published, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When the packaged node was made. */
    static FileTime nodeJarTime() {
        try {
            return Files.getLastModifiedTime(nodeJar());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> list(Path folder, String glob) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> folder.getFileSystem()
                            .getPathMatcher("glob:" + glob)
                            .matches(file.getFileName()))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static Path findRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve("cluster-tests"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("run the tests inside the checkout");
        }
        return folder;
    }
}
