package dev.quorumgate.clustertests.harness;

import java.io.IOException;
import java.nio.file.Path;

/** A member of a cluster: its process, where it is reached, and its data. */
public record ClusterNode(String name, NodeProcess process, NodeAddress address, Gateway gateway, Path storage) {
    public boolean isRunning() {
        return process.isRunning();
    }

    public void start() throws IOException {
        process.start();
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.kill();
    }

    public NodeLog log() {
        return process.log();
    }

    @Override
    public String toString() {
        return name;
    }
}
