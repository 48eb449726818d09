package dev.quorumgate.clustertests.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs that are run to their end. */
public final class Shell {
    private static final long PATIENCE_SECONDS = 120;

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

    /** Runs a program with additional environment variables and {@code input} as its standard input. */
    public static Result run(List<String> command, Map<String, String> environment, String input)
            throws IOException, InterruptedException {
        // By files: a pipe that nobody reads would stop the program.
        Path output = Files.createTempFile("shell", ".out");
        Path given = Files.createTempFile("shell", ".in");
        try {
            Files.writeString(given, input);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(given.toFile())
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + " has not ended after " + PATIENCE_SECONDS + " s; it wrote: "
                        + Files.readString(output, StandardCharsets.UTF_8));
            }
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
            Files.delete(given);
        }
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
