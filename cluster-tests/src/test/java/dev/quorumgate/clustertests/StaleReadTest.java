package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.NamespaceNetwork;
import dev.quorumgate.clustertests.harness.Program;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.history.PushLoad;
import dev.quorumgate.clustertests.history.Scenario;
import dev.quorumgate.clustertests.ratisonly.RatisOnlyNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: not one scrape of any node misses a push that was acknowledged before the scrape began, not even one of a leader
 * that does not know yet that another one was elected.
 *
 * <p>Method: in each round the leader is cut off from the others, or stopped and continued, while all nodes are scraped all
 * the time, the others elect a leader and that acknowledges more pushes. The same rounds with a node that trusts Ratis's own
 * linearizable reads must find stale ones: they show that these tests can fail.
 */
@ClusterTest
class StaleReadTest {
    private static final int ROUNDS = 4;
    private static final int ROUNDS_LONG = 60;
    /** Of those without our barrier; ends with the first stale read. */
    private static final int ROUNDS_MAX = 20;

    private static final int SCRAPERS_EACH = 2;
    private static final int SCRAPES_AT_ONCE = 40;
    private static final int PUSHES_MEANWHILE = 20;
    /** Ratis answers the next read of one log index without asking anybody. */
    private static final int SCRAPES_BEFORE_THE_FAULT = 5;

    private static final String SHORT_SCRAPES = "--scrape.timeout=1s";

    /** What happens to the leader. */
    private interface Fault {
        void begin(ClusterNode leader) throws Exception;

        void end(ClusterNode leader) throws Exception;
    }

    @Test
    void noScrapeOfACutOffLeaderIsStale(TestRun run) throws Exception {
        NamespaceNetwork network = NamespaceNetwork.create(run);
        TestCluster cluster =
                run.cluster().network(network).flags(SHORT_SCRAPES).start();

        play(ROUNDS, run, cluster, cutOff(network));
    }

    @Test
    void noScrapeOfAFrozenLeaderIsStale(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().flags(SHORT_SCRAPES).start();

        play(ROUNDS, run, cluster, frozen());
    }

    @Tag("long")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    @Test
    void noScrapeOfACutOffLeaderIsStaleInManyRounds(TestRun run) throws Exception {
        NamespaceNetwork network = NamespaceNetwork.create(run);
        TestCluster cluster =
                run.cluster().network(network).flags(SHORT_SCRAPES).start();

        play(ROUNDS_LONG, run, cluster, cutOff(network));
    }

    @Tag("long")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    @Test
    void noScrapeOfAFrozenLeaderIsStaleInManyRounds(TestRun run) throws Exception {
        TestCluster cluster = run.cluster().flags(SHORT_SCRAPES).start();

        play(ROUNDS_LONG, run, cluster, frozen());
    }

    @Test
    void findsStaleReadsOfACutOffLeaderThatTrustsRatis(TestRun run) throws Exception {
        NamespaceNetwork network = NamespaceNetwork.create(run);
        TestCluster cluster = run.cluster()
                .network(network)
                .program(Program.ofTests(RatisOnlyNode.class))
                .start();

        playUntilStale(run, cluster, cutOff(network));
    }

    /** By chance: what came while it was stopped is read in any order, and the word of a new leader may be first. */
    @Tag("long")
    @Test
    void findsStaleReadsOfAFrozenLeaderThatTrustsRatis(TestRun run) throws Exception {
        TestCluster cluster =
                run.cluster().program(Program.ofTests(RatisOnlyNode.class)).start();

        playUntilStale(run, cluster, frozen());
    }

    private static Fault cutOff(NamespaceNetwork network) {
        return new Fault() {
            @Override
            public void begin(ClusterNode leader) throws Exception {
                network.isolate(leader);
            }

            @Override
            public void end(ClusterNode leader) throws Exception {
                network.heal();
            }
        };
    }

    private static Fault frozen() {
        return new Fault() {
            @Override
            public void begin(ClusterNode leader) throws Exception {
                leader.process().pause();
            }

            @Override
            public void end(ClusterNode leader) throws Exception {
                leader.process().resume();
            }
        };
    }

    private static void play(int rounds, TestRun run, TestCluster cluster, Fault fault) throws Exception {
        Scenario scenario = Scenario.begin(run, cluster, SCRAPERS_EACH);
        PushLoad load = scenario.load(cluster.all());

        for (int i = 0; i < rounds; i++) {
            playOne(scenario, load, cluster, fault);
            cluster.awaitAllReady();
        }

        scenario.endAndCheck();
    }

    private static void playUntilStale(TestRun run, TestCluster cluster, Fault fault) throws Exception {
        Scenario scenario = Scenario.begin(run, cluster, SCRAPERS_EACH);
        PushLoad load = scenario.load(cluster.all());

        int rounds = 1;
        playOne(scenario, load, cluster, fault);
        while (rounds < ROUNDS_MAX && scenario.history().wrongScrapes() == 0) {
            cluster.awaitAllReady();
            playOne(scenario, load, cluster, fault);
            rounds++;
        }

        scenario.end();
        run.note("Ratis alone: %d of %d scrapes were stale after %d rounds"
                .formatted(scenario.history().wrongScrapes(), scenario.history().scrapes(), rounds));
        scenario.history().firstWrongs().forEach(run::note);
        assertThat(scenario.history().wrongScrapes()).as("stale reads found").isPositive();
    }

    private static void playOne(Scenario scenario, PushLoad load, TestCluster cluster, Fault fault) throws Exception {
        ClusterNode leader = cluster.leader();
        load.sendTo(cluster.except(leader));
        load.pause();
        scenario.watch().awaitMore(leader, SCRAPES_BEFORE_THE_FAULT);

        fault.begin(leader);
        // To the next leader itself, as soon as there is one: the other node would try the old one first, and by then
        // that
        // one may know.
        load.resumeTo(List.of(TestCluster.leaderAmong(cluster.except(leader))));
        load.awaitMore(1);
        CompletableFuture<Void> scrapes = scenario.watch().burst(leader, SCRAPES_AT_ONCE);
        load.awaitMore(PUSHES_MEANWHILE);
        fault.end(leader);
        scrapes.join();
    }
}
