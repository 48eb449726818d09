package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.Verb;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.recovery.BackupFile;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code backup verify}: whether a node can start with a file. */
@Command(
        name = "verify",
        description =
                "Read a backup as a node reads its data at a start, and so find whether one can start with it. Asks no"
                        + " node.")
public final class BackupVerifyVerb extends Verb {
    @Parameters(paramLabel = "FILE", description = "The backup.")
    private Path file = Path.of("");

    @Override
    protected ExitCode run() throws IOException {
        BackupReport.requireFile(file);
        show(BackupReport.of(file, BackupFile.verify(file)).fact("intact", Cell.of(true, "yes")));
        return ExitCode.DONE;
    }
}
