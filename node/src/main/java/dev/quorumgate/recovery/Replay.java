package dev.quorumgate.recovery;

import dev.quorumgate.cluster.Configuration;
import dev.quorumgate.cluster.FileFailure;
import dev.quorumgate.cluster.LogPlace;
import dev.quorumgate.groups.Batch;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.Transition;
import dev.quorumgate.raft.OfflineLog;
import dev.quorumgate.raft.OfflineRaft;
import dev.quorumgate.store.CorruptStoreException;
import dev.quorumgate.store.GroupStore;
import dev.quorumgate.store.LiveCopy;
import dev.quorumgate.store.NewerFormatException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a node would hold if all entries of its log were committed, made as the node itself makes it: its newest snapshot that
 * can be used, and the log behind that. Nothing is changed but the folder of the open database, which each start makes anew and which is gone afterwards.
 */
final class Replay implements Closeable, OfflineLog.Entries {
    private final Path live;
    private final GroupStore store;
    private final List<String> damage;
    private Groups groups;
    private LogPlace last;
    private Configuration configuration;

    private Replay(
            Path live,
            GroupStore store,
            Groups groups,
            LogPlace last,
            Configuration configuration,
            List<String> damage) {
        this.live = live;
        this.store = store;
        this.groups = groups;
        this.last = last;
        this.configuration = configuration;
        this.damage = damage;
    }

    /**
     * Reads all that there is.
     *
     * @throws IOException if nothing can be made of it, as when an entry is of a newer format, or a snapshot is not to be read
     *     for another reason than damage; the message says why
     */
    static Replay of(OfflineRaft raft, String clusterId) throws IOException {
        Configuration applied = raft.appliedConfiguration().orElse(Configuration.NONE);
        List<String> damage = new ArrayList<>();
        Replay replay = opened(raft, clusterId, applied, damage);
        try {
            raft.log().read(replay.last, replay).ifPresent(damage::add);
            return replay;
        } catch (IOException | RuntimeException e) {
            replay.close();
            throw e;
        }
    }

    private static Replay opened(OfflineRaft raft, String clusterId, Configuration applied, List<String> damage)
            throws IOException {
        for (OfflineRaft.Snapshot snapshot : raft.snapshots()) {
            Optional<GroupStore> store = Optional.empty();
            try {
                store = Optional.of(open(raft.live(), Optional.of(snapshot.folder()), clusterId));
                Groups groups = store.get().load().groups();
                requireIndex(snapshot, groups);
                return new Replay(raft.live(), store.get(), groups, snapshot.at(), applied, damage);
            } catch (CorruptStoreException e) {
                store.ifPresent(GroupStore::close);
                damage.add("snapshot '" + snapshot.folder() + "' cannot be used: " + e.getMessage());
            } catch (NewerFormatException e) {
                store.ifPresent(GroupStore::close);
                throw e; // an older snapshot would be a guess at what a newer version holds
            } catch (IOException e) {
                store.ifPresent(GroupStore::close);
                throw new IOException(
                        "cannot read snapshot '" + snapshot.folder() + "': " + FileFailure.words(e)
                                + "; nobody knows what is in it. See to that, or look at a copy of the folder; if it can never"
                                + " be read again, move it away",
                        e);
            }
        }
        GroupStore empty = open(raft.live(), Optional.empty(), clusterId);
        return new Replay(raft.live(), empty, Groups.EMPTY, LogPlace.START, applied, damage);
    }

    /** RocksDB takes a folder without its main files for one of a new and empty store. */
    private static void requireIndex(OfflineRaft.Snapshot snapshot, Groups groups) throws CorruptStoreException {
        if (groups.position().appliedIndex() != snapshot.at().index()) {
            throw new CorruptStoreException(
                    "it holds index " + groups.position().appliedIndex());
        }
    }

    private static GroupStore open(Path live, Optional<Path> snapshot, String clusterId) throws IOException {
        LiveCopy.make(snapshot, live);
        return GroupStore.open(live, clusterId);
    }

    /** What is stored as of {@link #last}. */
    Groups groups() {
        return groups;
    }

    /** The last entry that could be read. */
    LogPlace last() {
        return last;
    }

    /** The members by the last entry that says so. */
    Configuration configuration() {
        return configuration;
    }

    /** What is damaged or missing, a sentence each. */
    List<String> damage() {
        return List.copyOf(damage);
    }

    /** Writes all that is stored into {@code target}, which must not exist. */
    void checkpoint(Path target) throws IOException {
        store.checkpoint(groups, last.term(), target);
    }

    @Override
    public void batch(LogPlace at, Batch batch) throws IOException {
        Transition step = groups.apply(batch);
        store.commit(step, at.term());
        groups = step.next();
        last = at;
    }

    @Override
    public void configuration(LogPlace at, Configuration members) {
        configuration = members.index() > configuration.index() ? members : configuration;
        other(at);
    }

    @Override
    public void other(LogPlace at) {
        groups = groups.at(at.index());
        last = at;
    }

    @Override
    public void close() throws IOException {
        store.close();
        LiveCopy.delete(live);
    }
}
