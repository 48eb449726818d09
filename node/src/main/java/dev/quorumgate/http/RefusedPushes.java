package dev.quorumgate.http;

import dev.quorumgate.groups.NotAppendedException;
import dev.quorumgate.groups.Outcome;
import dev.quorumgate.groups.StoreFullException;
import dev.quorumgate.groups.TooLargeException;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.telemetry.NodeMetrics;
import dev.quorumgate.telemetry.RefusalTally;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts pushes that were not stored, by whichever route they came, and logs them. Calls may overlap. */
final class RefusedPushes {
    private static final Logger logger = LoggerFactory.getLogger(RefusedPushes.class);

    private static final String LIMIT = "limit";
    private static final String UNAVAILABLE = "unavailable";

    private final NodeMetrics metrics;
    private final RefusalTally tally;

    RefusedPushes(NodeMetrics metrics, RefusalTally tally) {
        this.metrics = metrics;
        this.tally = tally;
    }

    /** A push that never came to the log; gives the refusal back. */
    RequestException beforeTheLog(Exchange exchange, RequestException refusal) {
        metrics.countRefusedPush(reason(refusal));
        logger.atDebug()
                .addKeyValue("method", exchange.method())
                .addKeyValue("path", exchange.rawPath())
                .addKeyValue("source", exchange.source())
                .addKeyValue("err", refusal.getMessage())
                .log("refused a push");
        return refusal;
    }

    /** A push that the state machine refused; in the words of the original, for which people search their logs. */
    void rejected(Exchange exchange, Outcome.Rejected rejected) {
        metrics.countRefusedPush(rejected.cause() == Outcome.Cause.LIMIT ? LIMIT : "inconsistent");
        logger.atError()
                .addKeyValue("method", exchange.method())
                .addKeyValue("path", exchange.rawPath())
                .addKeyValue("source", exchange.source())
                .addKeyValue("err", rejected.reason())
                .log(Outcome.Rejected.WORDS);
    }

    /** A push that is known to be of this group was refused, for whichever reason. */
    void ofGroup(GroupingKey key, String reason) {
        tally.count(key.job(), reason);
    }

    /** The push of a request to several groups that is told to be the reason for its refusal, if there is one. */
    void ofGroupIn(RequestException refusal) {
        if (refusal.members().get("group") instanceof Map<?, ?> labels && labels.get("job") instanceof String job) {
            tally.count(job, String.valueOf(refusal.getMessage()));
        }
    }

    /** A push without an outcome. */
    void withoutOutcome(@Nullable Throwable cause) {
        metrics.countRefusedPush(reason(cause));
    }

    private static String reason(@Nullable Throwable cause) {
        if (cause instanceof NotAppendedException) {
            return UNAVAILABLE;
        } else if (cause instanceof StoreFullException) {
            return "no_space";
        }
        return cause instanceof TooLargeException ? LIMIT : "unknown";
    }

    private static String reason(RequestException refusal) {
        return switch (refusal.status()) {
            case 408 -> "timeout";
            case 413 -> LIMIT;
            case 503 -> UNAVAILABLE;
            default -> refusal.isOfLimit() ? LIMIT : "malformed";
        };
    }
}
