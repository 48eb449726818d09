package dev.quorumgate.clustertests.harness;

import java.io.IOException;
import java.util.List;

/** What the members of a cluster talk over. */
public interface Network {
    /** Makes a place for a node. */
    NodeAddress join(String node) throws IOException, InterruptedException;

    /** What must stand before a command to make it run at that node's place. */
    List<String> commandPrefix(String node);

    /** All on 127.0.0.1. */
    Network LOOPBACK = new Network() {
        @Override
        public NodeAddress join(String node) {
            return NodeAddress.onLoopback();
        }

        @Override
        public List<String> commandPrefix(String node) {
            return List.of();
        }
    };
}
