package dev.quorumgate.http;

/**
 * What all bodies may take together: memory while they come, which slow clients share among themselves; memory and turns while they
 * are parsed, which is work and waits for nobody. Calls may overlap.
 */
final class Uploads {
    /** Bodies that have come and wait for their turn; each is small, or the memory refuses it first. */
    private static final int WAITING_MAX = 1000;

    /** For what has not come to its end there is this part of the memory more. */
    private static final int INCOMING_SHARE = 4;

    private final IncomingBodies incoming;
    private final ByteBudget memory;
    private final Turns turns;
    private final Pace pace;

    /**
     * Limits for one server.
     *
     * @param memoryBytes for bodies that are parsed, and what is made of them
     * @param atOnce how many may be parsed at a time; fewer than the server has threads, so that scrapes and health checks find one
     * @param pace how slowly they may come
     * @param wanted how slowly they may come while others want their memory
     */
    Uploads(long memoryBytes, int atOnce, Pace pace, Pace wanted) {
        this.incoming = new IncomingBodies(memoryBytes / INCOMING_SHARE, wanted);
        this.memory = new ByteBudget(memoryBytes);
        this.turns = new Turns(atOnce, WAITING_MAX);
        this.pace = pace;
    }

    IncomingBodies incoming() {
        return incoming;
    }

    /** For bodies that have come to their end. */
    ByteBudget memory() {
        return memory;
    }

    Pace pace() {
        return pace;
    }

    /** For what is to be done with them. */
    Turns turns() {
        return turns;
    }
}
