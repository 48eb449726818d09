package dev.quorumgate.app;

import dev.quorumgate.cli.Cli;
import dev.quorumgate.logging.Logging;
import dev.quorumgate.telemetry.BuildInfo;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The executable. */
public final class Main {
    /** Verbs that may use the libraries of a node, which write logs. */
    private static final Set<String> WORK_ON_FILES = Set.of("backup", "recover");

    private Main() {}

    public static void main(String[] all) {
        // An empty argument is what an unset variable leaves behind in a start script.
        List<String> arguments = Arrays.stream(all).dropWhile(String::isEmpty).toList();
        String verb = arguments.isEmpty() ? "" : arguments.get(0);
        switch (verb) {
            case "serve" -> ServeCommand.run(arguments.subList(1, arguments.size()));
            case "--version" -> System.out.print(BuildInfo.load().text());
            case "help", "--help", "-h", "--help-long", "--help-man" ->
                System.out.print(Cli.usage() + "\n" + ServeCommand.flagsText());
            default -> {
                // As the Pushgateway is started: with flags alone, or with nothing at all.
                if (verb.isEmpty() || verb.startsWith("--") || verb.startsWith("@")) {
                    ServeCommand.run(arguments);
                    return;
                }
                if (WORK_ON_FILES.contains(verb)) {
                    Logging.silence();
                }
                System.exit(Cli.run(arguments, writer(System.out), writer(System.err)));
            }
        }
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
    }
}
