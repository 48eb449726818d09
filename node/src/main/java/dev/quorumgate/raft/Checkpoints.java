package dev.quorumgate.raft;

import dev.quorumgate.store.LiveCopy;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
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
 * <p>Written by Ratis's apply thread; the newest snapshot is asked for by many threads and so is kept in memory.
 */
final class Checkpoints implements StateMachineStorage {
    private static final Pattern NAME = Pattern.compile("snapshot\\.(\\d+)_(\\d+)");
    private static final String DIGEST_SUFFIX = ".md5";
    private static final int KEPT_MIN = 2;

    private @Nullable Path folder;
    private volatile @Nullable SnapshotInfo newest;
    private volatile OptionalLong newestMillis = OptionalLong.empty();

    /** Writes a checkpoint into a folder that does not exist yet. */
    interface Writer {
        void writeTo(Path target) throws IOException;
    }

    @Override
    public void init(RaftStorage storage) throws IOException {
        folder = storage.getStorageDir().getStateMachineDir().toPath();
        Files.createDirectories(folder());
        LiveCopy.delete(unfinished());
        reload();
    }

    /** Looks at the disk again, after Ratis has installed a snapshot there. */
    void reload() throws IOException {
        List<Path> all = all();
        if (all.isEmpty()) {
            newest = null;
            newestMillis = OptionalLong.empty();
        } else {
            makeNewest(all.get(all.size() - 1));
        }
    }

    private void makeNewest(Path snapshot) throws IOException {
        newest = info(snapshot);
        newestMillis = OptionalLong.of(Files.getLastModifiedTime(snapshot).toMillis());
    }

    /** When the newest snapshot was written here, as Unix time. */
    OptionalLong newestMillis() {
        return newestMillis;
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
    void add(TermIndex at, Writer writer) throws IOException {
        Path unfinished = unfinished();
        LiveCopy.delete(unfinished);
        writer.writeTo(unfinished);
        Path finished = folderOf(at);
        Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE);
        sync(folder());
        makeNewest(finished);
    }

    /** Makes the newest snapshot durable: Ratis writes what it receives without that, and cuts its log right after. */
    void syncNewest() throws IOException {
        Optional<Path> newestFolder = newestFolder();
        if (newestFolder.isPresent()) {
            try (Stream<Path> files = Files.list(newestFolder.get())) {
                for (Path file : files.toList()) {
                    sync(file);
                }
            }
            sync(newestFolder.get());
            sync(folder());
        }
    }

    private static void sync(Path fileOrFolder) throws IOException {
        try (FileChannel channel = FileChannel.open(fileOrFolder)) {
            channel.force(true);
        }
    }

    @Override
    public void format() {
        // Ratis formats a new storage folder as a whole; there is nothing of ours in it then.
    }

    @Override
    public void cleanupOldSnapshots(SnapshotRetentionPolicy policy) throws IOException {
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
        return folder().resolve("snapshot." + at.getTerm() + "_" + at.getIndex());
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
