package dev.quorumgate.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quorumgate.FreePorts;
import dev.quorumgate.cluster.ChangeUnderWayException;
import dev.quorumgate.cluster.Configuration;
import dev.quorumgate.cluster.JoinAnswer;
import dev.quorumgate.cluster.Member;
import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.Members;
import dev.quorumgate.cluster.Membership.Waiting;
import dev.quorumgate.cluster.Newcomer;
import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.cluster.SilentMemberException;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.Outcome;
import dev.quorumgate.groups.TestPushes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: members come and go one change at a time, whoever leads, and everybody who votes has what the others have. Method: real
 * Ratis in one process, several nodes of it; what they ask of each other beside goes without a network.
 */
class MembershipTest {
    private static final UUID CLUSTER = UUID.randomUUID();
    private static final long TIMEOUT_SECONDS = 30;

    @TempDir
    Path folder;

    private Members founders;
    private final Map<String, RaftNode> nodes = new ConcurrentHashMap<>();
    private final Map<String, List<String>> faults = new ConcurrentHashMap<>();
    private volatile boolean goodbyesAreLost;
    private int pushes;

    @BeforeEach
    void found() throws Exception {
        List<Member> all = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            all.add(new Member("n" + i, "127.0.0.1", FreePorts.take(), i));
        }
        founders = new Members(all);
        for (Member member : all) {
            start(member.asFounder(), Optional.of(founders), RaftSettings.Standing.MEMBER, member.name());
        }
        push();
    }

    @AfterEach
    void end() throws IOException {
        for (RaftNode node : nodes.values()) {
            node.close();
        }
    }

    @Test
    void givesAVoteToWhoWasAddedAndThatVoteCounts() throws Exception {
        MemberRef coming = newcomer("n4");
        RaftNode node = node(coming.id());

        change(members().adding(coming));

        await().until(node::isMember);
        assertThat(role(node)).isEqualTo(NodeStatus.Role.NON_VOTER);
        assertThat(members().nonVoters()).containsExactly(coming);
        assertThat(readOf(node)).isEqualTo(pushes);

        change(members().promoting(coming));
        await().until(() -> role(node) != NodeStatus.Role.NON_VOTER);
        for (String name : List.of("n1", "n2")) {
            stop(PeerId.of(name));
            push();
            change(members().without(members().named(name).orElseThrow()));
        }

        // Two are left, and a majority of two is both.
        push();
        assertThat(readOf(node)).isEqualTo(pushes);
    }

    @Test
    void keepsWhoHasNoVoteThroughARestartOfItAndAChangeOfOthers() throws Exception {
        MemberRef fourth = newcomer("n4");
        change(members().adding(fourth));
        MemberRef fifth = newcomer("n5");
        change(members().adding(fifth));
        stop(fourth.id());
        push();

        RaftNode again = start(fourth, Optional.empty(), RaftSettings.Standing.MEMBER, "new-n4");

        await().until(again::isMember);
        assertThat(members().nonVoters()).containsExactly(fourth, fifth);
        await().untilAsserted(() -> assertThat(readOf(again)).isEqualTo(pushes));
        assertThat(role(again)).isEqualTo(NodeStatus.Role.NON_VOTER);
    }

    @Test
    void replacesAMemberThatIsGoneInOneChange() throws Exception {
        stop(PeerId.of("n3"));
        MemberRef coming = newcomer("n3");

        change(members().replacing(members().named("n3").orElseThrow(), coming));

        RaftNode node = node(coming.id());
        await().until(node::isMember);
        assertThat(members().voters()).hasSize(3).contains(coming);
        stop(leader().configuration().named("n1").orElseThrow().id());
        push(); // the new one is needed for that
        await().untilAsserted(() -> assertThat(readOf(node)).isEqualTo(pushes));
    }

    @Test
    void takesAMemberInAtAnotherAddressWithItsData() throws Exception {
        MemberRef leaving = follower();
        PeerId before = leaving.id();
        await().until(() -> node(before).latest().byKey().size() == pushes);
        stop(before);
        // Nothing is written meanwhile: it has all that there is.
        MemberRef moved =
                new MemberRef(PeerId.of(before + "~00000001"), "127.0.0.1:" + FreePorts.take(), "127.0.0.1:22");
        RaftNode node = start(moved, Optional.empty(), RaftSettings.Standing.MOVING, before.name());
        assertThat(announce(moved, Optional.of(before))).isInstanceOf(JoinAnswer.Wait.class);

        change(members().replacing(leaving, moved));

        await().until(node::isMember);
        assertThat(readOf(node)).isEqualTo(pushes);
        assertThat(announce(moved, Optional.of(before))).isInstanceOf(JoinAnswer.Member.class);
    }

    @Test
    void tellsWhoeverIsRemovedAndItSaysWhoDidIt() throws Exception {
        PeerId leader = leaderId();
        PeerId victim = members().voters().stream()
                .map(MemberRef::id)
                .filter(id -> !id.equals(leader))
                .findFirst()
                .orElseThrow();

        long index = change(members().without(members().named(victim.name()).orElseThrow()));

        await().until(() -> !faultsOf(victim).isEmpty());
        assertThat(faultsOf(victim).get(0))
                .startsWith("REMOVED this node, " + victim + ", was removed from cluster " + CLUSTER + " at log index "
                        + index)
                .contains("' is kept. To take part again give it an empty --storage.path");
    }

    @Test
    void findsOutThatItWasRemovedWhileItWasAway() throws Exception {
        MemberRef listener = newcomer("n4");
        change(members().adding(listener));
        await().until(node(listener.id())::isMember);
        stop(listener.id());
        change(members().without(listener));

        start(listener, Optional.empty(), RaftSettings.Standing.MEMBER, "new-n4");

        await().atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
                .until(() -> !faultsOf(listener.id()).isEmpty());
        assertThat(faultsOf(listener.id()).get(0)).startsWith("REMOVED this node, n4, was removed");
    }

    /** Ratis lets it wait then, for ever. */
    @Test
    void findsOutThatItWasRemovedByAChangeThatItHasTheFirstHalfOf() throws Exception {
        goodbyesAreLost = true;
        MemberRef victim = follower();
        change(members().without(victim));
        stop(victim.id());
        faultsOf(victim.id()).clear();

        start(victim, Optional.of(founders), RaftSettings.Standing.MEMBER, victim.name());

        await().atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
                .until(() -> !faultsOf(victim.id()).isEmpty());
        assertThat(faultsOf(victim.id()).get(0)).startsWith("REMOVED this node, " + victim.name() + ", was removed");
    }

    @Test
    void sendsToAllAgainAfterAMemberThatCannotBeReachedWasNotAdded() throws Exception {
        MemberRef fourth = newcomer("n4");
        change(members().adding(fourth));
        Configuration before = members();
        MemberRef nobody = new MemberRef(PeerId.of("n9~00000009"), "127.0.0.1:" + FreePorts.take(), "127.0.0.1:9");

        assertThatThrownBy(() -> change(before.adding(nobody)))
                .cause()
                .isInstanceOf(SilentMemberException.class)
                .hasMessageContaining("can the leader reach n9 at " + nobody.raftAddress());

        assertThat(members().all()).isEqualTo(before.all());
        push();
        await().atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
                .until(() -> node(fourth.id()).latest().byKey().size() == pushes);
    }

    @Test
    void makesOneChangeAtATime() throws Exception {
        Configuration before = members();
        MemberRef fourth = newcomer("n4");
        change(before.adding(fourth));

        assertThatThrownBy(() -> leader().change(before, before.adding(newcomer("n5")), "test", progress -> {})
                        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(ChangeUnderWayException.class);
        assertThat(members().nonVoters()).containsExactly(fourth);
    }

    /** Ratis finds that out too late, and would make no change any more. */
    @Test
    void refusesTwoMembersOfOneNameAndGoesOn() throws Exception {
        MemberRef fourth = newcomer("n4");

        assertThatThrownBy(() -> change(members().adding(fourth).adding(fourth)))
                .cause()
                .hasMessage("two members would have the same name");
        change(members().adding(fourth));

        assertThat(members().nonVoters()).containsExactly(fourth);
    }

    @Test
    void handsLeadershipToTheOneThatIsNamed() throws Exception {
        PeerId before = leaderId();
        PeerId heir = members().voters().stream()
                .map(MemberRef::id)
                .filter(id -> !id.equals(before))
                .findFirst()
                .orElseThrow();

        MemberRef leader =
                leader().transferLeadership(heir, Duration.ofSeconds(5)).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);

        assertThat(leader.id()).isEqualTo(heir);
        push();
    }

    /** A node with an empty folder, waiting. */
    private MemberRef newcomer(String name) throws Exception {
        MemberRef coming = new MemberRef(
                PeerId.of(name + "~0000000" + nodes.size()),
                "127.0.0.1:" + FreePorts.take(),
                "127.0.0.1:" + nodes.size());
        start(coming, Optional.empty(), RaftSettings.Standing.NEWCOMER, "new-" + name);
        assertThat(announce(coming, Optional.empty())).isInstanceOf(JoinAnswer.Wait.class);
        assertThat(leader().waiting()).extracting(Waiting::node).contains(coming);
        return coming;
    }

    private JoinAnswer announce(MemberRef node, Optional<PeerId> formerly) throws Exception {
        Newcomer newcomer =
                new Newcomer(CLUSTER.toString(), node, "incarnation", formerly, "1", RaftNode.LOG_FORMAT_MAX, 1, true);
        // Anybody may be asked.
        return leader().join(newcomer, false).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private RaftNode start(MemberRef self, Optional<Members> founders, RaftSettings.Standing standing, String data)
            throws IOException {
        RaftSettings settings = new RaftSettings(
                self,
                founders,
                standing,
                "127.0.0.1",
                Integer.parseInt(self.raftAddress().substring("127.0.0.1:".length())),
                Optional.empty(),
                folder.resolve(data),
                1 << 20,
                Duration.ofSeconds(15),
                Duration.ofSeconds(15),
                // Ends the rule of a leader that a busy machine holds up for longer.
                Duration.ofSeconds(2),
                20_000,
                64 << 20);
        RaftNode node = new RaftNode(
                settings,
                new Neighbours(nodes) {
                    @Override
                    public CompletableFuture<Void> tellRemoved(
                            Peer removed, long configurationIndex, String by, Duration timeout) {
                        return goodbyesAreLost
                                ? CompletableFuture.failedFuture(new IOException("lost"))
                                : super.tellRemoved(removed, configurationIndex, by, timeout);
                    }
                },
                Clock.systemUTC(),
                (fault, detail) -> faultsOf(self.id()).add(fault + " " + detail),
                Optional::empty,
                () -> "starting");
        nodes.put(self.id().toString(), node);
        node.start(CLUSTER);
        return node;
    }

    private void stop(PeerId id) throws IOException {
        RaftNode gone = node(id);
        nodes.remove(id.toString());
        gone.close();
    }

    private RaftNode node(PeerId id) {
        return Objects.requireNonNull(nodes.get(id.toString()));
    }

    private long change(Configuration to) throws Exception {
        Configuration from = members();
        return leader().change(from, to, "test", progress -> {}).get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private Configuration members() {
        return leader().configuration();
    }

    private MemberRef follower() {
        PeerId leader = leaderId();
        return members().voters().stream()
                .filter(member -> !member.id().equals(leader))
                .findFirst()
                .orElseThrow();
    }

    private PeerId leaderId() {
        RaftNode leader = leader();
        return nodes.entrySet().stream()
                .filter(each -> each.getValue() == leader)
                .map(each -> PeerId.of(each.getKey()))
                .findFirst()
                .orElseThrow();
    }

    private RaftNode leader() {
        return await().atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
                .until(
                        () -> nodes.values().stream()
                                .filter(node -> role(node) == NodeStatus.Role.LEADER
                                        && node.confirmsLeadership().join())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static NodeStatus.Role role(RaftNode node) {
        return node.status().map(NodeStatus::role).orElse(NodeStatus.Role.NONE);
    }

    private void push() throws ExecutionException, InterruptedException, java.util.concurrent.TimeoutException {
        Outcome outcome = leader().commandLog()
                .append(TestPushes.put(TestPushes.key("job" + pushes++)))
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        assertThat(outcome).isEqualTo(Outcome.ACCEPTED);
    }

    private static int readOf(RaftNode node) throws Exception {
        Groups groups = node.linearizable().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        return groups.byKey().size();
    }

    private List<String> faultsOf(PeerId id) {
        return faults.computeIfAbsent(id.toString(), key -> new CopyOnWriteArrayList<>());
    }
}
