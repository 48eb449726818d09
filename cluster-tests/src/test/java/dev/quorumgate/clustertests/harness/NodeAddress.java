package dev.quorumgate.clustertests.harness;

import java.net.URI;

/** Where a node listens, and is reached by its clients and the other members. */
public record NodeAddress(String host, int httpPort, int raftPort, int adminPort) {
    /** On this machine, on ports that nobody uses. */
    public static NodeAddress onLoopback() {
        return new NodeAddress("127.0.0.1", FreePorts.take(), FreePorts.take(), FreePorts.take());
    }

    public String http() {
        return host + ":" + httpPort;
    }

    public String raft() {
        return host + ":" + raftPort;
    }

    public String admin() {
        return host + ":" + adminPort;
    }

    public URI httpUri() {
        return URI.create("http://" + http());
    }

    /** As in {@code --cluster.initial-members}. */
    public String member(String name) {
        return name + "=" + raft() + ":" + adminPort;
    }
}
