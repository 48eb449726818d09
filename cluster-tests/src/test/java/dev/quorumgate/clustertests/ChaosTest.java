package dev.quorumgate.clustertests;

import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.history.PushLoad;
import dev.quorumgate.clustertests.history.Scenario;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: one fault after the other, on whichever node, leaves every promise standing: no push fails that is sent to a node
 * which stays up, nothing acknowledged is lost, no scrape is wrong, the nodes end up equal.
 *
 * <p>Method: a seeded list of faults (kill -9, SIGTERM, SIGSTOP), each healed before the next, while one load goes to the
 * nodes that stay up and another one to all of them, and all are scraped. {@code -Dchaos.seed=N} reruns one list; how the
 * faults meet the load differs from run to run all the same.
 */
@ClusterTest
class ChaosTest {
    private static final int FAULTS = 7;
    private static final int FAULTS_LONG = 60;
    private static final int PUSHES_WITHOUT_IT_MAX = 60;

    private enum Fault {
        KILL,
        STOP,
        PAUSE
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyPromiseStandsThroughFaultsOneAfterTheOther(long seed, TestRun run) throws Exception {
        faults(seed, FAULTS, run);
    }

    @Tag("long")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyPromiseStandsThroughManyFaults(long seed, TestRun run) throws Exception {
        faults(seed, FAULTS_LONG, run);
    }

    static LongStream seeds() {
        return LongStream.of(Long.getLong("chaos.seed", 1));
    }

    private static void faults(long seed, int count, TestRun run) throws Exception {
        Random random = new Random(seed);
        TestCluster cluster = run.cluster().flags("--raft.snapshot-entries=300").start();
        Scenario scenario = Scenario.begin(run, cluster);
        PushLoad safe = scenario.load(cluster.all());
        PushLoad reckless = scenario.recklessLoad(cluster.all());

        for (int i = 0; i < count; i++) {
            ClusterNode victim = cluster.all().get(random.nextInt(cluster.all().size()));
            Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
            int pushesWithoutIt = random.nextInt(PUSHES_WITHOUT_IT_MAX);
            run.note("fault " + i + ": " + fault + " " + victim);
            safe.sendTo(cluster.except(victim));
            hurt(victim, fault);
            safe.awaitMore(pushesWithoutIt);
            heal(victim, fault);
            TestCluster.awaitReady(victim);
        }
        reckless.awaitMore(1);

        scenario.endAndCheck();
    }

    private static void hurt(ClusterNode victim, Fault fault) throws Exception {
        switch (fault) {
            case KILL -> victim.kill();
            case STOP -> victim.process().stop();
            case PAUSE -> victim.process().pause();
        }
    }

    private static void heal(ClusterNode victim, Fault fault) throws Exception {
        switch (fault) {
            case KILL, STOP -> victim.start();
            case PAUSE -> victim.process().resume();
        }
    }
}
