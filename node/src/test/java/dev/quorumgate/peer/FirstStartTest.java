package dev.quorumgate.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quorumgate.FreePorts;
import dev.quorumgate.cluster.DataFolder;
import dev.quorumgate.cluster.GroupDigest;
import dev.quorumgate.cluster.JoinAnswer;
import dev.quorumgate.cluster.Member;
import dev.quorumgate.cluster.MemberStanding;
import dev.quorumgate.cluster.Members;
import dev.quorumgate.cluster.Newcomer;
import dev.quorumgate.cluster.OwnIdentity;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.raft.PeerRequests;
import dev.quorumgate.raft.Proposal;
import dev.quorumgate.raft.ProposeResult;
import dev.quorumgate.raft.ReadIndexResult;
import dev.quorumgate.rpc.RpcChannels;
import dev.quorumgate.rpc.RpcServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goal: nobody votes who may have forgotten a vote. Method: real greetings between nodes that have nothing else. */
class FirstStartTest {
    @TempDir
    Path temp;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Members members;

    /** A node that can greet and be greeted. */
    private final class Node implements AutoCloseable {
        final List<String> waiting = new CopyOnWriteArrayList<>();
        final DataFolder folder;
        final RpcServer server;
        final FirstStart firstStart;
        final Greeter greeter;

        Node(String name, Members initialMembers) throws IOException {
            this(name, initialMembers, initialMembers.named(name).orElseThrow().adminPort());
        }

        Node(String name, Members initialMembers, int port) throws IOException {
            folder = DataFolder.open(temp.resolve(name));
            DataFolder.Identity identity = folder.identity()
                    .orElse(DataFolder.Identity.fresh(
                            name,
                            initialMembers.foundedClusterId().toString(),
                            "folder-" + System.nanoTime(),
                            initialMembers.canonical()));
            folder.mark(identity);
            greeter = new Greeter(new OwnIdentity(folder, identity));
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            PeerEndpoint endpoint = new PeerEndpoint(
                    identity::clusterId,
                    greeter,
                    new NotTakingPart(),
                    (index, patience) -> CompletableFuture.failedFuture(new IOException("not asked here")),
                    new Hearsay() {
                        @Override
                        public void pushesRefused(boolean refused, long term) {}

                        @Override
                        public void compared(boolean holdsTheSame, long index) {}
                    });
            server = RpcServer.start(address, Optional.empty(), 1 << 20, List.of(endpoint.bindService()));
            RpcChannels channels = new RpcChannels(Optional.empty());
            PeerClient client = new PeerClient(identity::clusterId, channels);
            open.push(endpoint);
            open.push(channels);
            open.push(this);
            firstStart = new FirstStart(initialMembers, greeter, client);
        }

        /** On a thread of its own: the common pool may have one only, on two cores. */
        CompletableFuture<Void> start() {
            return CompletableFuture.runAsync(
                    () -> {
                        try {
                            firstStart.await(waiting::add);
                        } catch (IOException | InterruptedException e) {
                            throw new IllegalStateException(e.getMessage(), e);
                        }
                    },
                    task -> new Thread(task).start());
        }

        boolean isFounded() {
            return greeter.identity().founded();
        }

        @Override
        public void close() throws IOException {
            server.close();
            folder.close();
        }
    }

    @BeforeEach
    void chooseAddresses() {
        chooseAddresses("n1", "n2", "n3");
    }

    private void chooseAddresses(String... names) {
        List<Member> all = new ArrayList<>();
        for (String name : names) {
            all.add(new Member(name, "127.0.0.1", 1 + all.size(), FreePorts.take()));
        }
        members = new Members(all);
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Test
    void foundsTheClusterOnceAllThreeHaveMet() throws Exception {
        Node first = new Node("n1", members);
        Node second = new Node("n2", members);
        CompletableFuture<Void> started = CompletableFuture.allOf(first.start(), second.start());
        await().until(() -> first.waiting.contains("the first start waits for n3 to answer"));
        assertThat(started).isNotDone();

        new Node("n3", members).start().join();

        started.join();
        assertThat(first.isFounded()).isTrue();
        assertThat(second.isFounded()).isTrue();
    }

    /** Four of five: any two majorities of the others have one in common, which remembers. */
    @Test
    void foundsAClusterOfFiveWithoutTheLastOne() throws Exception {
        chooseAddresses("n1", "n2", "n3", "n4", "n5");
        List<Node> nodes = new ArrayList<>();
        for (String name : List.of("n1", "n2", "n3")) {
            nodes.add(new Node(name, members));
        }
        List<CompletableFuture<Void>> started = nodes.stream().map(Node::start).toList();
        await().until(() -> nodes.get(0).waiting.contains("the first start waits for n4, n5 to answer"));
        assertThat(started).noneMatch(CompletableFuture::isDone);

        new Node("n4", members).start().join();

        started.forEach(CompletableFuture::join);
    }

    /** Who is left over from an earlier restore of the same file may be among those who are silent. */
    @Test
    void foundsARestoredClusterOnlyWhenAllAreThere() throws Exception {
        chooseAddresses("n1", "n2", "n3", "n4", "n5");
        for (Member member : members.all()) {
            try (DataFolder restored = DataFolder.open(temp.resolve(member.name()))) {
                restored.mark(DataFolder.Identity.restored(
                        member.name(), "restored", "folder of " + member.name(), members.canonical()));
            }
        }
        List<Node> nodes = new ArrayList<>();
        for (String name : List.of("n1", "n2", "n3", "n4")) {
            nodes.add(new Node(name, members));
        }
        List<CompletableFuture<Void>> started = nodes.stream().map(Node::start).toList();
        await().untilAsserted(() -> assertThat(nodes)
                .allSatisfy(node -> assertThat(node.waiting).contains("the first start waits for n5 to answer")));
        assertThat(started).noneMatch(CompletableFuture::isDone);

        new Node("n5", members).start().join();

        started.forEach(CompletableFuture::join);
    }

    @Test
    void refusesAMemberThatLostItsData() throws Exception {
        lose(founded().get(2));

        Node wiped = new Node("n3", members);

        assertThatThrownBy(() -> wiped.start().join())
                .hasMessageContaining("member 'n3' is known to 'n")
                .hasMessageContaining("' by another data folder")
                .hasMessageContaining("must not vote again under its old name");
    }

    /** They came later, under names and addresses of founders, and know none of those. */
    @Test
    void refusesAMemberThatLostItsDataWhenTheOthersWereReplacedSince() throws Exception {
        for (String name : List.of("n1", "n2")) {
            try (DataFolder replaced = DataFolder.open(temp.resolve(name))) {
                replaced.mark(DataFolder.Identity.joining(name, "later", PeerId.of(name + "~0123abcd"), "there")
                        .in(members.foundedClusterId().toString())
                        .founding());
            }
            new Node(name, members);
        }

        Node wiped = new Node("n3", members);

        assertThatThrownBy(() -> wiped.start().join())
                .hasMessageContaining("belongs to a cluster that has begun without this data folder")
                .hasMessageContaining("quorumgate member replace n3");
    }

    @Test
    void makesAMemberThatLostItsDataWaitWhileOneThatMightKnowItIsSilent() throws Exception {
        List<Node> founders = founded();
        lose(founders.get(2));
        founders.get(0).close();
        founders.get(1).close();
        Files.delete(temp.resolve("n2/members")); // it forgot
        new Node("n2", members);

        Node wiped = new Node("n3", members);
        CompletableFuture<Void> started = wiped.start();

        await().until(() -> wiped.waiting.contains("the first start waits for n1 to answer"));
        assertThat(started).isNotDone();
        new Node("n1", members);
        assertThatThrownBy(started::join).hasMessageContaining("member 'n3' is known to 'n1' by another data folder");
    }

    @Test
    void doesNotTakeAMemberThatLostItsDataForTheOldOneWhenItGreetsIt() throws Exception {
        List<Node> founders = founded();
        lose(founders.get(2));
        Node wiped = new Node("n3", members);
        Node first = founders.get(0);

        List<String> trouble = new CopyOnWriteArrayList<>();
        Thread greeting = new Thread(() -> {
            try {
                first.firstStart.greetTheRest(name -> true, trouble::add);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        greeting.start();
        await().untilAsserted(() -> assertThat(trouble)
                .anySatisfy(text -> assertThat(text).startsWith("member 'n3' has another data folder")));
        greeting.interrupt();
        greeting.join();

        assertThatThrownBy(() -> wiped.start().join()).hasMessageContaining("by another data folder");
    }

    @Test
    void noticesThatMemberListsDiffer() throws Exception {
        new Node("n1", members);
        Members shorter = new Members(members.all().subList(0, 2));

        Node second = new Node("n2", shorter);

        assertThatThrownBy(() -> second.start().join())
                .hasMessageContaining("member lists differ: this node has '" + shorter.canonical() + "', 'n1' at")
                .hasMessageContaining("has '" + members.canonical() + "'");
    }

    @Test
    void noticesThatTheSameMembersAreOfAnotherClusterSinceOneWasRestored() throws Exception {
        new Node("n1", members);
        try (DataFolder restored = DataFolder.open(temp.resolve("n2"))) {
            restored.mark(DataFolder.Identity.restored("n2", "another", "folder-2", members.canonical()));
        }

        Node second = new Node("n2", members);

        assertThatThrownBy(() -> second.start().join())
                .hasMessageContaining("'n1' at ")
                .hasMessageContaining("belongs to another cluster of the same members");
    }

    @Test
    void noticesThatAnotherMemberAnswersAtAnAddress() throws Exception {
        new Node("n1", members, members.named("n2").orElseThrow().adminPort());

        Node third = new Node("n3", members);

        assertThatThrownBy(() -> third.start().join())
                .hasMessageContaining("member 'n2' is said to be at 127.0.0.1:")
                .hasMessageContaining("but 'n1' answers there; correct --cluster.initial-members");
    }

    @Test
    void noticesThatAnotherNodeHasItsName() throws Exception {
        new Node("n1", members, members.named("n2").orElseThrow().adminPort());
        Files.move(temp.resolve("n1"), temp.resolve("other machine"));

        Node namesake = new Node("n1", members);

        assertThatThrownBy(() -> namesake.start().join())
                .hasMessageContaining("calls itself 'n1' as well; each member needs its own --cluster.node-id");
    }

    private List<Node> founded() throws IOException {
        List<Node> nodes = new ArrayList<>();
        for (Member member : members.all()) {
            nodes.add(new Node(member.name(), members));
        }
        CompletableFuture.allOf(nodes.stream().map(Node::start).toArray(CompletableFuture<?>[]::new))
                .join();
        return nodes;
    }

    private void lose(Node node) throws IOException {
        node.close();
        Files.move(node.folder.path(), temp.resolve("lost"));
    }

    /** Greetings are all that is asked here. */
    private static final class NotTakingPart implements PeerRequests {
        @Override
        public PeerId id() {
            throw new AssertionError("not asked for");
        }

        @Override
        public CompletableFuture<Long> mark() {
            return new CompletableFuture<>();
        }

        @Override
        public Optional<Iterator<GroupDigest>> digests(long index) {
            return Optional.empty();
        }

        @Override
        public CompletableFuture<ProposeResult> propose(Proposal proposal) {
            throw new AssertionError("not asked for");
        }

        @Override
        public CompletableFuture<ReadIndexResult> readIndex() {
            throw new AssertionError("not asked for");
        }

        @Override
        public Optional<Long> currentTerm() {
            return Optional.empty();
        }

        @Override
        public CompletableFuture<JoinAnswer> join(Newcomer newcomer, boolean forwarded) {
            throw new AssertionError("not asked for");
        }

        @Override
        public void tellRemoved(PeerId removed, long configurationIndex, String by) {
            throw new AssertionError("not asked for");
        }

        @Override
        public Optional<MemberStanding> isMember(PeerId id) {
            return Optional.empty();
        }
    }
}
