package dev.quorumgate.clustertests.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/**
 * Several nodes that form a cluster, named n1, n2 and so on. Members may come and go: what asks for all of them means those
 * that the test has made and not taken out. Ends with the test that it was made for. Calls may overlap.
 */
public final class TestCluster {
    /** For tests in which nobody else may come to lead by himself, however long a busy machine holds up the leader. */
    public static final String NO_ELECTION = "--raft.election-timeout=5s";

    private final Builder plan;
    private final Map<String, ClusterNode> nodes;

    private TestCluster(Builder plan, Map<String, ClusterNode> nodes) {
        this.plan = plan;
        this.nodes = new ConcurrentSkipListMap<>(nodes);
    }

    /** Nodes that are told what to do in another way than this class does; who joins later is told by {@code plan}. */
    static TestCluster of(Builder plan, List<ClusterNode> nodes) {
        return new TestCluster(plan, nodes.stream().collect(Collectors.toMap(ClusterNode::name, node -> node)));
    }

    /** Says what a cluster is to be like. */
    public static final class Builder {
        private final TestRun run;
        private int count = 3;
        private Program program = Program.QUORUMGATE;
        private Network network = Network.LOOPBACK;
        private final List<String> flags = new ArrayList<>(
                // The second one: only where a test looks at what is served meanwhile does anybody need that time.
                List.of("--raft.election-timeout=1000ms", "--shutdown.delay=0s"));

        private final Map<String, List<String>> ownFlags = new TreeMap<>();

        Builder(TestRun run) {
            this.run = run;
        }

        public Builder nodes(int number) {
            count = number;
            return this;
        }

        /** Flags for all nodes, in addition to those that make them a cluster, or instead of earlier ones of the same name. */
        public Builder flags(String... more) {
            add(flags, List.of(more));
            return this;
        }

        private static void add(List<String> flags, List<String> more) {
            for (String flag : more) {
                flags.removeIf(known -> name(known).equals(name(flag)));
                flags.add(flag);
            }
        }

        private static String name(String flag) {
            return flag.split("=", 2)[0];
        }

        /** Flags for one node, in addition to those for all. */
        public Builder flagsOf(String node, String... more) {
            ownFlags.computeIfAbsent(node, name -> new ArrayList<>()).addAll(List.of(more));
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
                nodes.put(each.getKey(), founder(each.getKey(), each.getValue(), members));
            }
            return new TestCluster(this, nodes);
        }

        /** The cluster, all of it ready. */
        public TestCluster start() throws IOException, InterruptedException {
            TestCluster cluster = build();
            cluster.startAll();
            cluster.awaitAllReady();
            return cluster;
        }

        private ClusterNode founder(String name, NodeAddress address, String members) {
            return node(name, name, address, run.folder(name), List.of("--cluster.initial-members=" + members));
        }

        /** @param label names the process, its log and its folder for temporary files */
        private ClusterNode node(
                String name, String label, NodeAddress address, Path storage, List<String> membership) {
            List<String> command = new ArrayList<>(network.commandPrefix(label));
            command.addAll(program.command(run.temporary(label)));
            List<String> all = new ArrayList<>(List.of(
                    "--cluster.node-id=" + name,
                    "--web.listen-address=" + address.http(),
                    "--storage.path=" + storage));
            all.addAll(membership);
            add(all, flags);
            add(all, ownFlags.getOrDefault(label, List.of()));
            command.addAll(all);
            NodeProcess process = run.process(label, command);
            return new ClusterNode(name, process, address, new Gateway(address.httpUri()), storage);
        }
    }

    /**
     * A node that is to join, not started yet: with an empty folder, and told of the members that run. Belongs to the cluster
     * from now on.
     *
     * @param flags of its own, behind those for all nodes
     */
    public ClusterNode join(String name, String... flags) throws IOException, InterruptedException {
        String label = freeLabel(name);
        return joining(name, label, plan.network.join(label), plan.run.folder(label), flags);
    }

    /** A node that is to join, at an address and with a folder that the test chooses. */
    public ClusterNode joinAt(NodeAddress address, Path storage, String name, String... flags) {
        return joining(name, freeLabel(name), address, storage, flags);
    }

    private ClusterNode joining(String name, String label, NodeAddress address, Path storage, String... own) {
        String others = running().stream().map(node -> node.address().admin()).collect(Collectors.joining(","));
        List<String> membership = List.of(
                "--cluster.join=" + others,
                "--cluster.listen-address=" + address.raft(),
                "--cluster.advertise-address=" + address.raft(),
                "--admin.listen-address=" + address.admin());
        plan.flagsOf(label, own);
        ClusterNode node = plan.node(name, label, address, storage, membership);
        nodes.put(label, node);
        return node;
    }

    /** A name may come back with another folder; its process and its log are others then. */
    private String freeLabel(String name) {
        String label = name;
        for (int i = 2; plan.run.hasProcess(label); i++) {
            label = name + "-" + i;
        }
        return label;
    }

    /** Takes a node out of what this cluster means by all of its nodes; whether it runs or not. */
    public void forget(ClusterNode node) {
        nodes.values().remove(node);
    }

    /** From now on another process is the node of this name. */
    void exchange(ClusterNode old, ClusterNode coming) {
        nodes.replaceAll((label, node) -> node.equals(old) ? coming : node);
    }

    /** The admin CLI, told of all nodes that run now. */
    public Cli cli() {
        return Cli.of(
                plan.run, running().stream().map(node -> node.address().admin()).toList());
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

    /** All nodes, as in {@code --cluster.initial-members}. */
    public String members() {
        return nodes.values().stream()
                .map(node -> node.address().member(node.name()))
                .collect(Collectors.joining(","));
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
