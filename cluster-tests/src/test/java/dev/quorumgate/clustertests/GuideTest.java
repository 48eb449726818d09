package dev.quorumgate.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quorumgate.clustertests.harness.Build;
import dev.quorumgate.clustertests.harness.ClusterTest;
import dev.quorumgate.clustertests.harness.Guide;
import dev.quorumgate.clustertests.harness.Machines;
import dev.quorumgate.clustertests.harness.NodeProcess;
import dev.quorumgate.clustertests.harness.Shell;
import dev.quorumgate.clustertests.harness.TestRun;
import dev.quorumgate.clustertests.harness.Waiting;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: on a bad day the commands of the operator's guide do what it says.
 *
 * <p>Method: they are read from {@code docker/OPERATING.md} and typed on three machines with the names that stand there. A
 * test brings about the bad day, takes the commands of the section one after the other, says only on which machine, and looks
 * at what came of it. A command that nobody ran fails the test, and so does a section that no test knows.
 */
@ClusterTest
class GuideTest {
    private static final Guide GUIDE = Guide.read(Build.root().resolve("docker/OPERATING.md"));
    private static final String FIRST = "Three nodes for the first time";
    private static final List<String> HOSTS = List.of("host1", "host2", "host3");

    /** Sections whose commands other tests run. */
    private static final Map<String, Class<?>> ELSEWHERE = Map.of(
            "Moving from a Pushgateway", ImportTest.class,
            "Certificates", TlsClusterTest.class);

    private static final List<String> HERE = List.of(
            "Operating Quorumgate",
            FIRST,
            "Each day",
            "One node is down",
            "A node that is cut off",
            "Stopping and restarting",
            "An upgrade that fails",
            "A member that is to be added",
            "A member that is gone for good",
            "Backup, and its rehearsal",
            "The majority is lost",
            "All addresses change",
            "Wiped by mistake",
            "A clock that is wrong",
            "A disk fills up",
            "Do all hold the same?");

    /** The commands of one section, taken in their order. */
    private static final class Walk {
        private final String section;
        private final Machines machines;
        private final Deque<String> left;

        Walk(Machines machines, String section) {
            this.section = section;
            this.machines = machines;
            this.left = new ArrayDeque<>(GUIDE.commands(section));
        }

        /** Runs the next command, which must succeed; gives what it wrote. */
        String next(String host) throws Exception {
            return nextAs(host, "", "");
        }

        /** Runs the next command with something in it exchanged for what is so on this machine. */
        String nextAs(String host, String from, String to) throws Exception {
            String line = left.remove();
            Shell.Result result = machines.run(host, line.replace(from, to.isEmpty() ? from : to));
            assertThat(result.exitCode())
                    .as("%s: %s\n%s", section, line, result.output())
                    .isZero();
            return result.output();
        }

        /** The next command is a node to be started. */
        String take() {
            return left.remove();
        }

        void end() {
            assertThat(left).as("commands of '%s' that nobody ran", section).isEmpty();
        }
    }

    @Test
    void eachSectionIsRunByATest() {
        assertThat(GUIDE.sections())
                .containsAll(HERE)
                .allSatisfy(section -> assertThat(HERE.contains(section) || ELSEWHERE.containsKey(section))
                        .as("the commands of '%s' are run by a test", section)
                        .isTrue());
    }

    @Test
    void theFirstDayAndANodeThatIsDown(TestRun run) throws Exception {
        Machines machines = Machines.create(run, 3);
        List<NodeProcess> nodes = firstDay(machines);
        push(machines, "host1", "etl", 3);

        Walk down = new Walk(machines, "One node is down");
        nodes.get(2).kill();
        assertThat(down.next("host1")).contains("n3");
        push(machines, "host1", "etl", 4);
        machines.serve("host3", "n3", down.take());
        down.next("host1");
        down.end();
        assertThat(machines.gateway("host3").scrapePushed().text()).contains("value{instance=\"\",job=\"etl\"} 4");

        Walk days = new Walk(machines, "Each day");
        assertThat(days.next("host2")).contains("n1", "n2", "n3");
        days.next("host2");
        days.next("host2");
        days.end();
        assertThat(machines.backups().resolve("today.qgb")).isNotEmptyFile();
    }

    @Test
    @Tag("long")
    void backupsAndWhatTheyAreFor(TestRun run) throws Exception {
        Machines machines = Machines.create(run, 3);
        firstDay(machines);
        push(machines, "host1", "etl", 3);

        Walk rehearsal = new Walk(machines, "Backup, and its rehearsal");
        String today = "$(date +%F)";
        rehearsal.nextAs("host1", today, "2026-11-21");
        rehearsal.next("host1");
        rehearsal.next("host2");
        NodeProcess rehearsed = machines.serve("host2", "r1", rehearsal.take());
        rehearsal.end();
        awaitRestored(machines, "host2", 3);
        rehearsed.stop();

        push(machines, "host1", "etl", 9);
        push(machines, "host1", "db", 5);
        assertThat(machines.gateway("host1").delete("/job/etl").status()).isEqualTo(202);
        Walk undo = new Walk(machines, "Wiped by mistake");
        undo.next("host1");
        machines.serve("host1", "u1", undo.take());
        awaitRestored(machines, "host1", 3);
        undo.next("host1");
        undo.next("host1");
        undo.end();
        assertThat(machines.gateway("host3").scrapePushed().text())
                .contains("value{instance=\"\",job=\"etl\"} 3", "value{instance=\"\",job=\"db\"} 5");

        Walk same = new Walk(machines, "Do all hold the same?");
        same.next("host3");
        same.end();
    }

    @Test
    @Tag("long")
    void restartsUpgradesAndANodeThatIsCutOff(TestRun run) throws Exception {
        Machines machines = Machines.create(run, 3);
        List<NodeProcess> nodes = firstDay(machines);
        Walk restart = new Walk(machines, "Stopping and restarting");
        restart.next("host1");
        restart.next("host1");
        assertThat(nodes.get(0).awaitExit()).isZero();
        machines.serve("host1", "n1", serveLine("n1"));
        restart.next("host2");
        restart.end();

        Walk upgrade = new Walk(machines, "An upgrade that fails");
        upgrade.next("host2");
        upgrade.next("host2");
        upgrade.end();

        machines.isolate("host1");
        Waiting.until("the others lead", () -> machines.gateway("host2").isReady());
        Walk cut = new Walk(machines, "A node that is cut off");
        cut.next("host1");
        assertThat(cut.next("host2")).contains("n1");
        machines.heal();
        cut.next("host2");
        cut.end();

        Walk first = new Walk(machines, "Operating Quorumgate");
        first.next("host1");
        first.end();
        Walk clock = new Walk(machines, "A clock that is wrong");
        clock.next("host1");
        clock.next("host1");
        clock.end();
    }

    @Test
    @Tag("long")
    void membersComeAndGo(TestRun run) throws Exception {
        Machines machines = Machines.create(run, 4);
        List<NodeProcess> nodes = firstDay(machines);

        Walk added = new Walk(machines, "A member that is to be added");
        String dryRun = added.next("host1");
        int command = dryRun.indexOf("quorumgate serve");
        assertThat(command).as(dryRun).isNotNegative();
        String line = dryRun.substring(command).lines().findFirst().orElse("");
        machines.serve("host4", "n4", line);
        added.next("host1");
        added.end();

        nodes.get(2).kill();
        Walk gone = new Walk(machines, "A member that is gone for good");
        machines.run("host3", "rm -rf /var/lib/quorumgate");
        machines.serve("host3", "n3", gone.take());
        gone.next("host1");
        gone.next("host1");
        gone.end();

        Walk disk = new Walk(machines, "A disk fills up");
        disk.next("host1");
        disk.end();
    }

    @Test
    @Tag("long")
    void theMajorityIsLost(TestRun run) throws Exception {
        Machines machines = Machines.create(run, 3);
        List<NodeProcess> nodes = firstDay(machines);
        push(machines, "host1", "etl", 3);
        for (NodeProcess node : nodes) {
            node.kill();
        }
        machines.run("host2", "rm -rf /var/lib/quorumgate");
        machines.run("host3", "rm -rf /var/lib/quorumgate");

        Walk lost = new Walk(machines, "The majority is lost");
        assertThat(lost.next("host1")).contains("n1");
        String inItsPlace = lost.take();
        String restore = lost.take();
        lost.next("host1"); // the copy, of a folder that nobody has recovered yet
        lost.next("host1");
        lost.end();
        assertThat(machines.spare("host1").resolve("n1.recovered.qgb")).isNotEmptyFile();
        Shell.Result recovered = machines.run("host1", inItsPlace);
        assertThat(recovered.exitCode()).as(recovered.output()).isZero();
        giveRecovered(machines);
        restoreElsewhere(machines, restore);
        startAll(machines, serveLine("n1"));
        assertThat(machines.gateway("host3").scrapePushed().text()).contains("value{instance=\"\",job=\"etl\"} 3");
    }

    @Test
    @Tag("long")
    void allAddressesChange(TestRun run) throws Exception {
        Machines machines = Machines.create(run, 3);
        List<NodeProcess> nodes = firstDay(machines);
        push(machines, "host1", "etl", 3);
        for (NodeProcess node : nodes) {
            node.stop();
        }
        Walk moved = new Walk(machines, "All addresses change");
        moved.next("host1");
        moved.next("host1");
        giveRecovered(machines);
        String away = moved.take();
        for (String host : HOSTS.subList(1, 3)) {
            assertThat(machines.run(host, away).exitCode()).isZero();
        }
        restoreElsewhere(machines, moved.take());
        startAll(machines, moved.take());
        moved.next("host2");
        moved.end();
        assertThat(machines.gateway("host3").scrapePushed().text()).contains("value{instance=\"\",job=\"etl\"} 3");
    }

    /** Three nodes, started and looked at as the guide says. */
    private static List<NodeProcess> firstDay(Machines machines) throws Exception {
        machines.endpoints(GUIDE.commands("Operating Quorumgate").get(0).replace("export QUORUMGATE_ENDPOINTS=", ""));
        Walk first = new Walk(machines, FIRST);
        List<NodeProcess> nodes = startAll(machines, first.take());
        first.next("host1");
        // Its last command looks at a Prometheus and a balancer: DoctorTest has them.
        assertThat(first.take()).startsWith("quorumgate doctor");
        first.end();
        return nodes;
    }

    private static List<NodeProcess> startAll(Machines machines, String lineOfTheFirst) throws Exception {
        List<NodeProcess> nodes = new ArrayList<>();
        for (String host : HOSTS) {
            String name = name(host);
            nodes.add(machines.serve(host, name, lineOfTheFirst.replace("node-id=n1", "node-id=" + name)));
        }
        for (String host : HOSTS) {
            machines.awaitReady(host);
        }
        return nodes;
    }

    private static String serveLine(String name) {
        return GUIDE.commands(FIRST).get(0).replace("node-id=n1", "node-id=" + name);
    }

    private static void restoreElsewhere(Machines machines, String line) throws Exception {
        for (String host : HOSTS.subList(1, 3)) {
            Shell.Result restored = machines.run(host, line.replace("--node n2", "--node " + name(host)));
            assertThat(restored.exitCode()).as(restored.output()).isZero();
        }
    }

    /** The file that {@code recover apply} leaves beside the folder, copied to the other machines. */
    private static void giveRecovered(Machines machines) throws Exception {
        String file = "quorumgate.recovered.qgb";
        for (String host : HOSTS.subList(1, 3)) {
            Files.copy(
                    machines.storage("host1").resolveSibling(file),
                    machines.home(host).resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void awaitRestored(Machines machines, String host, int value) {
        Waiting.untilAsserted(
                "a node of a backup",
                () -> assertThat(machines.run(host, "curl -sSf -g 'http://127.0.0.1:23511/metrics?collect[]=pushed'")
                                .output())
                        .contains("value{instance=\"\",job=\"etl\"} " + value));
    }

    private static void push(Machines machines, String host, String job, int value) throws Exception {
        assertThat(machines.gateway(host)
                        .push("/job/" + job, "value " + value + "\n")
                        .status())
                .isEqualTo(200);
    }

    private static String name(String host) {
        return host.replace("host", "n");
    }
}
