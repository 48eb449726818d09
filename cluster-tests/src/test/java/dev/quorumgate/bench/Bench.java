package dev.quorumgate.bench;

import dev.quorumgate.clustertests.harness.Build;
import dev.quorumgate.clustertests.harness.ClusterNode;
import dev.quorumgate.clustertests.harness.Shell;
import dev.quorumgate.clustertests.harness.TestCluster;
import dev.quorumgate.clustertests.harness.TestRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The end-to-end benchmark: one node, three nodes and the real Pushgateway side by side, on the same cores as the load. All
 * run all the time and are measured in turn, so that whatever else the machine does meets all of them; medians are compared.
 */
public final class Bench {
    private static final int MANY_CLIENTS = 64;
    /** Of a subject that takes one push at a time: more would only wait, and the round would not end. */
    private static final int CLIENTS_WHEN_SLOW = 4;

    private static final int SERIES_PER_GROUP = 12;
    /** Of the groups; what is pushed between two scrapes. */
    private static final double CHANGED_SHARE = 0.01;

    private static final int SCRAPES_EACH_ROUND = 5;
    private static final int PAGES_EACH_ROUND = 5;
    private static final double STEADY_PER_SECOND = 100;
    private static final int STEADY_CLIENTS = 16;
    private static final int STEADY_GROUPS = 10_000;
    private static final double IDLE_SECONDS = 10;
    private static final double MILLIS = 1e3;
    private static final double KIB = 1024;

    private final Plan plan;
    private final Table table;

    private Bench(Plan plan, Table table) {
        this.plan = plan;
        this.table = table;
    }

    /** Arguments: {@code --quick}, or none. */
    public static void main(String[] arguments) throws Exception {
        Plan plan = List.of(arguments).contains("--quick") ? Plan.QUICK : Plan.FULL;
        Path pushgateway = pushgateway();
        try (TestRun ofOne = new TestRun(Path.of("bench/one"));
                TestRun ofThree = new TestRun(Path.of("bench/three"));
                TestRun ofOriginals = new TestRun(Path.of("bench/pushgateway"))) {
            Table table = new Table("Pushgateway", "1 node", "3 nodes", "Pushgateway", "Pushgateway, unchecked");
            Bench bench = new Bench(plan, table);
            bench.starts();
            bench.compare(
                    Ours.start(ofOne, 1),
                    Ours.start(ofThree, 3),
                    Original.checked(ofOriginals, pushgateway),
                    Original.unchecked(ofOriginals, pushgateway));
            System.out.println();
            System.out.println(table);
        }
    }

    private void compare(Ours one, Ours three, Original checked, Original unchecked) throws Exception {
        List<Subject> subjects = List.of(one, three, checked, unchecked);
        warmUp(subjects);
        for (int groups : plan.groups()) {
            for (Subject subject : subjects) {
                say("%s takes %,d groups", subject.name(), groups);
                subject.hold(groups);
            }
            for (int round = 1; round <= plan.rounds(); round++) {
                for (Subject subject : subjects) {
                    if (round > 1 && groups > STEADY_GROUPS && !(subject instanceof Ours)) {
                        continue; // one round takes the Pushgateway minutes then, and the next would say the same
                    }
                    say("%,d groups, round %d of %d: %s", groups, round, plan.rounds(), subject.name());
                    pushes(subject, groups);
                    scrapes(subject, groups);
                    if (subject instanceof Ours) { // Debian's Pushgateway comes without the files of its page
                        pages(subject, groups);
                    }
                }
            }
            if (groups <= STEADY_GROUPS) {
                for (Subject subject : subjects) {
                    steady(subject, groups);
                }
            }
            say("so far:%n%s", table);
        }
        for (Subject subject : subjects) {
            resident(subject);
            idle(subject);
        }
        growth(subjects);
        killedLeader(three);
        restart(one);
    }

    private void warmUp(List<Subject> subjects) throws Exception {
        for (Subject subject : subjects) {
            say("warming up %s", subject.name());
            PushLoad load = new PushLoad(subject.addresses(), 100);
            ScrapeLoad scrapes = new ScrapeLoad(subject.addresses());
            load.fill(1);
            for (int part = 0; part < 5; part++) {
                load.run(MANY_CLIENTS, plan.warmUpSeconds() / 5);
                scrapes.identity();
                scrapes.gzip();
            }
        }
    }

    private void pushes(Subject subject, int groups) throws Exception {
        PushLoad load = new PushLoad(subject.addresses(), groups);
        int clients = subject.isSlowWhenFull() ? CLIENTS_WHEN_SLOW : MANY_CLIENTS;
        table.add(
                rateRow(groups),
                subject.name(),
                accepted(load.run(clients, plan.secondsEach())).perSecond());
        table.add(
                p50Row(groups),
                subject.name(),
                accepted(load.run(1, plan.secondsEach())).p50Millis());
    }

    private void scrapes(Subject subject, int groups) throws Exception {
        ScrapeLoad scrapes = new ScrapeLoad(subject.addresses());
        scrapes.identity();
        scrapes.gzip();
        for (int i = 0; i < SCRAPES_EACH_ROUND; i++) {
            table.add(scrapeRow(groups, "identity", "nothing new"), subject.name(), scrapes.identity() * MILLIS);
            table.add(scrapeRow(groups, "gzip", "nothing new"), subject.name(), scrapes.gzip() * MILLIS);
        }
        if (subject instanceof Ours) { // the Pushgateway writes everything anew each time
            PushLoad some = new PushLoad(subject.addresses(), (int) Math.max(1, groups * CHANGED_SHARE));
            for (int i = 0; i < SCRAPES_EACH_ROUND; i++) {
                some.fill(1);
                table.add(scrapeRow(groups, "identity", "1 % new"), subject.name(), scrapes.identity() * MILLIS);
                some.fill(1);
                table.add(scrapeRow(groups, "gzip", "1 % new"), subject.name(), scrapes.gzip() * MILLIS);
            }
        }
    }

    private void pages(Subject subject, int groups) throws IOException {
        PageLoad pages = new PageLoad(subject.addresses());
        for (int i = 0; i < PAGES_EACH_ROUND; i++) {
            RawHttp.Answer page = pages.open();
            table.add(
                    "page of %,d groups, first byte, ms".formatted(groups),
                    subject.name(),
                    page.firstByteSeconds() * MILLIS);
            table.add("page of %,d groups, KiB".formatted(groups), subject.name(), page.bodyBytes() / KIB);
        }
    }

    private void steady(Subject subject, int groups) throws Exception {
        say("%,d groups, 100 pushes/s and a scrape each second: %s", groups, subject.name());
        PushLoad load = new PushLoad(subject.addresses(), groups);
        String row = "push p99 at 100 pushes/s, scraped each second, %,d groups, ms".formatted(groups);
        for (int round = 0; round < plan.rounds(); round++) {
            PushLoad.Result result = new ScrapeLoad(subject.addresses())
                    .eachSecondDuring(() -> load.runAt(STEADY_PER_SECOND, STEADY_CLIENTS, plan.secondsEach()));
            table.add(row, subject.name(), accepted(result).p99Millis());
        }
    }

    private void resident(Subject subject) throws Exception {
        int groups = plan.groups().get(plan.groups().size() - 1);
        for (long pid : subject.pids()) {
            table.add(
                    "resident memory of each, %,d groups, MiB".formatted(groups),
                    subject.name(),
                    ProcessFigures.residentMib(pid));
        }
    }

    private void idle(Subject subject) throws Exception {
        say("idle: %s", subject.name());
        List<Long> pids = subject.pids();
        double before = cpuSeconds(pids);
        TimeUnit.MILLISECONDS.sleep((long) (IDLE_SECONDS * MILLIS));
        double share = (cpuSeconds(pids) - before) / IDLE_SECONDS / pids.size();
        table.add("CPU of each while idle, % of a core", subject.name(), share * 100);
    }

    private void growth(List<Subject> subjects) {
        int first = plan.groups().get(0);
        int last = plan.groups().get(plan.groups().size() - 1);
        for (Subject subject : subjects) {
            table.add(
                    "growth of push p50 from %,d to %,d groups".formatted(first, last),
                    subject.name(),
                    table.median(p50Row(last), subject.name()) / table.median(p50Row(first), subject.name()));
        }
    }

    /** From the moment of the kill until a push that was sent after it is acknowledged by another node. */
    private void killedLeader(Ours three) throws Exception {
        for (int i = 0; i < plan.faults(); i++) {
            TestCluster cluster = three.cluster();
            ClusterNode leader = cluster.leader();
            say("killing %s, which leads", leader);
            PushLoad load =
                    new PushLoad(List.of(Ours.address(cluster.except(leader).get(0))), 100);
            long killed = System.nanoTime();
            leader.kill();
            load.fill(1, 1);
            table.add("leader killed → next push accepted, s", three.name(), (System.nanoTime() - killed) / 1e9);
            leader.start();
            cluster.awaitAllReady();
        }
    }

    private void starts() throws Exception {
        for (int i = 0; i < plan.rounds(); i++) {
            say("cold start, empty");
            try (TestRun each = new TestRun(Path.of("bench/start"))) {
                long begun = System.nanoTime();
                Ours.start(each, 1);
                table.add("cold start to ready, empty, s", "1 node", (System.nanoTime() - begun) / 1e9);
            }
        }
    }

    private void restart(Ours one) throws Exception {
        ClusterNode node = one.cluster().node("n1");
        int groups = plan.groups().get(plan.groups().size() - 1);
        for (int i = 0; i < plan.rounds(); i++) {
            say("cold start, %,d groups", groups);
            node.process().stop();
            long begun = System.nanoTime();
            node.start();
            TestCluster.awaitReady(node);
            table.add(
                    "cold start to ready, %,d groups, s".formatted(groups),
                    one.name(),
                    (System.nanoTime() - begun) / 1e9);
            // While the JVM has compiled nothing of it yet.
            table.add(
                    "first page after a start, first byte, %,d groups, ms".formatted(groups),
                    one.name(),
                    new PageLoad(one.addresses()).open().firstByteSeconds() * MILLIS);
        }
    }

    private static PushLoad.Result accepted(PushLoad.Result result) {
        if (result.failures() > 0) {
            throw new IllegalStateException(result.failures() + " pushes failed");
        }
        return result;
    }

    private static double cpuSeconds(List<Long> pids) throws IOException {
        double sum = 0;
        for (long pid : pids) {
            sum += ProcessFigures.cpuSeconds(pid);
        }
        return sum;
    }

    private static String rateRow(int groups) {
        return "pushes/s, 64 clients, %,d groups".formatted(groups);
    }

    private static String p50Row(int groups) {
        return "push p50, one client, %,d groups, ms".formatted(groups);
    }

    private static String scrapeRow(int groups, String encoding, String since) {
        return "scrape of %,d series, %s, %s since the last, ms".formatted(groups * SERIES_PER_GROUP, encoding, since);
    }

    private static Path pushgateway() throws IOException, InterruptedException {
        String said =
                Shell.require(List.of(Build.root().resolve("scripts/peers").toString(), "pushgateway"));
        return said.lines()
                .filter(line -> line.startsWith("pushgateway="))
                .map(line -> Path.of(line.substring("pushgateway=".length())))
                .findFirst()
                .orElseThrow(() -> new IOException("scripts/peers said: " + said));
    }

    private static void say(String format, Object... arguments) {
        System.err.println("bench: " + String.format(Locale.ROOT, format, arguments));
    }
}
