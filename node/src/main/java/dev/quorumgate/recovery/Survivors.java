package dev.quorumgate.recovery;

import dev.quorumgate.cluster.DataFolder;
import dev.quorumgate.cluster.FileFailure;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Data folders of a cluster that lost its majority, kept from being used by anybody else until this is closed. */
public final class Survivors implements Closeable {
    private final List<DataFolder> folders;

    private Survivors(List<DataFolder> folders) {
        this.folders = folders;
    }

    /**
     * Takes the folders.
     *
     * @throws RefusedForSafetyException if one is in use
     * @throws IOException if one is not there or not to be written to
     */
    public static Survivors take(List<Path> paths) throws IOException {
        List<DataFolder> taken = new ArrayList<>();
        try {
            for (Path path : paths) {
                taken.add(take(path));
            }
            return new Survivors(taken);
        } catch (IOException | RuntimeException e) {
            for (DataFolder folder : taken) {
                folder.close();
            }
            throw e;
        }
    }

    private static DataFolder take(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Optional<Path> before = FolderExchange.copyOf(path);
            throw new IOException("there is no data folder '" + path + "'"
                    + before.map(copy -> ", but '" + copy + "': a recovery was broken off when it had moved the folder"
                                    + " aside. Put it back (mv " + copy + " " + path + "), and recover it again")
                            .orElse(""));
        }
        Optional<DataFolder> folder = open(path);
        if (folder.isEmpty()) {
            throw new RefusedForSafetyException("data folder '" + path + "' is in use by process "
                    + DataFolder.holder(path) + "; stop that first: what changes cannot be surveyed");
        }
        return folder.get();
    }

    private static Optional<DataFolder> open(Path path) throws IOException {
        try {
            return DataFolder.openUnlessInUse(path);
        } catch (IOException e) {
            throw new IOException(
                    "data folder '" + path + "' cannot be written to, which is needed for a look at it: "
                            + FileFailure.words(e.getCause() instanceof IOException cause ? cause : e)
                            + ". See to that, or copy the folder to where there is room, and name the copy",
                    e);
        }
    }

    /**
     * Looks what they hold, and says what can be made of that.
     *
     * @throws RefusedForSafetyException if they are of different clusters
     * @throws IOException if one cannot be read at all; the message says which and why
     */
    public RecoveryPlan plan() throws IOException {
        List<Survey> surveys = new ArrayList<>();
        for (DataFolder folder : folders) {
            DataFolder.Identity identity = folder.identity()
                    .orElseThrow(() -> new IOException("'" + folder.path()
                            + "' is not a data folder: nothing in it says" + " which node it belongs to"));
            surveys.add(Survey.of(folder.path(), identity));
        }
        return RecoveryPlan.of(surveys);
    }

    @Override
    public void close() throws IOException {
        for (DataFolder folder : folders) {
            folder.close();
        }
    }
}
