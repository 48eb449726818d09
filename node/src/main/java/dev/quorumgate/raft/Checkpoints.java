package dev.quorumgate.raft;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.quorumgate.cluster.LogPlace;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.store.LiveCopy;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.impl.FileListSnapshotInfo;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots on disk: one folder each, {@code snapshot.<term>_<index>}, holding a checkpoint of the store. Nothing else may
 * live beside them, because Ratis replaces the folder of all snapshots as a whole when it installs one.
 *
 * <p>Written by Ratis's apply thread; the newest snapshot is asked for by many threads and so is kept in memory. The lock keeps
 * it where it is while it is being copied.
 */
final class Checkpoints implements StateMachineStorage {
    private static final Pattern NAME = Pattern.compile("snapshot\\.(\\d+)_(\\d+)");
    private static final String DIGEST_SUFFIX = ".md5";
    private static final int KEPT_MIN = 2;

    private @Nullable Path folder;

    /** Of the newest snapshot; empty while it has not been loaded yet. */
    @GuardedBy("this")
    private Optional<Size> newestSize = Optional.empty();

    private volatile @Nullable SnapshotInfo newest;
    private volatile OptionalLong newestMillis = OptionalLong.empty();
    private volatile long previousIndex = RaftLog.INVALID_LOG_INDEX;

    /** Writes a checkpoint into a folder that does not exist yet. */
    interface Writer {
        void writeTo(Path target) throws IOException;
    }

    /** How much a snapshot holds. */
    record Size(long groups, long series) {
        static Size of(Groups groups) {
            return new Size(groups.byKey().size(), groups.seriesCount());
        }
    }

    /** A snapshot that was copied, and how much it holds. */
    record Copied(Path origin, Size size) {}

    @Override
    public void init(RaftStorage storage) throws IOException {
        folder = storage.getStorageDir().getStateMachineDir().toPath();
        Files.createDirectories(folder());
        LiveCopy.delete(unfinished());
        reload();
    }

    /** Looks at the disk again, after Ratis has installed a snapshot there. */
    synchronized void reload() throws IOException {
        newestSize = Optional.empty();
        List<Path> all = all();
        if (all.isEmpty()) {
            newest = null;
            newestMillis = OptionalLong.empty();
        } else {
            makeNewest(all.get(all.size() - 1));
        }
        previousIndex = all.size() < 2
                ? RaftLog.INVALID_LOG_INDEX
                : termIndex(all.get(all.size() - 2)).getIndex();
    }

    private void makeNewest(Path snapshot) throws IOException {
        newest = info(snapshot);
        newestMillis = OptionalLong.of(Files.getLastModifiedTime(snapshot).toMillis());
    }

    /** When the newest snapshot was written here, as Unix time. */
    OptionalLong newestMillis() {
        return newestMillis;
    }

    /** Log index of the snapshot before the newest; -1 for none. */
    long previousIndex() {
        return previousIndex;
    }

    @Override
    public @Nullable SnapshotInfo getLatestSnapshot() {
        return newest;
    }

    /** The folder of the newest snapshot. */
    Optional<Path> newestFolder() {
        SnapshotInfo info = newest;
        return info == null ? Optional.empty() : Optional.of(folderOf(info.getTermIndex()));
    }

    /** Makes the checkpoint that {@code writer} writes the newest snapshot; a crash leaves the whole of it or nothing. */
    void add(TermIndex at, Size size, Writer writer) throws IOException {
        Path unfinished = unfinished();
        LiveCopy.delete(unfinished);
        writer.writeTo(unfinished);
        Path finished = folderOf(at);
        synchronized (this) {
            Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE);
            FreshFolder.sync(folder());
            SnapshotInfo before = newest;
            makeNewest(finished);
            previousIndex = before == null ? RaftLog.INVALID_LOG_INDEX : before.getIndex();
            newestSize = Optional.of(size);
        }
    }

    /** The newest snapshot was loaded. */
    synchronized void loaded(Size size) {
        newestSize = Optional.of(size);
    }

    /**
     * Makes a copy of the newest snapshot, which stays when that one is deleted or replaced. Tables are shared by hard links.
     *
     * @return what was copied
     * @throws IOException if there is none just now
     */
    synchronized Copied copyNewest(Path target) throws IOException {
        Optional<Path> newestFolder = newestFolder();
        if (newestFolder.isEmpty() || newestSize.isEmpty()) {
            throw new IOException(
                    "this node has no snapshot just now: it is starting, or receives one; ask again in a moment");
        }
        LiveCopy.make(newestFolder, target);
        return new Copied(newestFolder.get(), newestSize.get());
    }

    /** Makes the newest snapshot durable: Ratis writes what it receives without that, and cuts its log right after. */
    void syncNewest() throws IOException {
        Optional<Path> newestFolder = newestFolder();
        if (newestFolder.isPresent()) {
            try (Stream<Path> files = Files.list(newestFolder.get())) {
                for (Path file : files.toList()) {
                    FreshFolder.sync(file);
                }
            }
            FreshFolder.sync(newestFolder.get());
            FreshFolder.sync(folder());
        }
    }

    @Override
    public void format() {
        // Ratis formats a new storage folder as a whole; there is nothing of ours in it then.
    }

    @Override
    public synchronized void cleanupOldSnapshots(SnapshotRetentionPolicy policy) throws IOException {
        int kept = Math.max(KEPT_MIN, policy.getNumSnapshotsRetained());
        List<Path> all = all();
        for (Path old : all.subList(0, Math.max(0, all.size() - kept))) {
            LiveCopy.delete(old);
        }
    }

    @Override
    public @Nullable File getSnapshotDir() {
        return null; // Ratis's own choice
    }

    @Override
    public @Nullable File getTmpDir() {
        return null; // Ratis's own choice
    }

    private Path folder() {
        Path known = folder;
        if (known == null) {
            throw new IllegalStateException("used before init");
        }
        return known;
    }

    private Path unfinished() {
        return folder().resolve("checkpoint.unfinished");
    }

    private Path folderOf(TermIndex at) {
        return folderOf(folder(), at.getTerm(), at.getIndex());
    }

    /** Where a snapshot lies in the folder of all of them. */
    static Path folderOf(Path all, long term, long index) {
        return all.resolve("snapshot." + term + "_" + index);
    }

    /** All snapshots, the oldest first. */
    private List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(
                            path -> NAME.matcher(path.getFileName().toString()).matches())
                    .sorted(Comparator.comparing(Checkpoints::termIndex))
                    .toList();
        }
    }

    /** The snapshots in the folder of all of them, the newest first. */
    static List<OfflineRaft.Snapshot> in(Path all) throws IOException {
        try (Stream<Path> files = Files.list(all)) {
            return files.filter(
                            path -> NAME.matcher(path.getFileName().toString()).matches())
                    .sorted(Comparator.comparing(Checkpoints::termIndex).reversed())
                    .map(path -> new OfflineRaft.Snapshot(path, place(termIndex(path))))
                    .toList();
        }
    }

    private static LogPlace place(TermIndex at) {
        return new LogPlace(at.getTerm(), at.getIndex());
    }

    private static TermIndex termIndex(Path snapshot) {
        Matcher name = NAME.matcher(snapshot.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalArgumentException("not a snapshot: " + snapshot);
        }
        return TermIndex.valueOf(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)));
    }

    private static SnapshotInfo info(Path snapshot) throws IOException {
        try (Stream<Path> files = Files.list(snapshot)) {
            List<FileInfo> infos = files.filter(path -> !path.toString().endsWith(DIGEST_SUFFIX))
                    .sorted()
                    .map(path -> new FileInfo(path, null))
                    .toList();
            return new FileListSnapshotInfo(infos, termIndex(snapshot));
        }
    }
}
