package dev.quorumgate.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Verbs that are used behind a noun, as in {@code member list}. */
@CommandLine.Command(
        synopsisHeading = "usage: ",
        descriptionHeading = "%n",
        optionListHeading = "%nFlags:%n",
        commandListHeading = "%nVerbs:%n",
        synopsisSubcommandLabel = "VERB",
        usageHelpWidth = 120)
final class VerbGroup implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this text.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean isHelpWanted;

    /** A noun with its verbs. */
    static CommandLine of(String noun, String description, List<Verb> verbs) {
        CommandLine group = new CommandLine(new VerbGroup());
        group.getCommandSpec().name(noun).usageMessage().description(description);
        verbs.forEach(group::addSubcommand);
        return group;
    }

    /** Only called without a verb. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "expected one of " + String.join(", ", spec.subcommands().keySet()) + " behind '" + spec.name() + "'");
    }
}
