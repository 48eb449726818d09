package dev.quorumgate.clustertests.harness;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of this machine that nobody listens on, each given out once. They lie below those that the system gives to outgoing
 * connections: one of these could be taken by anybody while the node that it belongs to is down.
 */
public final class FreePorts {
    private static final int LOWEST = 12_000;
    private static final int COUNT = 20_000;

    /** Two test runs at a time begin at different places. */
    private static final AtomicInteger given =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 331 % COUNT));

    private FreePorts() {}

    public static int take() {
        for (int tried = 0; tried < COUNT; tried++) {
            int port = LOWEST + Math.floorMod(given.getAndIncrement(), COUNT);
            try (ServerSocket probe = new ServerSocket(port)) {
                return probe.getLocalPort();
            } catch (IOException e) {
                // taken
            }
        }
        throw new IllegalStateException("no free port from " + LOWEST + " on");
    }
}
