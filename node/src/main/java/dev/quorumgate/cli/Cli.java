package dev.quorumgate.cli;

import dev.quorumgate.cli.verb.AlarmClearVerb;
import dev.quorumgate.cli.verb.AlarmListVerb;
import dev.quorumgate.cli.verb.BackupInspectVerb;
import dev.quorumgate.cli.verb.BackupRestoreVerb;
import dev.quorumgate.cli.verb.BackupSaveVerb;
import dev.quorumgate.cli.verb.BackupVerifyVerb;
import dev.quorumgate.cli.verb.CompletionVerb;
import dev.quorumgate.cli.verb.DoctorVerb;
import dev.quorumgate.cli.verb.DrainVerb;
import dev.quorumgate.cli.verb.GroupDeleteVerb;
import dev.quorumgate.cli.verb.GroupGetVerb;
import dev.quorumgate.cli.verb.GroupListVerb;
import dev.quorumgate.cli.verb.HealthVerb;
import dev.quorumgate.cli.verb.ImportVerb;
import dev.quorumgate.cli.verb.LeaderShowVerb;
import dev.quorumgate.cli.verb.LeaderStepDownVerb;
import dev.quorumgate.cli.verb.LeaderTransferVerb;
import dev.quorumgate.cli.verb.MemberAddVerb;
import dev.quorumgate.cli.verb.MemberListVerb;
import dev.quorumgate.cli.verb.MemberPromoteVerb;
import dev.quorumgate.cli.verb.MemberRemoveVerb;
import dev.quorumgate.cli.verb.MemberReplaceVerb;
import dev.quorumgate.cli.verb.PushVerb;
import dev.quorumgate.cli.verb.RecoverApplyVerb;
import dev.quorumgate.cli.verb.RecoverPlanVerb;
import dev.quorumgate.cli.verb.SnapshotCreateVerb;
import dev.quorumgate.cli.verb.StatusVerb;
import dev.quorumgate.cli.verb.TopVerb;
import dev.quorumgate.cli.verb.UndrainVerb;
import dev.quorumgate.cli.verb.VerifyVerb;
import dev.quorumgate.cli.verb.VersionVerb;
import dev.quorumgate.cli.verb.WipeVerb;
import dev.quorumgate.cluster.FileFailure;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The verbs of an operator: {@code quorumgate VERB}. */
public final class Cli {
    private static final String NAME = "quorumgate";

    /** In the order of the help. */
    private static final List<String> VERBS = List.of(
            "status",
            "health",
            "member",
            "leader",
            "drain",
            "undrain",
            "snapshot",
            "verify",
            "alarm",
            "group",
            "push",
            "import",
            "wipe",
            "top",
            "doctor",
            "backup",
            "recover",
            "version",
            "completion");

    /** Held, so that its level stays. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    private Cli() {}

    /** Runs a verb; gives its exit code. */
    public static int run(List<String> arguments, PrintWriter out, PrintWriter err) {
        GRPC.setLevel(Level.OFF); // what it has to say, the failed call says as well
        CommandLine root = arguments.isEmpty() || !VERBS.contains(arguments.get(0)) ? tree() : treeOf(arguments.get(0));
        try {
            return root.setOut(out).setErr(err).execute(arguments.toArray(String[]::new));
        } finally {
            out.flush();
            err.flush();
        }
    }

    /** What there is to type. */
    public static String usage() {
        return tree().getUsageMessage(Ansi.OFF);
    }

    /** All verbs. */
    public static CommandLine tree() {
        return treeOf(VERBS.toArray(String[]::new));
    }

    /** To build them all takes longer than most of them do. */
    private static CommandLine treeOf(String... verbs) {
        CommandLine root = new CommandLine(new Root());
        for (String verb : verbs) {
            root.addSubcommand(verb, verb(verb));
        }
        return root.setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setParameterExceptionHandler(Cli::mistaken)
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command));
    }

    private static CommandLine verb(String name) {
        return switch (name) {
            case "status" -> new CommandLine(new StatusVerb());
            case "health" -> new CommandLine(new HealthVerb());
            case "member" ->
                VerbGroup.of(
                        name,
                        "Who belongs to the cluster.",
                        List.of(
                                new MemberListVerb(),
                                new MemberAddVerb(),
                                new MemberPromoteVerb(),
                                new MemberRemoveVerb(),
                                new MemberReplaceVerb()));
            case "leader" ->
                VerbGroup.of(
                        name,
                        "Who leads.",
                        List.of(new LeaderShowVerb(), new LeaderTransferVerb(), new LeaderStepDownVerb()));
            case "drain" -> new CommandLine(new DrainVerb());
            case "undrain" -> new CommandLine(new UndrainVerb());
            case "snapshot" -> VerbGroup.of(name, "What starts begin with.", List.of(new SnapshotCreateVerb()));
            case "verify" -> new CommandLine(new VerifyVerb());
            case "alarm" ->
                VerbGroup.of(name, "What should be seen to.", List.of(new AlarmListVerb(), new AlarmClearVerb()));
            case "group" ->
                VerbGroup.of(
                        name,
                        "What was pushed.",
                        List.of(new GroupListVerb(), new GroupGetVerb(), new GroupDeleteVerb()));
            case "push" -> new CommandLine(new PushVerb());
            case "wipe" -> new CommandLine(new WipeVerb());
            case "top" -> new CommandLine(new TopVerb());
            case "backup" ->
                VerbGroup.of(
                        name,
                        "Take backups, check them, and begin new clusters with them.",
                        List.of(
                                new BackupSaveVerb(),
                                new BackupInspectVerb(),
                                new BackupVerifyVerb(),
                                new BackupRestoreVerb()));
            case "recover" ->
                VerbGroup.of(
                        name,
                        "Begin anew with what is left, when a majority of the members is lost.",
                        List.of(new RecoverPlanVerb(), new RecoverApplyVerb()));
            case "doctor" -> new CommandLine(new DoctorVerb());
            case "import" -> new CommandLine(new ImportVerb());
            case "version" -> new CommandLine(new VersionVerb());
            case "completion" -> new CommandLine(new CompletionVerb());
            default -> throw new IllegalArgumentException("no verb '" + name + "'");
        };
    }

    private static int mistaken(CommandLine.ParameterException mistake, String[] arguments) {
        CommandLine command = mistake.getCommandLine();
        command.getErr().println(NAME + ": " + words(mistake));
        CommandLine.UnmatchedArgumentException.printSuggestions(mistake, command.getErr());
        command.getErr().println("'" + command.getCommandSpec().qualifiedName() + " --help' tells what there is");
        return ExitCode.USAGE.number();
    }

    private static String words(CommandLine.ParameterException mistake) {
        if (mistake instanceof CommandLine.UnmatchedArgumentException unmatched) {
            List<String> unknown = unmatched.getUnmatched();
            boolean isFlag = unknown.get(0).startsWith("-");
            boolean isVerb = mistake.getCommandLine().getSubcommands().size() > 0;
            return (isFlag ? "unknown flag " : isVerb ? "unknown verb " : "unexpected argument ") + "'" + unknown.get(0)
                    + "'";
        }
        return String.valueOf(mistake.getMessage());
    }

    private static int failed(Exception failure, CommandLine command) {
        CliException told;
        if (failure instanceof CliException known) {
            told = known;
        } else if (failure instanceof StatusRuntimeException status) {
            told = ServerErrors.of(status);
        } else if (failure instanceof CommandLine.ParameterException mistake) {
            return mistaken(mistake, new String[0]);
        } else if (failure instanceof IOException of) {
            told = new CliException(ExitCode.FAILED, FileFailure.words(of));
        } else {
            told = new CliException(ExitCode.FAILED, "this is a fault of the program: " + failure);
        }
        command.getErr().println(NAME + ": " + told.getMessage());
        return told.exitCode().number();
    }

    @CommandLine.Command(
            name = NAME,
            synopsisHeading = "usage: ",
            customSynopsis = {
                "quorumgate VERB [flags]   ask a cluster, or work on its files",
                "       quorumgate [serve] [flags]  run a node"
            },
            commandListHeading = "%nVerbs:%n",
            footer = "%n'quorumgate VERB --help' tells the flags of a verb, 'quorumgate serve --help' those of a node.",
            usageHelpWidth = 120)
    private static final class Root implements Runnable {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public void run() {
            throw new CommandLine.ParameterException(spec.commandLine(), "expected a verb");
        }
    }
}
