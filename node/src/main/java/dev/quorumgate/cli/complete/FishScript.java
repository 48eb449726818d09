package dev.quorumgate.cli.complete;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completion for fish: a line for each verb and flag, each with the verbs that it stands behind. */
public final class FishScript {
    private final StringBuilder text = new StringBuilder();
    private final String program;

    private FishScript(String program) {
        this.program = program;
    }

    public static String of(CommandLine program) {
        FishScript script = new FishScript(program.getCommandName());
        script.text.append("complete -c ").append(script.program).append(" -f\n");
        script.append(program, List.of());
        return script.text.toString();
    }

    private void append(CommandLine command, List<String> path) {
        Map<String, CommandLine> verbs = command.getSubcommands();
        String here = condition(path, List.copyOf(verbs.keySet()));
        verbs.forEach((name, verb) -> line(here, "-a " + name, description(verb)));
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden()) {
                line(here, flags(option), option.description().length == 0 ? "" : option.description()[0]);
            }
        }
        for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
            if (parameter.completionCandidates() != null) {
                line(here, "-a " + quoted(String.join(" ", parameter.completionCandidates())), "");
            } else if (isFile(parameter)) {
                line(here, "-F", "");
            }
        }
        verbs.forEach((name, verb) -> {
            List<String> deeper = new ArrayList<>(path);
            deeper.add(name);
            append(verb, deeper);
        });
    }

    private void line(String condition, String what, String description) {
        text.append("complete -c ").append(program).append(" -n ").append(quoted(condition));
        text.append(' ').append(what);
        if (!description.isEmpty()) {
            text.append(" -d ").append(quoted(description));
        }
        text.append('\n');
    }

    /** Behind all of {@code path} and, where more is to follow, before any of {@code next}. */
    private static String condition(List<String> path, List<String> next) {
        List<String> parts = new ArrayList<>();
        for (String verb : path) {
            parts.add("__fish_seen_subcommand_from " + verb);
        }
        if (!next.isEmpty()) {
            parts.add("not __fish_seen_subcommand_from " + String.join(" ", next));
        }
        return String.join("; and ", parts);
    }

    private static String flags(OptionSpec option) {
        StringBuilder flags = new StringBuilder();
        for (String name : option.names()) {
            flags.append(flags.length() == 0 ? "" : " ");
            flags.append(name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1));
        }
        if (option.arity().max() > 0) {
            flags.append(argument(option));
        }
        return flags.toString();
    }

    /** What may stand behind: known words, a file, or what nobody can guess. */
    private static String argument(ArgSpec argument) {
        if (argument.completionCandidates() != null) {
            return " -x -a " + quoted(String.join(" ", argument.completionCandidates()));
        }
        return isFile(argument) ? " -r -F" : " -x";
    }

    /** Where a file may also be {@code -}, for a standard stream, its type is not that of one. */
    private static boolean isFile(ArgSpec argument) {
        return argument.type() == Path.class || argument.paramLabel().equals("FILE");
    }

    private static String description(CommandLine verb) {
        String[] description = verb.getCommandSpec().usageMessage().description();
        return description.length == 0 ? "" : description[0];
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
