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
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

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
        Optional<DataFolder> folder = openUnlessInUse(path);
        if (folder.isEmpty()) {
            throw new IOException("data folder '" + path + "' is in use by process " + holder(path)
                    + "; stop it, or give this node its own --storage.path");
        }
        return folder.get();
    }

    /** As {@link #open}; empty if it is in use. */
    public static Optional<DataFolder> openUnlessInUse(Path path) throws IOException {
        FileChannel channel = openLock(path);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // this very process holds it
        }
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
        return Optional.of(new DataFolder(path, channel));
    }

    /** The process that uses the folder, by its number. */
    public static String holder(Path path) throws IOException {
        return Files.readString(path.resolve(LOCK)).strip();
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
        Identity identity = IdentityLines.parse(readLines(file), file);
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
                IdentityLines.of(identity));
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
                    "cannot use data folder '" + path + "': " + FileFailure.words(e)
                            + "; choose another --storage.path",
                    e);
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
     * @param clusterId of its cluster; empty while a node that joins has not learned it
     * @param incarnation names this folder: one that is emptied comes back with another one
     * @param initialMembers the members that the cluster began with, in canonical form; empty for a node that began alone, and
     *     for one that joined
     * @param founded whether the node has taken part with this folder
     * @param peer as Raft knows the member
     * @param formerly as Raft knew it when it took part at another address, while it is to be known by {@code peer}
     * @param removedBecause when, and by whom, it was removed from the cluster; only with {@code State.REMOVED}
     * @param announced where it is reached, as it tells the others while it waits to be taken in
     */
    public record Identity(
            String node,
            String clusterId,
            String incarnation,
            String initialMembers,
            boolean founded,
            Origin origin,
            State state,
            PeerId peer,
            Optional<PeerId> formerly,
            Optional<String> removedBecause,
            Optional<String> announced) {

        /** How the folder came to be. */
        public enum Origin {
            /** At the first start of a cluster, or of a node alone. */
            FOUNDED,
            /** At a start with {@code --cluster.join}. */
            JOINED,
            /** From a backup. */
            RESTORED
        }

        /** Where its node stands. */
        public enum State {
            MEMBER,
            /** It waits until the others take it in, or take it in at another address. */
            JOINING,
            /** The others have removed it. */
            REMOVED
        }

        /** That of a member with which a cluster begins. */
        public Identity(String node, String clusterId, String incarnation, String initialMembers, boolean founded) {
            this(
                    node,
                    clusterId,
                    incarnation,
                    initialMembers,
                    founded,
                    Origin.FOUNDED,
                    State.MEMBER,
                    PeerId.of(node),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        /** Of a folder that nobody has used yet. */
        public static Identity fresh(String node, String clusterId, String incarnation, String initialMembers) {
            return new Identity(node, clusterId, incarnation, initialMembers, false);
        }

        /** Of a folder that was made from a backup; it begins a cluster with the others that were made from it. */
        public static Identity restored(String node, String clusterId, String incarnation, String initialMembers) {
            Identity fresh = fresh(node, clusterId, incarnation, initialMembers);
            return fresh.with(Origin.RESTORED, State.MEMBER, fresh.peer, Optional.empty());
        }

        /** Of an empty folder whose node is to be taken in by a cluster that is at work. */
        public static Identity joining(String node, String incarnation, PeerId peer, String announced) {
            return new Identity(node, "", incarnation, "", false)
                    .with(Origin.JOINED, State.JOINING, peer, Optional.empty())
                    .announcing(announced);
        }

        /** The same, of a node that takes part from now on. */
        public Identity founding() {
            return copy(
                    clusterId, true, origin, State.MEMBER, peer, Optional.empty(), removedBecause, Optional.empty());
        }

        /** The same, of a node that has learned which cluster it joins. */
        public Identity in(String cluster) {
            return copy(cluster, founded, origin, state, peer, formerly, removedBecause, announced);
        }

        /** The same, of a member that wants to be known by another id, because it has moved. */
        public Identity moving(PeerId coming, String address) {
            return with(origin, State.JOINING, coming, Optional.of(formerly.orElse(peer)))
                    .announcing(address);
        }

        /** The same, of a node that waits at another address than before: the leader may have kept the first one in mind. */
        public Identity waitingElsewhere(PeerId coming, String address) {
            return with(origin, state, coming, formerly).announcing(address);
        }

        private Identity announcing(String address) {
            return copy(clusterId, founded, origin, state, peer, formerly, removedBecause, Optional.of(address));
        }

        /** The same, of a node that the others have removed. */
        public Identity removed(String because) {
            return copy(
                    clusterId, founded, origin, State.REMOVED, peer, formerly, Optional.of(because), Optional.empty());
        }

        public boolean isJoining() {
            return state == State.JOINING;
        }

        private Identity with(Origin newOrigin, State newState, PeerId newPeer, Optional<PeerId> former) {
            return copy(clusterId, founded, newOrigin, newState, newPeer, former, removedBecause, announced);
        }

        /** What never changes stays: whose folder it is, and which one. */
        private Identity copy(
                String cluster,
                boolean hasFounded,
                Origin newOrigin,
                State newState,
                PeerId newPeer,
                Optional<PeerId> former,
                Optional<String> because,
                Optional<String> address) {
            return new Identity(
                    node,
                    cluster,
                    incarnation,
                    initialMembers,
                    hasFounded,
                    newOrigin,
                    newState,
                    newPeer,
                    former,
                    because,
                    address);
        }
    }
}
