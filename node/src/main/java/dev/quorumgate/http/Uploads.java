package dev.quorumgate.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What all bodies that are being read may take together: memory, and threads, since whoever reads a body waits for the client.
 * Calls may overlap.
 */
final class Uploads {
    /** Bodies that are there are read much faster; those that are not are waited for by others. */
    private static final int PATIENCE_MILLIS = 1000;

    private final ByteBudget memory;
    private final int atOnce;
    private final Semaphore slots;

    /**
     * Limits for one server.
     *
     * @param memoryBytes for the bodies and what is made of them
     * @param atOnce fewer than the server has threads, so that scrapes and health checks find one
     */
    Uploads(long memoryBytes, int atOnce) {
        this.memory = new ByteBudget(memoryBytes);
        this.atOnce = atOnce;
        this.slots = new Semaphore(atOnce);
    }

    ByteBudget memory() {
        return memory;
    }

    /**
     * Allows to read a body; to be followed by {@link #leave}.
     *
     * @throws RequestException if too many others are being read and do not end (503)
     */
    void enter() throws RequestException {
        try {
            if (slots.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops
        }
        throw new RequestException(
                503, atOnce + " other requests are being read and their clients are slow; try again soon");
    }

    /** Allows to read a body if nobody has to wait for that. */
    boolean tryEnter() {
        return slots.tryAcquire();
    }

    void leave() {
        slots.release();
    }
}
