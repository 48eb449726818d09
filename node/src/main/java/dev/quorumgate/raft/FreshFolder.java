package dev.quorumgate.raft;

import dev.quorumgate.cluster.Member;
import dev.quorumgate.cluster.Members;
import dev.quorumgate.store.LiveCopy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.server.storage.RaftStorageMetadata;
import org.apache.ratis.util.AtomicFileOutputStream;
import org.apache.ratis.util.SizeInBytes;

/**
 * Ratis's part of a data folder that begins with a snapshot: the term, the members, the snapshot, and no log. To Ratis it is
 * what is left of a log of which everything is in a snapshot and was cut off.
 *
 * <p>The folders of all members that begin together must say the same term and index: a leader's first entry follows on these,
 * and the others take it only when their own snapshot is at the same place.
 */
public final class FreshFolder {
    /** Of Ratis, as it names them. */
    static final String CURRENT = "current";

    static final String SNAPSHOTS = "sm";
    static final String CONFIGURATION = "raft-meta.conf";
    private static final String LOCK = "in_use.lock";

    private FreshFolder() {}

    /** Writes the files of a snapshot into a folder that does not exist yet. */
    public interface Snapshot {
        void writeTo(Path target) throws IOException;
    }

    /**
     * Writes all that Ratis needs into the data folder {@code storage}, durably.
     *
     * @param members who votes
     * @param term of the entry with the index {@code index}, up to which the snapshot goes
     */
    public static void write(Path storage, UUID clusterId, Members members, long term, long index, Snapshot snapshot)
            throws IOException {
        Path group = DataFolders.raft(storage).resolve(clusterId.toString());
        Files.createDirectories(group);
        format(group, term);
        writeConfiguration(group.resolve(CURRENT).resolve(CONFIGURATION), members, term, index);
        Path target = Checkpoints.folderOf(group.resolve(SNAPSHOTS), term, index);
        snapshot.writeTo(target);
        syncAll(DataFolders.raft(storage));
        sync(storage); // not all in there: the root of a volume has what belongs to others
    }

    /** Deletes what {@link #write} has written, or has begun to write. */
    public static void delete(Path storage) throws IOException {
        LiveCopy.delete(DataFolders.raft(storage));
    }

    private static void format(Path group, long term) throws IOException {
        try (RaftStorage storage = RaftStorage.newBuilder()
                .setDirectory(group.toFile())
                .setStorageFreeSpaceMin(SizeInBytes.valueOf(0))
                .setOption(RaftStorage.StartupOption.FORMAT)
                .build()) {
            storage.initialize();
            storage.getMetadataFile().persist(RaftStorageMetadata.valueOf(term, RaftPeerId.valueOf("")));
        }
        Files.deleteIfExists(group.resolve(LOCK));
    }

    private static void writeConfiguration(Path file, Members members, long term, long index) throws IOException {
        RaftConfigurationProto.Builder voters = RaftConfigurationProto.newBuilder();
        for (Member member : members.all()) {
            voters.addPeers(PeerIds.ratis(member.asFounder()).getRaftPeerProto());
        }
        LogEntryProto entry = LogEntryProto.newBuilder()
                .setTerm(term)
                .setIndex(index)
                .setConfigurationEntry(voters)
                .build();
        try (AtomicFileOutputStream out = new AtomicFileOutputStream(file.toFile())) {
            entry.writeTo(out);
        }
    }

    private static void syncAll(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.toList();
        }
        for (Path each : all) {
            sync(each);
        }
    }

    /** Makes what a file holds, or the names in a folder, durable. */
    public static void sync(Path fileOrFolder) throws IOException {
        try (FileChannel channel = FileChannel.open(fileOrFolder)) {
            channel.force(true);
        }
    }
}
