package dev.quorumgate.app;

import dev.quorumgate.telemetry.BuildInfo;
import java.util.Arrays;
import java.util.List;

/** The executable. */
public final class Main {
    private static final String USAGE = """
            usage: quorumgate serve [flags]    run a node
                   quorumgate serve --help     the flags
                   quorumgate version
            """;

    private Main() {}

    public static void main(String[] arguments) {
        String verb = arguments.length == 0 ? "" : arguments[0];
        List<String> rest = Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
        switch (verb) {
            case "serve" -> ServeCommand.run(rest);
            case "version", "--version" ->
                System.out.println("quorumgate, version " + BuildInfo.load().version());
            case "help", "--help", "-h" -> System.out.print(USAGE);
            default -> {
                System.err.print(verb.isEmpty() ? USAGE : "quorumgate: unknown command '" + verb + "'\n" + USAGE);
                System.exit(ExitCode.USAGE.number());
            }
        }
    }
}
