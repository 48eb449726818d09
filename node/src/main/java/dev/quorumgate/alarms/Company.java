package dev.quorumgate.alarms;

import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.cluster.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The members around this node. Calls may overlap. */
public interface Company {
    /** Whether this node leads, as far as it knows. */
    boolean leads();

    /** Whether leadership is to be kept away from this node. */
    boolean othersShouldLead();

    long term();

    /** With this node, if it is one. */
    List<MemberRef> voters();

    /** Makes another voter the leader; completes when it is, or exceptionally. */
    CompletableFuture<?> handOver(PeerId heir, Duration patience);

    /**
     * Asks another member for its report, and tells it whether pushes are refused.
     *
     * @return completes exceptionally when it does not answer in time
     */
    CompletableFuture<NodeReport> ask(MemberRef member, boolean pushesRefused, long term, Duration patience);
}
