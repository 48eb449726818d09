package dev.quorumgate.app;

import dev.quorumgate.cluster.NodeStatus;
import dev.quorumgate.raft.RaftNode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last moments of a node that has others beside it: it says that it is not ready and serves all the same, until load
 * balancers have noticed and go to the others. Leadership goes in the middle of that, so that no push has to be sent again by its
 * client: what is held while nobody leads is still answered here.
 */
final class Farewell {
    private static final Logger logger = LoggerFactory.getLogger(Farewell.class);

    private final RaftNode node;
    private final Duration delay;
    private final Runnable keepLeadershipAway;

    /**
     * @param delay for how long
     * @param keepLeadershipAway has others lead from now on
     */
    Farewell(RaftNode node, Duration delay, Runnable keepLeadershipAway) {
        this.node = node;
        this.delay = delay;
        this.keepLeadershipAway = keepLeadershipAway;
    }

    /** Returns when nobody should be coming any more; at once when there is nobody else to go to. */
    void take() {
        boolean isAlone = node.status().map(NodeStatus::voterCount).orElse(1) <= 1;
        if (isAlone || delay.isZero()) {
            return;
        }
        logger.atInfo().addKeyValue("delay", delay).log("this node is not ready any more, and serves on for a moment");
        long end = System.nanoTime() + delay.toNanos();
        try {
            TimeUnit.NANOSECONDS.sleep(delay.toNanos() / 2);
            keepLeadershipAway.run();
            TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
