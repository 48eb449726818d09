package dev.quorumgate.clustertests.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * RocksDB's native library, unpacked once for all nodes of these tests: it is 17 MB, and a node that unpacks it for itself takes
 * a fifth more time to start. Nodes of packages and images, which other tests start, do that.
 */
final class NativeLibrary {
    private static @Nullable String option;

    private NativeLibrary() {}

    /** Option of a JVM that finds it. */
    static synchronized String option() {
        if (option == null) {
            option = "-Djava.library.path=" + unpack();
        }
        return option;
    }

    private static Path unpack() {
        Path folder = Build.target().resolve("native");
        String name = Environment.getJniLibraryFileName("rocksdb");
        Folders.create(folder);
        try (InputStream library = Objects.requireNonNull(RocksDB.class.getResourceAsStream("/" + name), name)) {
            Files.copy(library, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }
}
