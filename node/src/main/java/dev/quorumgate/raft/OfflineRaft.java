package dev.quorumgate.raft;

import dev.quorumgate.cluster.Configuration;
import dev.quorumgate.cluster.LogPlace;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.util.ProtoUtils;

/** What Ratis has left in the data folder of a node that does not run. It is looked at and never changed. */
public final class OfflineRaft {
    private final Path group;
    private final Path live;

    private OfflineRaft(Path group, Path live) {
        this.group = group;
        this.live = live;
    }

    /** A snapshot, and the last log entry that is in it. */
    public record Snapshot(Path folder, LogPlace at) {}

    /** What belongs to a cluster in a data folder; there may be nothing. */
    public static OfflineRaft in(Path storage, String clusterId) {
        return new OfflineRaft(DataFolders.raft(storage).resolve(clusterId), DataFolders.live(storage));
    }

    /** Where a node opens its database, from a snapshot at each start; of no use in between. */
    public Path live() {
        return live;
    }

    /** The term that the node was in; empty if that cannot be told any more. */
    public OptionalLong term() throws IOException {
        Path file = current().resolve("raft-meta");
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        Properties lines = new Properties();
        try (Reader text = Files.newBufferedReader(file)) {
            lines.load(text);
            return OptionalLong.of(Long.parseLong(lines.getProperty("term", "")));
        } catch (IllegalArgumentException e) {
            return OptionalLong.empty();
        }
    }

    /** All snapshots, the newest first. */
    public List<Snapshot> snapshots() throws IOException {
        Path all = group.resolve(FreshFolder.SNAPSHOTS);
        return Files.isDirectory(all) ? Checkpoints.in(all) : List.of();
    }

    /** The members as of what was applied last; the log may know better. */
    public Optional<Configuration> appliedConfiguration() throws IOException {
        Path file = current().resolve(FreshFolder.CONFIGURATION);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(configuration(LogEntryProto.parseFrom(in)));
        }
    }

    public OfflineLog log() throws IOException {
        return OfflineLog.in(current());
    }

    static Configuration configuration(LogEntryProto entry) {
        List<RaftPeer> voters =
                ProtoUtils.toRaftPeers(entry.getConfigurationEntry().getPeersList());
        List<RaftPeer> others =
                ProtoUtils.toRaftPeers(entry.getConfigurationEntry().getListenersList());
        List<RaftPeer> former =
                ProtoUtils.toRaftPeers(entry.getConfigurationEntry().getOldPeersList());
        return new Configuration(
                entry.getIndex(), PeerIds.members(voters), PeerIds.members(others), PeerIds.members(former));
    }

    private Path current() {
        return group.resolve(FreshFolder.CURRENT);
    }
}
