package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.Cli;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.Verb;
import dev.quorumgate.cli.complete.BashScript;
import dev.quorumgate.cli.complete.FishScript;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code completion}: a script for a shell. */
@Command(
        name = "completion",
        description = {
            "Print a script that completes the verbs and flags in a shell.",
            "  bash: source <(quorumgate completion bash)",
            "  zsh:  source <(quorumgate completion zsh)",
            "  fish: quorumgate completion fish | source"
        })
public final class CompletionVerb extends Verb {
    /** Those we write scripts for. */
    enum Shell {
        BASH,
        ZSH,
        FISH
    }

    /** As they are typed. */
    static final class Shells extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        Shells() {
            super(List.of("bash", "zsh", "fish"));
        }
    }

    @Parameters(paramLabel = "SHELL", completionCandidates = Shells.class, description = "bash, zsh or fish.")
    private Shell shell = Shell.BASH;

    @Override
    protected ExitCode run() {
        out().print(
                        switch (shell) {
                            case BASH, ZSH -> BashScript.of(Cli.tree());
                            case FISH -> FishScript.of(Cli.tree());
                        });
        out().flush();
        return ExitCode.DONE;
    }
}
