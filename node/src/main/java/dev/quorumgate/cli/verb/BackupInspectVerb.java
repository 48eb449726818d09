package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.Verb;
import dev.quorumgate.recovery.BackupFile;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code backup inspect}: what a file is a backup of, and whether it is as it was written. */
@Command(
        name = "inspect",
        description = "Tell what a file is a backup of, and whether all of it is as it was written. Asks no node.")
public final class BackupInspectVerb extends Verb {
    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path file = Path.of("");

    @Override
    protected ExitCode run() throws IOException {
        BackupReport.requireFile(file);
        show(BackupReport.of(file, BackupFile.inspect(file)));
        return ExitCode.DONE;
    }
}
