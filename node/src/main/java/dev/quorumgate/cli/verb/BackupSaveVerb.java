package dev.quorumgate.cli.verb;

import dev.quorumgate.cli.CliException;
import dev.quorumgate.cli.DurationConverter;
import dev.quorumgate.cli.Endpoints;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.OnlineVerb;
import dev.quorumgate.cli.StallGuard;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.proto.admin.BackupPart;
import dev.quorumgate.proto.admin.SaveBackupRequest;
import dev.quorumgate.recovery.BackupFile;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Iterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup save}: a backup of a running cluster into a file. */
@Command(
        name = "save",
        description = {
            "Take a backup of all that is stored, with everything in it that was acknowledged before.",
            "Pushes go on meanwhile. The file appears when all of it is there and was read back."
        })
public final class BackupSaveVerb extends OnlineVerb {
    /** A node may wait this long for all that was acknowledged, and for its disk to take a snapshot. */
    private static final Duration FIRST_PART = Duration.ofSeconds(45);

    private static final Path STANDARD_OUTPUT = Path.of("-");

    @Parameters(paramLabel = "FILE", description = "Where to write the backup; - for the standard output.")
    private Path file = Path.of("");

    @Option(
            names = "--from",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The member to take it from. Default: the one that is asked.")
    private String from = "";

    @Option(
            names = "--allow-stale",
            description = "Without a majority: take what the node has, which may lack acknowledged pushes.")
    private boolean isStaleAllowed;

    @Option(names = "--overwrite", description = "Replace FILE if it is there.")
    private boolean isOverwriting;

    @Option(
            names = "--total-timeout",
            paramLabel = "TIME",
            defaultValue = "1h",
            converter = DurationConverter.class,
            description =
                    "How long all of it may take; --timeout counts for each part but the first. Default: ${DEFAULT-VALUE}.")
    private Duration total = Duration.ZERO;

    @Override
    protected Duration patience() {
        return total;
    }

    @Override
    protected ExitCode run(Endpoints endpoints) throws IOException {
        if (file.equals(STANDARD_OUTPUT)) {
            receive(endpoints, new FileOutputStream(FileDescriptor.out));
            say("what was written can be checked: quorumgate backup verify");
            return ExitCode.DONE;
        }
        if (Files.exists(file) && !isOverwriting) {
            throw new CliException(
                    ExitCode.REFUSED,
                    "'" + file + "' is there already; choose another name, or replace it with --overwrite");
        }
        // Two of these may be asked for the same file.
        String own = file.getFileName() + "." + ProcessHandle.current().pid() + ".part";
        Path unfinished = file.resolveSibling(own);
        long begun = System.nanoTime();
        try {
            try (FileOutputStream out = new FileOutputStream(unfinished.toFile())) {
                receive(endpoints, out);
                out.getFD().sync();
            }
            BackupFile.Facts facts = BackupFile.inspect(unfinished);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            syncFolder();
            show(BackupReport.of(file, facts)
                    .fact("millis", "time", Cell.millis((System.nanoTime() - begun) / 1_000_000)));
        } finally {
            Files.deleteIfExists(unfinished);
        }
        return ExitCode.DONE;
    }

    private void receive(Endpoints endpoints, OutputStream out) throws IOException {
        SaveBackupRequest request = SaveBackupRequest.newBuilder()
                .setName(from)
                .setAllowStale(isStaleAllowed)
                .build();
        Duration first = timeout().compareTo(FIRST_PART) < 0 ? FIRST_PART : timeout();
        try (StallGuard guard = StallGuard.of(first, timeout(), "no part of the backup came")) {
            guard.run(() -> {
                Iterator<BackupPart> parts = endpoints.stub().saveBackup(request);
                while (parts.hasNext()) {
                    parts.next().getBytes().writeTo(out);
                    guard.progress();
                }
            });
        }
    }

    private void syncFolder() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder)) {
                channel.force(true);
            }
        }
    }
}
