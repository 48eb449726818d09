package dev.quorumgate.recovery;

import dev.quorumgate.cluster.FileFailure;
import dev.quorumgate.raft.FreshFolder;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts a new folder in the place of a data folder, which stays beside it as it was. */
final class FolderExchange {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String COPY = ".before-recovery-";

    private final Path folder;
    private final Path parent;
    private final Instant now;

    /** Of {@code folder}, which is there; if that is a link, of what it leads to. */
    FolderExchange(Path folder, Instant now) throws IOException {
        this.folder = folder.toRealPath();
        Path above = this.folder.getParent();
        this.parent = above == null ? this.folder : above;
        this.now = now;
    }

    Path folder() {
        return folder;
    }

    /** Where the folder will be moved. */
    Path copy() {
        return beside(COPY + TIME.format(now));
    }

    /** Where the new folder has to be. */
    Path coming() {
        return beside(".recovering");
    }

    Path beside(String suffix) {
        return folder.resolveSibling(folder.getFileName() + suffix);
    }

    /** What was moved aside when {@code folder} was exchanged, if it was. */
    static Optional<Path> copyOf(Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().normalize().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            return Optional.empty();
        }
        try (Stream<Path> siblings = Files.list(parent)) {
            return siblings.filter(each -> each.getFileName().toString().startsWith(folder.getFileName() + COPY))
                    .sorted()
                    .findFirst();
        }
    }

    /**
     * Checks what can be checked before it is done.
     *
     * @throws RefusedForSafetyException if it was done before, or the folder cannot be moved
     */
    void requirePossible() throws IOException {
        Optional<Path> before = copyOf(folder);
        if (before.isPresent()) {
            throw new RefusedForSafetyException("'" + folder + "' was recovered before: there is '" + before.get()
                    + "'. To do it again move that away, and put the folder back that is to be recovered");
        }
        if (folder.equals(parent) || !deviceOf(folder).equals(deviceOf(parent))) {
            throw cannotBeMoved("it is the root of a disk");
        }
        if (!Files.isWritable(parent)) {
            throw cannotBeMoved("user '" + System.getProperty("user.name") + "' cannot write to '" + parent + "'");
        }
    }

    /** Does it, or leaves the folder where it was. */
    void run() throws IOException {
        try {
            Files.move(folder, copy(), StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            throw cannotBeMoved(FileFailure.words(e));
        }
        try {
            Files.move(coming(), folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException | Error e) {
            Files.move(copy(), folder, StandardCopyOption.ATOMIC_MOVE);
            throw e;
        }
    }

    /** Makes it durable. */
    void sync() throws IOException {
        FreshFolder.sync(parent);
    }

    private static Object deviceOf(Path path) throws IOException {
        return Files.getAttribute(path, "unix:dev");
    }

    private RefusedForSafetyException cannotBeMoved(String why) {
        return new RefusedForSafetyException("'" + folder + "' cannot be moved aside: " + why
                + ". Copy it to where there is room (cp -a) and recover the copy; then move what is in '" + folder
                + "' away, and restore the .recovered.qgb that lies beside the copy to it: quorumgate backup restore");
    }
}
