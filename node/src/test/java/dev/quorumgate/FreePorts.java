package dev.quorumgate;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that have to be told theirs before they listen. They lie below those that the system gives out by itself:
 * one of these could be taken by another test before the server begins.
 */
public final class FreePorts {
    private static final int LOWEST = 12_000;
    private static final int COUNT = 20_000;

    /** Tests in another JVM begin at another place. */
    private static final AtomicInteger next =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 331 % COUNT));

    private FreePorts() {}

    /** One that nobody listens on, and that nobody in this JVM was given before. */
    public static int take() {
        for (int tried = 0; tried < COUNT; tried++) {
            int port = LOWEST + Math.floorMod(next.getAndIncrement(), COUNT);
            try (ServerSocket probe = new ServerSocket(port)) {
                return probe.getLocalPort();
            } catch (IOException e) {
                // taken
            }
        }
        throw new IllegalStateException("no free port from " + LOWEST + " on");
    }
}
