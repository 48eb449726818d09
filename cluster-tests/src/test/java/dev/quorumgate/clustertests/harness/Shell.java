package dev.quorumgate.clustertests.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs that are run to their end. */
public final class Shell {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Shell() {}

    /** What a program left: its exit code, and what it wrote to both streams. */
    public record Result(int exitCode, String output) {
        public boolean succeeded() {
            return exitCode == 0;
        }
    }

    /** Runs a program; whatever its exit code. */
    public static Result run(List<String> command) throws IOException, InterruptedException {
        return run(command, Map.of(), "");
    }

    /** Runs a program that may take long; whatever its exit code. */
    static Result run(List<String> command, Duration patience) throws IOException, InterruptedException {
        Outputs outputs = run(new ProcessBuilder(command).redirectErrorStream(true), "", patience);
        return new Result(outputs.exitCode(), outputs.out());
    }

    /** Runs a program with additional environment variables and {@code input} as its standard input. */
    public static Result run(List<String> command, Map<String, String> environment, String input)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Outputs outputs = run(builder, input);
        return new Result(outputs.exitCode(), outputs.out());
    }

    /** What a program left: its exit code and each of its streams; the second is empty where the first has both. */
    record Outputs(int exitCode, String out, String err) {}

    /** Runs a program to its end. */
    static Outputs run(ProcessBuilder builder, String input) throws IOException, InterruptedException {
        return run(builder, input, PATIENCE);
    }

    private static Outputs run(ProcessBuilder builder, String input, Duration patience)
            throws IOException, InterruptedException {
        // By files: a pipe that nobody reads would stop the program.
        Path out = Files.createTempFile("shell", ".out");
        Path err = Files.createTempFile("shell", ".err");
        Path given = Files.createTempFile("shell", ".in");
        try {
            Files.writeString(given, input);
            Process process = builder.redirectInput(given.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(builder.command() + " has not ended after " + patience.toSeconds()
                        + " s; it wrote: " + read(out) + read(err));
            }
            return new Outputs(process.exitValue(), read(out), read(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
            Files.delete(given);
        }
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /** Runs a program that must succeed; gives what it wrote. */
    public static String require(List<String> command) throws IOException, InterruptedException {
        Result result = run(command);
        if (!result.succeeded()) {
            throw new IOException(
                    String.join(" ", command) + " ended with " + result.exitCode() + ": " + result.output());
        }
        return result.output();
    }

    /** Whether a program of this name is to be had. */
    public static boolean has(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
