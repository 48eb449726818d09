package dev.quorumgate.raft;

import dev.quorumgate.cluster.Configuration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerProto;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.thirdparty.com.google.protobuf.InvalidProtocolBufferException;

/** Ratis's copy of the configuration that a node applied last, as it lies in the data folder. */
public final class StoredConfiguration {
    private StoredConfiguration() {}

    /**
     * The members by it; empty before there is a copy.
     *
     * @throws IOException if it cannot be read; the message names it
     */
    public static Optional<Configuration> read(Path storage, String clusterId) throws IOException {
        Path file =
                DataFolders.raft(storage).resolve(clusterId).resolve("current").resolve("raft-meta.conf");
        if (clusterId.isEmpty() || !Files.exists(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            LogEntryProto entry = LogEntryProto.parseFrom(in);
            RaftConfigurationProto members = entry.getConfigurationEntry();
            return Optional.of(new Configuration(
                    entry.getIndex(),
                    members.getPeersList().stream()
                            .map(StoredConfiguration::peer)
                            .map(PeerIds::member)
                            .toList(),
                    members.getListenersList().stream()
                            .map(StoredConfiguration::peer)
                            .map(PeerIds::member)
                            .toList()));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new IOException(
                    "file '" + file + "' is damaged: " + e.getMessage()
                            + "; put an intact copy of the data folder back, or replace this member by one with an empty"
                            + " data folder: quorumgate member replace",
                    e);
        }
    }

    private static RaftPeer peer(RaftPeerProto peer) {
        return RaftPeer.newBuilder()
                .setId(RaftPeerId.valueOf(peer.getId()))
                .setAddress(peer.getAddress())
                .setAdminAddress(peer.getAdminAddress())
                .build();
    }
}
