package dev.quorumgate.raft;

import dev.quorumgate.cluster.MemberRef;
import dev.quorumgate.cluster.PeerId;
import dev.quorumgate.cluster.ReplicationFigures;
import dev.quorumgate.concurrent.Futures;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, on the leader, whether Ratis still sends to each member. When members that are being added do not answer, it stops
 * sending to them, and by mistake also to members without a vote that were added under the same leader, and to those to whom it
 * had to begin anew; it would never begin again. A new leader sends to all. Used by one thread.
 */
final class SenderWatch {
    private static final Logger logger = LoggerFactory.getLogger(SenderWatch.class);

    private static final int LOOKS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Division division;
    private final RatisMembership membership;
    private final LeaderHandover handover;
    private int missed;

    SenderWatch(Division division, RatisMembership membership, LeaderHandover handover) {
        this.division = division;
        this.membership = membership;
        this.handover = handover;
    }

    /** Called about once a second. */
    void look() {
        if (!division.isReadyLeader() || membership.isUnderWay()) {
            missed = 0;
            return;
        }
        List<PeerId> sentTo = division.followers().stream()
                .map(ReplicationFigures.Follower::id)
                .toList();
        List<PeerId> neglected = division.members().all().stream()
                .map(MemberRef::id)
                .filter(id -> !id.equals(division.self()) && !sentTo.contains(id))
                .toList();
        missed = neglected.isEmpty() ? 0 : missed + 1;
        if (missed >= LOOKS) {
            missed = 0;
            logger.warn("nothing is sent to {} any more; another leader will", neglected);
            boolean isOnlyVoter = division.voters().size() == 1;
            Futures.whenDone(
                    isOnlyVoter ? handover.stepDown(PATIENCE) : handover.transferToNext(PATIENCE),
                    (leader, failure) -> {
                        if (failure != null) {
                            logger.warn("could not hand leadership over: {}", failure.getMessage());
                        }
                    });
        }
    }
}
