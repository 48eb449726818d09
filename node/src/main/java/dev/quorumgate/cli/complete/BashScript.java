package dev.quorumgate.cli.complete;

import picocli.AutoComplete;
import picocli.CommandLine;

/** Completion for bash, and for zsh, which can read the same. */
public final class BashScript {
    private BashScript() {}

    public static String of(CommandLine program) {
        return AutoComplete.bash(program.getCommandName(), program);
    }
}
