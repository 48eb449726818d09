package dev.quorumgate.clustertests.harness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What one test starts and where it puts it. All of it ends with the test: processes first, then networks, in reverse order.
 * Logs stay in {@code target/logs/TestClass/test}; data stays in {@code target/data/TestClass/test} when the test failed.
 */
public final class TestRun implements AutoCloseable {
    private static final int EVIDENCE_LINES = 25;

    private final Path name;
    private final Path logs;
    private final Path data;
    private final Deque<Step> steps = new ArrayDeque<>();
    private final List<NodeProcess> nodes = new ArrayList<>();
    private boolean failed;

    /** Something to be done when the test ends. */
    public interface Step {
        void take() throws Exception;
    }

    /** @param name folder of the test below those of all logs and all data */
    public TestRun(Path name) {
        this.name = name;
        this.logs = Build.target().resolve("logs").resolve(name);
        this.data = Build.target().resolve("data").resolve(name);
        Folders.delete(logs);
        Folders.delete(data);
        Folders.create(logs);
        Folders.create(data);
    }

    /** A cluster of this test's own. */
    public TestCluster.Builder cluster() {
        return new TestCluster.Builder(this);
    }

    /** The folder for what this test writes beside its nodes. */
    public Path folder(String name) {
        Path folder = data.resolve(name);
        Folders.create(folder);
        return folder;
    }

    /** A node that is told everything by {@code flags}; not started yet. */
    public NodeProcess node(String name, List<String> flags) {
        List<String> command = new ArrayList<>(Program.QUORUMGATE.command(temporary(name)));
        command.addAll(flags);
        return process(name, command);
    }

    /** A node that may not write where its user has no permission to: root may, unless that power is taken from it. */
    public NodeProcess nodeWithoutPower(String name, List<String> flags) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            assumeTrue(Shell.has("setpriv"), "skipped: run as root, and the program 'setpriv' is missing");
            command.addAll(List.of("setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"));
        }
        command.addAll(Program.QUORUMGATE.command(temporary(name)));
        command.addAll(flags);
        return process(name, command);
    }

    /** The temporary folder of a node. */
    Path temporary(String node) {
        return folder(node + ".tmp");
    }

    /** A process that is ended with the test; not started yet. */
    public NodeProcess process(String name, List<String> command) {
        NodeProcess node = new NodeProcess(name, command, logs.resolve(name + ".log"));
        nodes.add(node);
        atEnd(node::end);
        return node;
    }

    /** Whether a process of this name was made. */
    boolean hasProcess(String name) {
        return nodes.stream().anyMatch(node -> node.name().equals(name));
    }

    /** Runs {@code step} when the test ends, before what was given here earlier. */
    public void atEnd(Step step) {
        steps.push(step);
    }

    /** Tells what a test found, on the console and in the file {@code notes} beside the logs. */
    public void note(String text) {
        System.out.println(name + ": " + text);
        try {
            Files.writeString(logs.resolve("notes"), text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps the data, and gives the last lines of each log. */
    String evidenceOfFailure() {
        failed = true;
        return "logs in " + logs + ", data in " + data + "\n"
                + nodes.stream()
                        .map(node -> "--- " + node + ", last lines:\n"
                                + String.join("\n", node.log().lastLines(EVIDENCE_LINES)))
                        .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        List<Exception> failures = new ArrayList<>();
        for (Step each = steps.poll(); each != null; each = steps.poll()) {
            try {
                each.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failures.add(e);
            } catch (Exception e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException("the test left something behind: " + failures, failures.get(0));
        }
        if (!failed) {
            Folders.delete(data);
        }
    }
}
