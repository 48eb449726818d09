package dev.quorumgate.raft;

import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.PeerId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;

/** Members in Ratis's words and in ours. */
final class PeerIds {
    private PeerIds() {}

    static PeerId of(RaftPeerId id) {
        return PeerId.of(id.toString());
    }

    static RaftPeerId ratis(PeerId id) {
        return RaftPeerId.valueOf(id.toString());
    }

    /** Sorted by id. */
    static List<MemberRef> members(Collection<RaftPeer> peers) {
        return peers.stream()
                .map(PeerIds::member)
                .sorted(Comparator.comparing(MemberRef::id))
                .toList();
    }

    static MemberRef member(RaftPeer peer) {
        return new MemberRef(of(peer.getId()), peer.getAddress(), peer.getAdminAddress());
    }

    static RaftPeer ratis(MemberRef member) {
        return builder(member).build();
    }

    /** One that does not vote, where nothing but the member itself says so. */
    static RaftPeer listener(MemberRef member) {
        return builder(member).setStartupRole(RaftPeerRole.LISTENER).build();
    }

    private static RaftPeer.Builder builder(MemberRef member) {
        return RaftPeer.newBuilder()
                .setId(ratis(member.id()))
                .setAddress(member.raftAddress())
                .setAdminAddress(member.adminAddress());
    }
}
