package dev.quorumgate.clustertests.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One real node, or another program that a test runs beside it: started and stopped as often as wanted. */
public final class NodeProcess {
    private static final long PATIENCE_SECONDS = 60;

    private final String name;
    private final List<String> command;
    private final NodeLog log;
    private @Nullable Process process;

    /** Processes that outlive their test would disturb the next one; those of a test run that is broken off end here. */
    private @Nullable Thread endWithThisJvm;

    NodeProcess(String name, List<String> command, Path log) {
        this.name = name;
        this.command = List.copyOf(command);
        this.log = new NodeLog(log);
    }

    public String name() {
        return name;
    }

    public long pid() {
        return current().pid();
    }

    public NodeLog log() {
        return log;
    }

    public synchronized void start() throws IOException {
        if (isRunning()) {
            throw new IllegalStateException(this + " runs already");
        }
        log.beginLife();
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("QUORUMGATE_"));
        Process started = builder.start();
        process = started;
        endWithThisJvm = new Thread(started::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(endWithThisJvm);
    }

    /** SIGKILL: gone at once, with whatever it was doing, and with the processes that it has started, as nginx does. */
    public void kill() throws InterruptedException {
        Process killed = current();
        List<ProcessHandle> workers = killed.descendants().toList();
        killed.destroyForcibly();
        workers.forEach(ProcessHandle::destroyForcibly);
        awaitExit();
        Waiting.until(
                "what " + this + " has started is gone", () -> workers.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** SIGTERM, without waiting for the end. */
    public void terminate() {
        current().destroy();
    }

    /** SIGTERM; waits for the end and gives the exit code. */
    public int stop() throws InterruptedException {
        terminate();
        return awaitExit();
    }

    /** SIGSTOP: returns when not one of its threads runs any more. */
    public void pause() throws IOException, InterruptedException {
        long pid = current().pid();
        Shell.require(List.of("kill", "-STOP", Long.toString(pid)));
        Waiting.until(this + " stands still", () -> allThreadsStopped(pid));
    }

    /** SIGCONT. */
    public void resume() throws IOException, InterruptedException {
        Shell.require(List.of("kill", "-CONT", Long.toString(current().pid())));
    }

    /** Waits for the end and gives the exit code; 137 after SIGKILL. */
    public int awaitExit() throws InterruptedException {
        Process ending = current();
        if (!ending.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(this + " has not ended after " + PATIENCE_SECONDS + " s");
        }
        forgetHook();
        return ending.exitValue();
    }

    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Makes sure that it does not run any more. */
    public void end() throws InterruptedException {
        if (isRunning()) {
            kill();
        }
        forgetHook();
    }

    @Override
    public String toString() {
        return name;
    }

    private synchronized Process current() {
        if (process == null) {
            throw new IllegalStateException(this + " was never started");
        }
        return process;
    }

    private synchronized void forgetHook() {
        if (endWithThisJvm != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(endWithThisJvm);
            } catch (IllegalStateException e) {
                // the hooks run already
            }
            endWithThisJvm = null;
        }
    }

    private static boolean allThreadsStopped(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                // The state follows the name, which may have anything in it, also parentheses.
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false; // a thread ended while we looked: not all had been stopped
        }
    }
}
