package dev.quorumgate.clustertests.harness;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The admin CLI as packaged: each run is a process of its own, as an operator's would be, without a terminal. Immutable;
 * calls may overlap.
 */
public final class Cli {
    /** Of verbs that are not told theirs: a busy machine takes long to start them. */
    static final String TIMEOUT = "60s";

    private final Path temporary;
    private final Map<String, String> environment;

    private Cli(Path temporary, Map<String, String> environment) {
        this.temporary = temporary;
        this.environment = Map.copyOf(environment);
    }

    /** What one run left. */
    public record Result(int exitCode, String out, String err) {
        /** Its standard output, which must be one JSON object. */
        public JsonObject json() {
            return JsonParser.parseString(out).getAsJsonObject();
        }

        /** Its standard output, which must be one mapping of YAML, as the same in JSON. */
        public JsonObject yaml() {
            Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(out);
            return new GsonBuilder().serializeNulls().create().toJsonTree(tree).getAsJsonObject();
        }

        @Override
        public String toString() {
            return "exit code " + exitCode + "\n--- standard output\n" + out + "--- standard error\n" + err;
        }
    }

    /**
     * A CLI that is told of its endpoints by the environment.
     *
     * @param endpoints {@code host:port} of the admin ports to ask; none leaves it to its default
     */
    public static Cli of(TestRun run, List<String> endpoints) {
        return new Cli(
                run.temporary("cli"),
                endpoints.isEmpty()
                        ? Map.of()
                        : Map.of("QUORUMGATE_ENDPOINTS", String.join(",", endpoints), "QUORUMGATE_TIMEOUT", TIMEOUT));
    }

    /** The same, with one more environment variable. */
    public Cli with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Cli(temporary, more);
    }

    /** Runs a verb, whatever its exit code. */
    public Result run(String... arguments) throws IOException, InterruptedException {
        return runWith("", arguments);
    }

    /** Runs a verb with something on its standard input. */
    public Result runWith(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(JavaCommand.of(temporary, ClassArchive.options(), Build.nodeClassPath()));
        command.add(QuorumgateProgram.MAIN_CLASS);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("QUORUMGATE_"));
        builder.environment().putAll(environment);
        Shell.Outputs outputs = Shell.run(builder, input);
        return new Result(outputs.exitCode(), outputs.out(), outputs.err());
    }

    /** Runs a verb that must succeed. */
    public Result require(String... arguments) throws IOException, InterruptedException {
        Result result = run(arguments);
        if (result.exitCode() != 0) {
            throw new IOException("quorumgate " + String.join(" ", arguments) + " ended with " + result);
        }
        return result;
    }
}
