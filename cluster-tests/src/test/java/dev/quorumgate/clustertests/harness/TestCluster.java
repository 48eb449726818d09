package dev.quorumgate.clustertests.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Several nodes that form a cluster, named n1, n2 and so on. Ends with the test that it was made for. */
public final class TestCluster {
    private final Map<String, ClusterNode> nodes;

    private TestCluster(Map<String, ClusterNode> nodes) {
        this.nodes = nodes;
    }

    /** Says what a cluster is to be like. */
    public static final class Builder {
        private final TestRun run;
        private int count = 3;
        private Program program = Program.QUORUMGATE;
        private Network network = Network.LOOPBACK;
        private final List<String> flags = new ArrayList<>(List.of("--raft.election-timeout=600ms"));

        Builder(TestRun run) {
            this.run = run;
        }

        public Builder nodes(int number) {
            count = number;
            return this;
        }

        /** Flags for all nodes, in addition to those that make them a cluster. */
        public Builder flags(String... more) {
            flags.addAll(Arrays.asList(more));
            return this;
        }

        /** Without the flags that make tests short. */
        public Builder flagsOfTheProduct() {
            flags.clear();
            return this;
        }

        public Builder program(Program other) {
            program = other;
            return this;
        }

        public Builder network(Network other) {
            network = other;
            return this;
        }

        /** The cluster, none of its nodes started. */
        public TestCluster build() throws IOException, InterruptedException {
            Map<String, NodeAddress> addresses = new TreeMap<>();
            for (int i = 1; i <= count; i++) {
                addresses.put("n" + i, network.join("n" + i));
            }
            String members = addresses.entrySet().stream()
                    .map(each -> each.getValue().member(each.getKey()))
                    .collect(Collectors.joining(","));
            Map<String, ClusterNode> nodes = new TreeMap<>();
            for (Map.Entry<String, NodeAddress> each : addresses.entrySet()) {
                nodes.put(each.getKey(), node(each.getKey(), each.getValue(), members));
            }
            return new TestCluster(nodes);
        }

        /** The cluster, all of it ready. */
        public TestCluster start() throws IOException, InterruptedException {
            TestCluster cluster = build();
            cluster.startAll();
            cluster.awaitAllReady();
            return cluster;
        }

        private ClusterNode node(String name, NodeAddress address, String members) {
            Path storage = run.folder(name);
            List<String> command = new ArrayList<>(network.commandPrefix(name));
            command.addAll(program.command(run.temporary(name)));
            command.addAll(List.of(
                    "--cluster.node-id=" + name,
                    "--cluster.initial-members=" + members,
                    "--web.listen-address=" + address.http(),
                    "--storage.path=" + storage));
            command.addAll(flags);
            NodeProcess process = run.process(name, command);
            return new ClusterNode(name, process, address, new Gateway(address.httpUri()), storage);
        }
    }

    public ClusterNode node(String name) {
        ClusterNode node = nodes.get(name);
        if (node == null) {
            throw new IllegalArgumentException("no node " + name + " among " + nodes.keySet());
        }
        return node;
    }

    public List<ClusterNode> all() {
        return List.copyOf(nodes.values());
    }

    public List<ClusterNode> running() {
        return nodes.values().stream().filter(ClusterNode::isRunning).toList();
    }

    /** All nodes but {@code one}. */
    public List<ClusterNode> except(ClusterNode one) {
        return nodes.values().stream().filter(node -> !node.equals(one)).toList();
    }

    /** Starts what does not run. */
    public void startAll() throws IOException {
        for (ClusterNode node : nodes.values()) {
            if (!node.isRunning()) {
                node.start();
            }
        }
    }

    /** Waits until each node has just heard from a majority that it is current. */
    public void awaitAllReady() {
        nodes.values().forEach(TestCluster::awaitReady);
    }

    public static void awaitReady(ClusterNode node) {
        Waiting.until(node + " is ready", () -> {
            if (!node.isRunning()) {
                throw new IllegalStateException(node + " ended");
            }
            return node.gateway().isReady();
        });
    }

    /** The leader, confirmed by a majority just now; waits until there is one. */
    public ClusterNode leader() {
        return leaderAmong(all());
    }

    /** The one of {@code candidates} that leads; waits until that is so. Nodes that stand still must not be among them. */
    public static ClusterNode leaderAmong(List<ClusterNode> candidates) {
        List<ClusterNode> leaders = new ArrayList<>();
        Waiting.until("one of " + candidates + " leads", () -> {
            leaders.clear();
            for (ClusterNode node : candidates) {
                if (node.isRunning() && node.gateway().isLeader()) {
                    leaders.add(node);
                }
            }
            return leaders.size() == 1;
        });
        return leaders.get(0);
    }

    /** The running nodes that do not lead. */
    public List<ClusterNode> followers() {
        ClusterNode leader = leader();
        return running().stream().filter(node -> !node.equals(leader)).toList();
    }

    /**
     * Waits until all running nodes serve the same log index, and checks that they then serve the same bytes and hash. Gives
     * what they serve.
     */
    public Answer awaitEqualStates() {
        List<Answer> scrapes = new ArrayList<>();
        Waiting.until("all nodes serve the same log index", () -> {
            scrapes.clear();
            for (ClusterNode node : running()) {
                scrapes.add(node.gateway().scrapePushed());
            }
            return scrapes.stream().allMatch(each -> each.status() == 200)
                    && scrapes.stream()
                                    .map(each -> each.header("Quorumgate-Applied-Index"))
                                    .distinct()
                                    .count()
                            == 1;
        });
        Answer first = scrapes.get(0);
        assertThat(scrapes).allSatisfy(each -> {
            assertThat(each.header("Quorumgate-State-Hash")).isEqualTo(first.header("Quorumgate-State-Hash"));
            assertThat(each.text()).isEqualTo(first.text());
        });
        return first;
    }
}
