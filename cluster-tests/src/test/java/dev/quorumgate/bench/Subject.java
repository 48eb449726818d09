package dev.quorumgate.bench;

import java.net.InetSocketAddress;
import java.util.List;

/** What is measured: a gateway that takes pushes and serves them, of one or several processes. */
interface Subject {
    /** Heads its column. */
    String name();

    /** Where it takes pushes and scrapes. */
    List<InetSocketAddress> addresses();

    /** Makes sure that it holds so many groups, those of {@link PushLoad}. */
    void hold(int groups) throws Exception;

    /** Its processes that run now. */
    List<Long> pids();

    /** Whether it takes pushes one after the other, at a cost that grows with what it holds. */
    boolean isSlowWhenFull();
}
