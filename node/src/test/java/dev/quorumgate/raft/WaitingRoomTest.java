package dev.quorumgate.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.cluster.Configuration;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.Membership.Waiting;
import dev.quorumgate.cluster.Newcomer;
import dev.quorumgate.cluster.PeerId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Goal: whoever is listed can be taken in, and is what runs at its address now. */
class WaitingRoomTest {
    private static final MemberRef FOUNDER = new MemberRef(PeerId.of("n1"), "h1:1", "h1:2");

    private Configuration members = new Configuration(3, List.of(FOUNDER), List.of());
    private final WaitingRoom room = new WaitingRoom("c1", () -> members, () -> 0);

    @Test
    void forgetsTheProcessThatRanAtAnAddressBefore() {
        room.announce(newcomer("n4~00000001"));
        room.announce(newcomer("n4~00000002"));

        assertThat(ids()).containsExactly("n4~00000002");
    }

    @Test
    void doesNotListWhoIsAMember() {
        room.announce(newcomer("n4~00000001"));

        members = members.adding(newcomer("n4~00000001").node());

        assertThat(ids()).isEmpty();
    }

    private List<String> ids() {
        return room.waiting().stream()
                .map(Waiting::node)
                .map(node -> node.id().toString())
                .toList();
    }

    private static Newcomer newcomer(String id) {
        return new Newcomer(
                "c1",
                new MemberRef(PeerId.of(id), "h4:1", "h4:2"),
                "folder",
                Optional.empty(),
                "1",
                CommandCodec.FORMAT_VERSION,
                1,
                true);
    }
}
