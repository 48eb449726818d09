package dev.quorumgate.app;

import dev.quorumgate.telemetry.BuildInfo;
import java.util.Arrays;
import java.util.List;

/** The executable. */
public final class Main {
    private static final String USAGE = """
            usage: quorumgate [serve] [flags]  run a node
                   quorumgate version          what this program was built from
                   quorumgate help             this text

            """;

    private Main() {}

    public static void main(String[] all) {
        // An empty argument is what an unset variable leaves behind in a start script.
        List<String> arguments = Arrays.stream(all).dropWhile(String::isEmpty).toList();
        String verb = arguments.isEmpty() ? "" : arguments.get(0);
        switch (verb) {
            case "serve" -> ServeCommand.run(arguments.subList(1, arguments.size()));
            case "version", "--version" -> System.out.print(BuildInfo.load().text());
            case "help", "--help", "-h", "--help-long", "--help-man" ->
                System.out.print(USAGE + ServeCommand.flagsText());
            default -> {
                // As the Pushgateway is started: with flags alone, or with nothing at all.
                if (verb.isEmpty() || verb.startsWith("--") || verb.startsWith("@")) {
                    ServeCommand.run(arguments);
                    return;
                }
                System.err.print("quorumgate: unknown command '" + verb + "'\n" + USAGE);
                System.exit(ExitCode.USAGE.number());
            }
        }
    }
}
