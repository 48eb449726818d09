package dev.quorumgate.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the disposable folder of the open database from a checkpoint. */
public final class LiveCopy {
    private static final String TABLE_SUFFIX = ".sst";
    /** Ratis puts one beside each file of a snapshot that it received. */
    private static final String DIGEST_SUFFIX = ".md5";

    private LiveCopy() {}

    /** Replaces {@code live} by a copy of {@code checkpoint}, or by an empty folder when there is none. */
    public static void make(Optional<Path> checkpoint, Path live) throws IOException {
        delete(live);
        Files.createDirectories(live);
        if (checkpoint.isEmpty()) {
            return;
        }
        for (Path file : filesIn(checkpoint.get())) {
            String name = file.getFileName().toString();
            if (name.endsWith(TABLE_SUFFIX)) {
                Files.createLink(live.resolve(name), file); // tables never change
            } else if (!name.endsWith(DIGEST_SUFFIX)) {
                Files.copy(file, live.resolve(name)); // RocksDB goes on writing to the others
            }
        }
    }

    /** Deletes a folder with all that is in it, if it exists. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
