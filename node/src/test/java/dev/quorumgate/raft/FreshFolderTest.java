package dev.quorumgate.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quorumgate.FreePorts;
import dev.quorumgate.cluster.Member;
import dev.quorumgate.cluster.Members;
import dev.quorumgate.groups.Batch;
import dev.quorumgate.groups.Groups;
import dev.quorumgate.groups.Outcome;
import dev.quorumgate.groups.RandomLog;
import dev.quorumgate.groups.TestPushes;
import dev.quorumgate.groups.Transition;
import dev.quorumgate.groups.Views;
import dev.quorumgate.model.MetricType;
import dev.quorumgate.store.GroupStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: Ratis takes folders that were made by hand, of a snapshot and without a log, as its own. Method: real Ratis, several
 * members in this process.
 */
class FreshFolderTest {
    private static final UUID CLUSTER = UUID.randomUUID();
    private static final long TIMEOUT_SECONDS = 60;
    private static final long TERM = 7;

    @TempDir
    Path folder;

    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final Map<String, RaftNode> nodes = new LinkedHashMap<>();
    private Groups stored = Groups.EMPTY;

    @AfterEach
    void close() throws IOException {
        for (RaftNode node : nodes.values()) {
            node.close();
        }
    }

    @Test
    void beginsAClusterOfOneAndIsThereAfterARestart() throws Exception {
        Members alone = members(1);
        begins(alone);
        List<String> written = write("a");

        nodes.values().iterator().next().close();
        nodes.clear();
        start(alone.all().get(0), alone);

        assertThat(withoutIndex(read(node("n1")))).isEqualTo(written);
        assertThat(write("b")).isNotEqualTo(written);
    }

    @Test
    void beginsAClusterOfThree() throws Exception {
        begins(members(3));
    }

    private void begins(Members members) throws Exception {
        for (Member member : members.all()) {
            writeFolder(member, members);
        }
        for (Member member : members.all()) {
            start(member, members);
        }
        for (RaftNode node : nodes.values()) {
            Groups read = read(node);
            assertThat(withoutIndex(read)).isEqualTo(withoutIndex(stored));
            assertThat(read.position().appliedIndex())
                    .isGreaterThan(stored.position().appliedIndex());
        }

        List<String> written = write("first");
        for (RaftNode node : nodes.values()) {
            assertThat(withoutIndex(read(node))).isEqualTo(written);
            assertThat(node.status().orElseThrow().members())
                    .extracting(address -> address.name())
                    .isEqualTo(members.all().stream().map(Member::name).toList());
        }
        assertThat(faults).isEmpty();
    }

    private List<String> write(String job) throws Exception {
        RaftNode last = new ArrayList<>(nodes.values()).get(nodes.size() - 1);
        Outcome outcome = last.commandLog()
                .append(TestPushes.put(
                        TestPushes.key(job), TestPushes.family("m", MetricType.GAUGE, TestPushes.metric(1))))
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        assertThat(outcome).isEqualTo(Outcome.ACCEPTED);
        return withoutIndex(read(last));
    }

    private void writeFolder(Member member, Members members) throws IOException {
        List<Batch> log = new RandomLog(5, 20).batches(60);
        Path scratch = folder.resolve("scratch-" + member.name());
        try (GroupStore store = GroupStore.open(scratch, CLUSTER.toString())) {
            Groups groups = Groups.EMPTY;
            for (Batch batch : log) {
                Transition step = groups.apply(batch);
                store.commit(step, TERM);
                groups = step.next();
            }
            Groups last = groups;
            FreshFolder.write(
                    storage(member),
                    CLUSTER,
                    members,
                    TERM,
                    last.position().appliedIndex(),
                    target -> store.checkpoint(last, TERM, target));
            stored = last;
        }
    }

    private Path storage(Member member) {
        return folder.resolve(member.name());
    }

    private void start(Member self, Members members) throws IOException {
        RaftSettings settings = new RaftSettings(
                self.asFounder(),
                Optional.of(members),
                RaftSettings.Standing.MEMBER,
                "127.0.0.1",
                self.raftPort(),
                Optional.empty(),
                storage(self),
                1 << 20,
                Duration.ofSeconds(15),
                Duration.ofSeconds(15),
                Duration.ofMillis(500),
                20_000,
                64 << 20);
        RaftNode node = new RaftNode(
                settings,
                new Neighbours(nodes),
                Clock.systemUTC(),
                (fault, detail) -> faults.add(fault + " " + detail),
                Optional::empty,
                () -> "starting");
        node.start(CLUSTER);
        nodes.put(self.name(), node);
    }

    private RaftNode node(String name) {
        return Objects.requireNonNull(nodes.get(name));
    }

    private Groups read(RaftNode node) throws Exception {
        await().atMost(Duration.ofSeconds(TIMEOUT_SECONDS))
                .until(() -> node.status().orElseThrow().leader().isPresent());
        return node.linearizable().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private static List<String> withoutIndex(Groups groups) {
        List<String> lines = new ArrayList<>(Views.dump(groups));
        lines.set(0, groups.position().sequence() + " " + groups.position().comparableHash());
        return lines;
    }

    private static Members members(int count) {
        List<Member> all = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            all.add(new Member("n" + i, "127.0.0.1", FreePorts.take(), i));
        }
        return new Members(all);
    }
}
