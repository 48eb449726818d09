package dev.quorumgate.raft;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.quorumgate.cluster.ByteCount;
import dev.quorumgate.groups.Batch;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.Transition;
import dev.quorumgate.store.CorruptStoreException;
import dev.quorumgate.store.GroupStore;
import dev.quorumgate.store.LiveCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the state machine of {@code groups} under Ratis. Ratis's apply thread owns the store and alone writes the view; it
 * also takes and installs snapshots.
 */
final class GroupStateMachine extends BaseStateMachine {
    private static final Logger logger = LoggerFactory.getLogger(GroupStateMachine.class);

    private final UUID clusterId;
    private final RaftSettings settings;
    private final Clock clock;
    private final NodeFaults faults;
    private final Checkpoints checkpoints = new Checkpoints();
    private final SnapshotPins pins;
    private final AppliedIndex applied = new AppliedIndex();

    private final MarkedView marked = new MarkedView();

    private volatile Groups view = Groups.EMPTY;
    private static final long SPARE_BYTES = 1 << 20;

    private final AtomicLong logBytesSinceSnapshot = new AtomicLong();
    private volatile boolean closing;

    /** Ratis may close us from another thread than the one that applies. */
    private final AtomicLong elections = new AtomicLong();

    private volatile long storeBytes;
    private volatile Optional<String> noSnapshotBecause = Optional.empty();
    private final Object storeLock = new Object();

    @GuardedBy("storeLock")
    private @Nullable GroupStore store;

    GroupStateMachine(UUID clusterId, RaftSettings settings, Clock clock, NodeFaults faults) {
        this.clusterId = clusterId;
        this.settings = settings;
        this.clock = clock;
        this.faults = faults;
        this.pins = new SnapshotPins(DataFolders.pins(settings.storage()), checkpoints);
    }

    SnapshotPins pins() {
        return pins;
    }

    /** The latest view. Read by any thread. */
    Groups view() {
        return view;
    }

    /** The view as of the last mark. */
    MarkedView marked() {
        return marked;
    }

    AppliedIndex applied() {
        return applied;
    }

    /** Bytes of log entries applied since the newest snapshot: what a restart would have to replay. */
    long logBytesSinceSnapshot() {
        return logBytesSinceSnapshot.get();
    }

    /** From now on {@link #close} is no fault. */
    void expectClose() {
        closing = true;
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId groupId, RaftStorage storage) throws IOException {
        getLifeCycle()
                .startAndTransition(
                        () -> {
                            super.initialize(server, groupId, storage);
                            checkpoints.init(storage);
                            pins.clear();
                            load();
                        },
                        IOException.class);
    }

    /** Opens a fresh copy of the newest snapshot; Ratis then replays the log from there. */
    private void load() throws IOException {
        closeStore();
        Path live = DataFolders.live(settings.storage());
        LiveCopy.make(checkpoints.newestFolder(), live);
        GroupStore opened = GroupStore.open(live, clusterId.toString());
        synchronized (storeLock) {
            store = opened;
        }
        GroupStore.Content content = contentOf(opened);
        TermIndex expected = checkpoints.getLatestSnapshot() == null
                ? TermIndex.INITIAL_VALUE
                : checkpoints.getLatestSnapshot().getTermIndex();
        long index = content.groups().position().appliedIndex();
        if (index != expected.getIndex()) {
            throw new IOException("snapshot '" + checkpoints.newestFolder().orElse(live) + "' holds index " + index
                    + ". " + DataFolders.SNAPSHOT_REMEDY);
        }
        checkpoints.loaded(Checkpoints.Size.of(content.groups()));
        logBytesSinceSnapshot.set(0);
        view = content.groups();
        setLastAppliedTermIndex(expected);
        applied.advance(index);
        logger.atInfo()
                .addKeyValue("index", index)
                .addKeyValue("groups", view.byKey().size())
                .addKeyValue("series", view.seriesCount())
                .log("loaded the store");
    }

    private GroupStore.Content contentOf(GroupStore opened) throws IOException {
        try {
            return opened.load();
        } catch (CorruptStoreException e) {
            Path origin = checkpoints.newestFolder().orElse(DataFolders.live(settings.storage()));
            throw new IOException(
                    "snapshot '" + origin + "' cannot be used: " + e.getMessage() + ". " + DataFolders.SNAPSHOT_REMEDY,
                    e);
        }
    }

    /** On the leader, before an entry is appended: gives it the one time of the cluster. */
    @Override
    public TransactionContext startTransaction(RaftClientRequest request) {
        ByteString entry = request.getMessage().getContent();
        TransactionContext.Builder context =
                TransactionContext.newBuilder().setStateMachine(this).setClientRequest(request);
        if (entry.size() > settings.entryBytesMax() - 1024) {
            return context.build()
                    .setException(new IOException(
                            "an entry of " + entry.size() + " bytes is too large for the log of this node"));
        }
        Instant now = clock.instant();
        long nanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        return context.setLogData(entry.concat(UnsafeByteOperations.unsafeWrap(CommandCodec.encodeTime(nanos))))
                .build();
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = transaction.getLogEntry();
        long index = entry.getIndex();
        try {
            ByteString data = entry.getStateMachineLogEntry().getLogData();
            Batch batch = CommandCodec.decode(index, data.asReadOnlyByteBuffer());
            Transition step = view.apply(batch);
            withStore(opened -> opened.commit(step, entry.getTerm()));
            // Readers see a write only once this node holds it, and whoever waits for the index finds the view.
            view = step.next();
            if (batch.commands().isEmpty()) {
                marked.set(view);
            }
            updateLastAppliedTermIndex(entry.getTerm(), index);
            applied.advance(index);
            logBytesSinceSnapshot.addAndGet(data.size());
            return CompletableFuture.completedFuture(
                    Message.valueOf(UnsafeByteOperations.unsafeWrap(OutcomeCodec.encode(step.outcomes()))));
        } catch (IOException | RuntimeException | Error fault) {
            logger.error("cannot apply log entry {}", index, fault);
            faults.report(
                    NodeFaults.Fault.CANNOT_APPLY,
                    "cannot apply log entry " + index + ": " + fault.getMessage()
                            + "; the log in '" + DataFolders.raft(settings.storage())
                            + "' is intact, see the log above for the cause");
            // Thrown, not returned in the future: Ratis stops the division on a throw, while a failed future is only
            // logged and the index still advances, leaving this replica silently different.
            throw new IllegalStateException("cannot apply log entry " + index, fault);
        }
    }

    @Override
    public void notifyLeaderChanged(RaftGroupMemberId member, RaftPeerId leader) {
        elections.incrementAndGet();
    }

    /** Times that this node learned who leads; the first is at its start, whenever that one was elected. */
    long elections() {
        return elections.get();
    }

    OptionalLong snapshotMillis() {
        return checkpoints.newestMillis();
    }

    /** As of the last {@link #sampleStore}. */
    long storeBytes() {
        return storeBytes;
    }

    /** Looks how large the store is; waits while it is written to. */
    void sampleStore() {
        synchronized (storeLock) {
            storeBytes = store == null ? 0 : store.bytes();
        }
    }

    /** Configuration entries move the index without a command of ours. */
    @Override
    public void notifyTermIndexUpdated(long term, long index) {
        view = view.at(index);
        super.notifyTermIndexUpdated(term, index);
        applied.advance(index);
    }

    /** Does not throw: Ratis would then never answer whoever asked for it, nor anybody who asks until that one gives up. */
    @Override
    public long takeSnapshot() {
        TermIndex at = getLastAppliedTermIndex();
        if (at.getIndex() < 0) {
            return RaftLog.INVALID_LOG_INDEX;
        }
        SnapshotInfo newest = checkpoints.getLatestSnapshot();
        if (newest == null || newest.getIndex() < at.getIndex()) {
            try {
                writeSnapshot(at);
            } catch (IOException e) {
                if (noSnapshotBecause.isEmpty()) {
                    logger.error("cannot take a snapshot; the log grows until one succeeds", e);
                }
                noSnapshotBecause = Optional.of(String.valueOf(e.getMessage()));
                return newest == null ? RaftLog.INVALID_LOG_INDEX : newest.getIndex();
            }
        }
        noSnapshotBecause = Optional.empty();
        logBytesSinceSnapshot.set(0);
        return at.getIndex();
    }

    private void writeSnapshot(TermIndex at) throws IOException {
        requireRoom();
        long begun = System.nanoTime();
        checkpoints.add(
                at,
                Checkpoints.Size.of(view),
                target -> withStore(opened -> opened.checkpoint(view, at.getTerm(), target)));
        logger.atInfo()
                .addKeyValue("index", at.getIndex())
                .addKeyValue("log_bytes", logBytesSinceSnapshot.get())
                .addKeyValue("millis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun))
                .log("took a snapshot");
    }

    /** Why the latest attempt at a snapshot failed; empty when it did not. */
    Optional<String> noSnapshotBecause() {
        return noSnapshotBecause;
    }

    /** Log index of the snapshot before the newest; -1 for none. */
    long previousSnapshotIndex() {
        return checkpoints.previousIndex();
    }

    /** A database that could not write its files takes no further entries; without a snapshot the log just grows. */
    private void requireRoom() throws IOException {
        long free = Files.getFileStore(settings.storage()).getUsableSpace();
        withStore(opened -> {
            if (free < opened.unwrittenBytes() + SPARE_BYTES) {
                throw new IOException(
                        "there is no room for a snapshot, " + ByteCount.text(free) + " are free; free some space");
            }
        });
    }

    @Override
    public StateMachineStorage getStateMachineStorage() {
        return checkpoints;
    }

    /** Before a snapshot is installed, while the apply thread may still be at work: the store stays open. */
    @Override
    public void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    /** After a snapshot was installed. */
    @Override
    public void reinitialize() throws IOException {
        checkpoints.reload();
        checkpoints.syncNewest();
        load();
        if (getLifeCycleState() == LifeCycle.State.PAUSED) {
            getLifeCycle().transition(LifeCycle.State.STARTING);
            getLifeCycle().transition(LifeCycle.State.RUNNING);
        }
        logger.atInfo().addKeyValue("index", applied.get()).log("installed a snapshot from the leader");
    }

    @Override
    public void notifyLogFailed(Throwable cause, @Nullable LogEntryProto failed) {
        logger.error("the Raft log failed", cause);
        faults.report(
                NodeFaults.Fault.LOG_FAILED,
                "cannot write the Raft log in '" + DataFolders.raft(settings.storage()) + "': " + cause.getMessage()
                        + "; check the disk, then start this node again");
    }

    @Override
    public void notifyServerShutdown(RoleInfoProto role, boolean allServer) {
        if (!closing) {
            faults.report(
                    allServer ? NodeFaults.Fault.RAFT_STOPPED : NodeFaults.Fault.REMOVED,
                    allServer
                            ? "Ratis closed its server; see the log above for the cause"
                            : "Ratis ended because its configuration does not hold this node, which no other member confirms");
        }
    }

    @Override
    public void close() {
        closeStore();
        if (!closing) {
            faults.report(
                    NodeFaults.Fault.RAFT_STOPPED, "Ratis closed the state machine; see the log above for the cause");
        }
    }

    private interface StoreAction {
        void on(GroupStore opened) throws IOException;
    }

    private void withStore(StoreAction action) throws IOException {
        synchronized (storeLock) {
            if (store == null) {
                throw new IOException("the store is closed");
            }
            action.on(store);
        }
    }

    void closeStore() {
        synchronized (storeLock) {
            if (store != null) {
                store.close();
                store = null;
            }
        }
    }
}
