package dev.quorumgate.http;

import dev.quorumgate.groups.NotAppendedException;
import dev.quorumgate.groups.Outcome;
import dev.quorumgate.groups.TooLargeException;
import dev.quorumgate.telemetry.NodeMetrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts pushes that were not stored, by whichever route they came, and logs them. Calls may overlap. */
final class RefusedPushes {
    private static final Logger logger = LoggerFactory.getLogger(RefusedPushes.class);

    private static final String LIMIT = "limit";
    private static final String UNAVAILABLE = "unavailable";

    private final NodeMetrics metrics;

    RefusedPushes(NodeMetrics metrics) {
        this.metrics = metrics;
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
                .log(OutcomeResponses.REJECTED);
    }

    /** A push without an outcome. */
    void withoutOutcome(@Nullable Throwable cause) {
        metrics.countRefusedPush(
                cause instanceof NotAppendedException
                        ? UNAVAILABLE
                        : cause instanceof TooLargeException ? LIMIT : "unknown");
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
