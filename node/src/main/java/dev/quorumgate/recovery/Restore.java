package dev.quorumgate.recovery;

import dev.quorumgate.backup.BackupManifest;
import dev.quorumgate.backup.BackupReader;
import dev.quorumgate.cluster.DataFolder;
import dev.quorumgate.cluster.Member;
import dev.quorumgate.cluster.Members;
import dev.quorumgate.raft.FreshFolder;
import dev.quorumgate.store.GroupStore;
import dev.quorumgate.store.LiveCopy;
import dev.quorumgate.store.StoreWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Makes a data folder from a backup file, for a member of a new cluster. The id of that cluster is never the old one, so that
 * nodes of the two never take part in each other's.
 */
public final class Restore {
    /** What may lie in a folder that nobody has used: the lock of an attempt, and what file systems put into their root. */
    private static final Set<String> NOTHING = Set.of("lock", "lost+found");

    private final Path file;
    private final BackupFile.Facts facts;
    private final Path storage;
    private final String node;
    private final Members members;
    private final boolean alone;
    private final UUID clusterId;

    private Restore(
            Path file,
            BackupFile.Facts facts,
            Path storage,
            String node,
            Members members,
            boolean alone,
            UUID clusterId) {
        this.file = file;
        this.facts = facts;
        this.storage = storage;
        this.node = node;
        this.members = members;
        this.alone = alone;
        this.clusterId = clusterId;
    }

    /**
     * Of a node that will be started without {@code --cluster.initial-members}.
     *
     * @param self as it will be in the configuration of its cluster
     */
    public static Restore alone(Path file, Path storage, Member self) throws IOException {
        BackupFile.Facts facts = BackupFile.verify(file);
        return new Restore(file, facts, storage, self.name(), new Members(List.of(self)), true, UUID.randomUUID());
    }

    /**
     * Of one of several members, which are to restore the same file. The id of their cluster follows from the file and the
     * list, so that each of them finds the same without asking the others. One that begins with nobody else asks nobody
     * whether it did so before, so its id is a new one each time.
     *
     * @param node the one of {@code members} that this folder is for
     */
    public static Restore among(Path file, Path storage, String node, Members members) throws IOException {
        BackupFile.Facts facts = BackupFile.verify(file);
        String name = "quorumgate restored " + facts.sha256() + " " + members.canonical();
        UUID clusterId = members.all().size() == 1
                ? UUID.randomUUID()
                : UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return new Restore(file, facts, storage, node, members, false, clusterId);
    }

    /** The one that the folder is for. */
    public String node() {
        return node;
    }

    /** All members of the cluster that begins with the folder. */
    public Members members() {
        return members;
    }

    /** The folder. */
    public Path storage() {
        return storage;
    }

    /** What starts the node of the folder. */
    public String startCommand() {
        String command = "quorumgate serve --storage.path=" + storage + " --cluster.node-id=" + node;
        return alone ? command : command + " --cluster.initial-members=" + members.canonical();
    }

    public BackupFile.Facts facts() {
        return facts;
    }

    /** Of the cluster that the folder will belong to. */
    public UUID clusterId() {
        return clusterId;
    }

    /**
     * Checks that nothing would be overwritten.
     *
     * @throws RefusedForSafetyException if it would be
     */
    public void requireFree() throws IOException {
        requireFree(storage);
    }

    private static void requireFree(Path target) throws IOException {
        if (!Files.exists(target)) {
            return;
        }
        try (Stream<Path> content = Files.list(target)) {
            List<String> names = content.map(each -> each.getFileName().toString())
                    .filter(name -> !NOTHING.contains(name))
                    .sorted()
                    .toList();
            if (!names.isEmpty()) {
                throw new RefusedForSafetyException("'" + target + "' is not empty, it has " + String.join(", ", names)
                        + "; a backup is restored to an empty or a new folder. Choose another --storage.path, or move what is"
                        + " there away");
            }
        }
    }

    /**
     * Makes the folder. Its mark of identity comes last: a node does not start with one that was left half made.
     *
     * @throws RefusedForSafetyException if something would be overwritten
     */
    public void run() throws IOException {
        makeIn(storage);
    }

    /** The same in another folder, which is to be renamed to {@link #storage}. */
    void makeIn(Path target) throws IOException {
        requireFree(target);
        try (DataFolder folder = DataFolder.open(target)) {
            try {
                BackupManifest.Position position = facts.manifest().position();
                FreshFolder.write(
                        target,
                        clusterId,
                        members,
                        position.term(),
                        position.index(),
                        snapshot -> writeSnapshot(snapshot, target.resolve("restoring")));
                folder.mark(identity());
            } catch (IOException | RuntimeException | Error e) {
                FreshFolder.delete(target);
                throw e;
            }
        }
    }

    private DataFolder.Identity identity() {
        String incarnation = UUID.randomUUID().toString();
        return alone
                ? DataFolder.Identity.fresh(node, clusterId.toString(), incarnation, "")
                        .founding()
                : DataFolder.Identity.restored(node, clusterId.toString(), incarnation, members.canonical());
    }

    private void writeSnapshot(Path target, Path scratch) throws IOException {
        try {
            try (BackupReader reader = BackupReader.open(Files.newInputStream(file));
                    StoreWriter store = StoreWriter.open(scratch, clusterId.toString())) {
                while (reader.next()) {
                    store.put(reader.key(), reader.value());
                }
                store.finish(target);
            }
            requireReadable(target, scratch);
        } finally {
            LiveCopy.delete(scratch);
        }
    }

    /** Reads what was written, as the node will at its start. */
    private void requireReadable(Path snapshot, Path scratch) throws IOException {
        LiveCopy.make(Optional.of(snapshot), scratch);
        try (GroupStore store = GroupStore.open(scratch, clusterId.toString())) {
            BackupFile.requireAsPromised(facts.manifest(), store.load());
        }
    }
}
