package dev.quorumgate.cli.verb;

import dev.quorumgate.backup.BackupManifest;
import dev.quorumgate.cli.CliException;
import dev.quorumgate.cli.ExitCode;
import dev.quorumgate.cli.output.Cell;
import dev.quorumgate.cli.output.Report;
import dev.quorumgate.recovery.BackupFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** What the verbs for backup files have in common. */
final class BackupReport {
    private BackupReport() {}

    /** The facts of a backup, for people and for programs. */
    static Report of(Path file, BackupFile.Facts facts) {
        BackupManifest manifest = facts.manifest();
        return new Report()
                .fact("file", Cell.of(file.toString()))
                .fact("index", Cell.of(manifest.position().index()))
                .fact("term", Cell.of(manifest.position().term()))
                .fact("groups", Cell.of(manifest.groups()))
                .fact("series", Cell.of(manifest.series()))
                .fact("hash", Cell.hash(facts.hash()))
                .fact("taken", Cell.time(manifest.taken(), Instant.now()))
                .fact("cluster_id", Cell.of(manifest.clusterId()))
                .fact("node", Cell.of(manifest.node()))
                .fact("members", Cell.of(manifest.members(), String.join(", ", manifest.members())))
                .fact("version", Cell.of(manifest.version()))
                .fact("records", Cell.of(facts.records()))
                .fact("bytes", "size", Cell.bytes(facts.bytes()))
                .fact("sha256", Cell.of(facts.sha256()));
    }

    static void requireFile(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new CliException(ExitCode.NOT_FOUND, "there is no file '" + file + "'");
        }
    }
}
