package dev.quorumgate.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDB;

/**
 * RocksDB's native part: a file within its archive, that has to be one on disk to be loaded. RocksDB puts it below
 * {@code java.io.tmpdir} and deletes it at the end of the process, so that each one that is killed leaves 17 MB there.
 */
final class NativeLibrary {
    private static final String PREFIX = "librocksdbjni";

    private static boolean loaded;

    private NativeLibrary() {}

    /**
     * Loads it, by way of a file that is deleted as soon as it is loaded.
     *
     * @param folder where this process may write
     */
    static synchronized void load(Path folder) throws IOException {
        if (loaded) {
            return;
        }
        try {
            NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
        } catch (UnsatisfiedLinkError | IOException e) {
            // Nothing may be executed in that folder, or its disk is full; RocksDB's own choice may do.
        } finally {
            delete(folder);
        }
        RocksDB.loadLibrary();
        loaded = true;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith(PREFIX))
                    .toList()) {
                Files.delete(file);
            }
        }
    }
}
