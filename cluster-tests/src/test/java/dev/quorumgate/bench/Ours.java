package dev.quorumgate.bench;

import dev.quorumgate.clustertests.harness.Build;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.Program;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Nodes of this checkout, started as the README says and with no flag that a user would not set. */
final class Ours implements Subject {
    private static final int FILLING_CLIENTS = 16;

    private static final Program AS_SHIPPED =
            temporary -> List.of(Build.root().resolve("scripts/quorumgate").toString(), "serve");

    private final String name;
    private final TestCluster cluster;

    private Ours(String name, TestCluster cluster) {
        this.name = name;
        this.cluster = cluster;
    }

    static Ours start(TestRun run, int nodes) throws IOException, InterruptedException {
        TestCluster cluster = run.cluster()
                .nodes(nodes)
                .program(AS_SHIPPED)
                .flagsOfTheProduct()
                .flags("--log.level=warn")
                .start();
        return new Ours(nodes == 1 ? "1 node" : nodes + " nodes", cluster);
    }

    TestCluster cluster() {
        return cluster;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<InetSocketAddress> addresses() {
        return cluster.all().stream().map(Ours::address).toList();
    }

    static InetSocketAddress address(ClusterNode node) {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), node.address().httpPort());
    }

    @Override
    public void hold(int groups) throws Exception {
        new PushLoad(addresses(), groups).fill(FILLING_CLIENTS);
    }

    @Override
    public List<Long> pids() {
        return cluster.running().stream().map(node -> node.process().pid()).toList();
    }

    @Override
    public boolean isSlowWhenFull() {
        return false;
    }
}
