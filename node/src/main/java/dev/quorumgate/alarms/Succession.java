package dev.quorumgate.alarms;

import dev.quorumgate.cluster.Alarm;
import dev.quorumgate.cluster.NodeReport;
import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.concurrent.OwnerThread;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has another voter lead when this node is not to; for the thread of the leader's round alone. */
final class Succession {
    private static final Logger logger = LoggerFactory.getLogger(Succession.class);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Each attempt costs some time in which nothing is stored, so that those which fail come less and less often. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private static final int DOUBLINGS_MAX = 5;

    private final Company company;
    private final OwnerThread thread;
    private boolean isUnderWay;
    private int failures;
    private long nextNanos = System.nanoTime();

    Succession(Company company, OwnerThread thread) {
        this.company = company;
        this.thread = thread;
    }

    /**
     * Hands leadership over if that is wanted: to the soundest of those who are not to be left alone themselves. Without one
     * this node leads on.
     *
     * @param voters the others, as they said of themselves just now
     */
    void look(Collection<NodeReport> voters) {
        if (!company.othersShouldLead() || isUnderWay || nextNanos - System.nanoTime() > 0) {
            return;
        }
        voters.stream()
                .filter(voter -> !voter.drained() && voter.unreadyBecause().isEmpty())
                .max(Comparator.comparing((NodeReport voter) -> !voter.has(Alarm.Kind.NOSPACE))
                        .thenComparing(NodeReport::appliedIndex))
                .ifPresent(this::handOverTo);
    }

    private void handOverTo(NodeReport heir) {
        isUnderWay = true;
        Futures.whenDone(
                company.handOver(heir.self().id(), PATIENCE),
                (done, failure) -> thread.run(() -> {
                    isUnderWay = false;
                    failures = failure == null ? 0 : Math.min(failures + 1, DOUBLINGS_MAX);
                    nextNanos = System.nanoTime()
                            + (failure == null
                                    ? 0
                                    : PAUSE.multipliedBy(1L << (failures - 1)).toNanos());
                    logger.atInfo()
                            .addKeyValue("to", heir.self().name())
                            .addKeyValue("result", failure == null ? "done" : Futures.cause(failure))
                            .log("others are to lead, not this node");
                }));
    }
}
