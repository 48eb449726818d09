package dev.quorumgate.raft;

import dev.quorumgate.store.LiveCopy;
import dev.quorumgate.store.ReadOnlyStore;
import dev.quorumgate.store.RecordCursor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A snapshot that stays as it is until it is closed. Used by one thread. */
public final class PinnedSnapshot implements Closeable {
    private final Path folder;
    private final ReadOnlyStore store;
    private final ReadOnlyStore.About about;
    private final Checkpoints.Size size;

    private PinnedSnapshot(Path folder, ReadOnlyStore store, Checkpoints.Size size) throws IOException {
        this.folder = folder;
        this.store = store;
        this.size = size;
        this.about = store.about();
    }

    /** Opens the copy in {@code folder}, which goes when this is closed. */
    static PinnedSnapshot open(Path folder, Checkpoints.Copied copied) throws IOException {
        ReadOnlyStore store = ReadOnlyStore.open(folder, copied.origin());
        try {
            return new PinnedSnapshot(folder, store, copied.size());
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** What it says of itself. */
    public ReadOnlyStore.About about() {
        return about;
    }

    public long groups() {
        return size.groups();
    }

    public long series() {
        return size.series();
    }

    /** All that is in it, once. */
    public RecordCursor records() {
        return store;
    }

    @Override
    public void close() throws IOException {
        store.close();
        LiveCopy.delete(folder);
    }
}
