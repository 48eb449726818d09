package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.CliException;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.Verb;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cluster.Members;
import dev.quorumgate.recovery.RefusedForSafetyException;
import dev.quorumgate.recovery.Restore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup restore}: a data folder from a backup. */
@Command(
        name = "restore",
        description = {
            "Make a data folder of a backup, for a member of a new cluster. Asks no node.",
            "Without --members the node will be a cluster of its own. With it, do the same on each member's machine, with the"
                    + " same file and the same list; then start them all."
        })
public final class BackupRestoreVerb extends Verb {
    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path file = Path.of("");

    @Option(
            names = "--storage.path",
            paramLabel = "DIR",
            required = true,
            description = "The data folder to make; new, or empty.")
    private Path storage = Path.of("");

    @Option(
            names = "--node",
            paramLabel = "NAME",
            defaultValue = "n1",
            description = "The member that the folder is for. Default: ${DEFAULT-VALUE}.")
    private String node = "";

    @Option(names = "--members", paramLabel = "LIST", description = NewMembers.DESCRIPTION)
    private Optional<String> list = Optional.empty();

    @Option(names = "--dry-run", description = "Check the backup and the folder, and make nothing.")
    private boolean isDryRun;

    @Override
    protected ExitCode run() throws IOException {
        BackupReport.requireFile(file);
        Optional<Members> members = list.map(text -> NewMembers.parse(text, node, this::usage));
        try {
            Restore restore = members.isPresent()
                    ? Restore.among(file, storage, node, members.get())
                    : Restore.alone(file, storage, NewMembers.alone(node, this::usage));
            restore.requireFree();
            if (!isDryRun) {
                restore.run();
            }
            show(BackupReport.of(file, restore.facts())
                    .fact("storage_path", Cell.of(storage.toString()))
                    .fact("new_cluster_id", Cell.of(restore.clusterId().toString()))
                    .fact("start_command", Cell.of(restore.startCommand())));
        } catch (RefusedForSafetyException e) {
            throw new CliException(ExitCode.REFUSED, String.valueOf(e.getMessage()));
        }
        say(isDryRun ? "nothing was made: this is a dry run" : "made '" + storage + "'");
        return ExitCode.DONE;
    }
}
