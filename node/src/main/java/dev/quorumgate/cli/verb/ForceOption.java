package dev.quorumgate.cli.verb;

import picocli.CommandLine.Option;

/** The flags of changes that may be refused for safety. */
final class ForceOption {
    @Option(
            names = "--force",
            paramLabel = "CLUSTER_ID",
            defaultValue = "",
            description = "Do it although it endangers the majority; the id of the cluster, typed in full.")
    private String clusterId = "";

    @Option(names = "--dry-run", description = "Tell what would be done, and what that does to the majority.")
    private boolean isDryRun;

    String clusterId() {
        return clusterId;
    }

    boolean isDryRun() {
        return isDryRun;
    }
}
