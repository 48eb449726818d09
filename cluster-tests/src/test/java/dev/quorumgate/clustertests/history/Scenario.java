package dev.quorumgate.clustertests.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.Answer;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.Exposition;
import dev.quorumgate.clustertests.harness.Gateway;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.SoftAssertions;

/** A cluster under a load of pushes while all of its nodes are scraped, and what must be true of it after any faults. */
public final class Scenario {
    private static final double NANOS_PER_SECOND = 1e9;
    /** A time of today in seconds is a double with a resolution of a quarter of a microsecond. */
    private static final double RESOLUTION = 1e-6;

    private final TestRun run;
    private final TestCluster cluster;
    private final History history = new History();
    private final ScrapeWatch watch;
    private final List<PushLoad> loads = new ArrayList<>();
    private final List<PushLoad> loadsThatMayFail = new ArrayList<>();

    private Scenario(TestRun run, TestCluster cluster, Function<History, ScrapeWatch> watch) {
        this.run = run;
        this.cluster = cluster;
        this.watch = watch.apply(history);
        run.atEnd(this.watch::end);
    }

    /** Begins to scrape all nodes. */
    public static Scenario begin(TestRun run, TestCluster cluster) {
        return begin(run, cluster, 1);
    }

    /** Begins to scrape all nodes, each with several clients at a time. */
    public static Scenario begin(TestRun run, TestCluster cluster, int scrapersEach) {
        return new Scenario(run, cluster, history -> ScrapeWatch.start(history, cluster.all(), scrapersEach));
    }

    /** Begins to scrape through a balancer alone: a node that is asked directly while it cannot know tells so, and counts it. */
    public static Scenario beginBehind(TestRun run, TestCluster cluster, Gateway balancer) {
        return new Scenario(run, cluster, history -> ScrapeWatch.behind(history, balancer));
    }

    /** A load of which no push may fail. */
    public PushLoad load(List<ClusterNode> targets) {
        return load(targets, 0);
    }

    /** A load of which no push may fail, whose bodies have so many more bytes. */
    public PushLoad load(List<ClusterNode> targets, int paddingBytes) {
        return begun(loads, "load", PushLoad.gateways(targets), paddingBytes);
    }

    /** A load of which no push may fail, all of it through a load balancer. */
    public PushLoad load(Gateway balancer) {
        return begun(loads, "load", List.of(balancer), 0);
    }

    /** A load to nodes that go down: its pushes may fail, but what is acknowledged counts. */
    public PushLoad recklessLoad(List<ClusterNode> targets) {
        return begun(loadsThatMayFail, "reckless", PushLoad.gateways(targets), 0);
    }

    private PushLoad begun(List<PushLoad> all, String name, List<Gateway> targets, int paddingBytes) {
        PushLoad load = PushLoad.start(name + all.size(), history, targets, paddingBytes);
        run.atEnd(load::end);
        all.add(load);
        return load;
    }

    public History history() {
        return history;
    }

    public ScrapeWatch watch() {
        return watch;
    }

    /** The last term that had a leader, by the logs of the nodes. */
    public long lastTerm() {
        return LeadersByTerm.of(cluster.all()).keySet().stream()
                .max(Long::compare)
                .orElse(0L);
    }

    /** Ends load and scrapes. */
    public void end() throws InterruptedException {
        for (PushLoad load : loads) {
            load.end();
        }
        for (PushLoad load : loadsThatMayFail) {
            load.end();
        }
        watch.end();
    }

    /** Ends load and scrapes, waits until the nodes are equal, and checks everything that must be true at any time. */
    public void endAndCheck() throws InterruptedException {
        end();
        Answer last = cluster.awaitEqualStates();
        Exposition shown = Exposition.parse(last.text());
        tell();
        SoftAssertions softly = new SoftAssertions();
        softly.assertThat(loads)
                .allSatisfy(load ->
                        assertThat(load.failures()).as("pushes that failed").isEmpty());
        softly.assertThat(history.firstWrongs())
                .as("%d scrapes were wrong, of %d", history.wrongScrapes(), history.scrapes())
                .isEmpty();
        for (Register register : history.registers()) {
            checkValue(softly, register, shown);
            checkPushTime(softly, register, shown);
        }
        softly.assertThat(LeadersByTerm.of(cluster.all()))
                .as("leaders in the logs, by term")
                .isNotEmpty()
                .allSatisfy((term, leaders) ->
                        assertThat(leaders).as("leaders of term %d", term).hasSize(1));
        softly.assertAll();
        assertThat(history.scrapes()).as("scrapes that were judged").isPositive();
    }

    private void tell() {
        for (PushLoad load : loads) {
            run.note("%d pushes acknowledged, %d failed, the slowest took %d ms"
                    .formatted(
                            load.acknowledged(),
                            load.failures().size(),
                            load.slowest().toMillis()));
        }
        for (PushLoad load : loadsThatMayFail) {
            run.note("%d pushes acknowledged by nodes that go down, %d failed"
                    .formatted(load.acknowledged(), load.failures().size()));
        }
        run.note("%d scrapes judged, %d answered 503, %d broken off, %d wrong; leaders by term %s"
                .formatted(
                        history.scrapes(),
                        watch.unavailable(),
                        watch.failures().size(),
                        history.wrongScrapes(),
                        LeadersByTerm.of(cluster.all())));
    }

    /** Nothing acknowledged is missing, and nothing else is there but perhaps a push of which nobody knows. */
    private static void checkValue(SoftAssertions softly, Register register, Exposition shown) {
        double value = shown.samples().getOrDefault(register.series(), 0.0);
        double acknowledged = register.acknowledged();
        if (register.isInDoubt()) {
            softly.assertThat(value).as(register.series()).isIn(acknowledged, (double) register.sent());
        } else {
            softly.assertThat(value).as(register.series()).isEqualTo(acknowledged);
        }
    }

    /** A push that was applied a second time, after its answer, would show the time of that. */
    private static void checkPushTime(SoftAssertions softly, Register register, Exposition shown) {
        Register.Window window = register.window();
        if (window != null && !register.isInDoubt() && register.acknowledged() == register.sent()) {
            softly.assertThat(shown.value(register.pushTimeSeries()))
                    .as(register.pushTimeSeries())
                    .isBetween(seconds(window.sent()) - RESOLUTION, seconds(window.answered()) + RESOLUTION);
        }
    }

    private static double seconds(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / NANOS_PER_SECOND;
    }
}
