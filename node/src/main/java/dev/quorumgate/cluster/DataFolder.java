package dev.quorumgate.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data folder of one node: locked while it is open, and marked with whom it belongs to. Everything in it but the lock,
 * the mark and the list of known members belongs to others.
 */
public final class DataFolder implements Closeable {
    private static final String LOCK = "lock";
    private static final String IDENTITY = "identity";
    private static final String MEMBERS = "members";
    /** Ratis's; its absence in a folder that has taken part means that somebody deleted the log and the vote. */
    private static final String LOG = "raft";

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Opens the folder, makes it if need be.
     *
     * @throws IOException if it is in use or not writable; the message says what to do
     */
    public static DataFolder open(Path path) throws IOException {
        FileChannel channel = openLock(path);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // this very process holds it
        }
        if (lock == null) {
            String holder = Files.readString(path.resolve(LOCK)).strip();
            channel.close();
            throw new IOException("data folder '" + path + "' is in use by process " + holder
                    + "; stop it, or give this node its own --storage.path");
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
        return new DataFolder(path, channel);
    }

    public Path path() {
        return path;
    }

    /**
     * Whom the folder belongs to; empty when it is new.
     *
     * @throws IOException if it holds data of which nobody can say whose it is, or has lost its log
     */
    public Optional<Identity> identity() throws IOException {
        Path file = path.resolve(IDENTITY);
        if (!Files.exists(file)) {
            if (holdsLog()) {
                throw new IOException("data folder '" + path + "' has a log but no file '" + IDENTITY
                        + "'; put that file back, or use an empty folder");
            }
            return Optional.empty();
        }
        Identity identity = Identity.parse(readLines(file), file);
        if (identity.founded() && !Files.isDirectory(path.resolve(LOG))) {
            throw new IOException("data folder '" + path + "' of node '" + identity.node() + "' has lost its log ('"
                    + LOG + "'); put it back, or remove the member and use an empty folder");
        }
        return Optional.of(identity);
    }

    /**
     * Marks the folder. One that takes part has a log from now on, if an empty one: nobody has voted with it yet, and a start
     * that fails before Ratis makes its own must not look like a log that was lost.
     */
    public void mark(Identity identity) throws IOException {
        if (identity.founded()) {
            Files.createDirectories(path.resolve(LOG));
        }
        writeLines(
                path.resolve(IDENTITY),
                "Whom this data folder belongs to. Do not edit or copy it, and keep it with the folder.",
                identity.toLines());
    }

    /** Not an empty one: a crash may have come between that and the mark. */
    private boolean holdsLog() throws IOException {
        Path log = path.resolve(LOG);
        if (!Files.isDirectory(log)) {
            return false;
        }
        try (Stream<Path> content = Files.list(log)) {
            return content.findAny().isPresent();
        }
    }

    /** The data folders, by their incarnation, that this node knows other members by. */
    public Map<String, String> knownMembers() throws IOException {
        Path file = path.resolve(MEMBERS);
        return Files.exists(file) ? readLines(file) : Map.of();
    }

    /** Remembers, durably, the incarnation of another member. */
    public void rememberMember(String name, String incarnation) throws IOException {
        Map<String, String> known = new TreeMap<>(knownMembers());
        if (!incarnation.equals(known.put(name, incarnation))) {
            writeLines(path.resolve(MEMBERS), "The data folders that this node knows the other members by.", known);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static FileChannel openLock(Path path) throws IOException {
        try {
            Files.createDirectories(path);
            return FileChannel.open(
                    path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (AccessDeniedException e) {
            throw new IOException(
                    "data folder '" + path + "' is not writable for user '" + System.getProperty("user.name")
                            + "'; change its owner, or choose another --storage.path",
                    e);
        } catch (FileAlreadyExistsException | NotDirectoryException e) {
            throw new IOException("data folder '" + path + "' is not a folder; choose another --storage.path", e);
        } catch (IOException e) {
            throw new IOException(
                    "cannot use data folder '" + path + "': " + reason(e) + "; choose another --storage.path", e);
        }
    }

    private static Map<String, String> readLines(Path file) throws IOException {
        Map<String, String> values = new TreeMap<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
                int equals = line.indexOf('=');
                values.put(line.substring(0, Math.max(0, equals)), line.substring(equals + 1));
            });
        }
        return values;
    }

    /** The message of such an exception is often the name of a file alone. */
    private static String reason(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof NoSuchFileException) {
            return "folder '" + message + "' cannot be made";
        }
        return message.startsWith("/") && !message.contains(" ")
                ? e.getClass().getSimpleName() + " " + message
                : message;
    }

    /** Replaces a file as a whole, so that a crash leaves the old one or the new one. */
    private void writeLines(Path file, String comment, Map<String, String> values) throws IOException {
        StringBuilder text = new StringBuilder("# " + comment + "\n");
        values.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, text);
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(path)) {
            folder.force(true);
        }
    }

    /**
     * Whom a data folder belongs to.
     *
     * @param node name of the member
     * @param clusterId of its cluster
     * @param incarnation names this folder: one that is emptied comes back with another one
     * @param initialMembers the members that the cluster began with, in canonical form; empty for a node that began alone
     * @param founded whether the node has taken part with this folder
     */
    public record Identity(String node, String clusterId, String incarnation, String initialMembers, boolean founded) {
        private static final String FORMAT = "1";

        /** Of a folder that nobody has used yet. */
        public static Identity fresh(String node, String clusterId, String incarnation, String initialMembers) {
            return new Identity(node, clusterId, incarnation, initialMembers, false);
        }

        /** The same, of a node that takes part from now on. */
        public Identity founding() {
            return new Identity(node, clusterId, incarnation, initialMembers, true);
        }

        private static Identity parse(Map<String, String> lines, Path file) throws IOException {
            if (!lines.containsKey("format")) {
                throw new IOException(
                        "'" + file + "' is damaged: it names no format; put back a copy of it, or begin with"
                                + " another --storage.path");
            }
            if (!FORMAT.equals(lines.get("format"))) {
                throw new IOException("'" + file + "' has format " + lines.get("format") + ", this program reads "
                        + FORMAT + "; upgrade it, the data is intact");
            }
            return new Identity(
                    required(lines, "node", file),
                    required(lines, "cluster", file),
                    required(lines, "incarnation", file),
                    required(lines, "initial-members", file),
                    Boolean.parseBoolean(required(lines, "founded", file)));
        }

        private static String required(Map<String, String> lines, String name, Path file) throws IOException {
            @Nullable String value = lines.get(name);
            if (value == null) {
                throw new IOException("'" + file + "' is damaged: it has no line '" + name + "='");
            }
            return value;
        }

        private Map<String, String> toLines() {
            return new TreeMap<>(Map.of(
                    "format", FORMAT,
                    "node", node,
                    "cluster", clusterId,
                    "incarnation", incarnation,
                    "initial-members", initialMembers,
                    "founded", Boolean.toString(founded)));
        }
    }
}
