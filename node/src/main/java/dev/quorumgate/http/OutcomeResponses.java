package dev.quorumgate.http;

import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.groups.NotAppendedException;
import dev.quorumgate.groups.Outcome;
import dev.quorumgate.groups.OutcomeUnknownException;
import dev.quorumgate.groups.StoreFullException;
import dev.quorumgate.groups.TooLargeException;
import dev.quorumgate.groups.UnreadableCommandException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the outcome of a write, or its absence, to the answer. */
final class OutcomeResponses {
    private static final Logger logger = LoggerFactory.getLogger(OutcomeResponses.class);

    private static final String RETRY_AFTER_SECONDS = "1";
    private static final String RETRY_AFTER_SECONDS_FULL = "10";

    private final RefusedPushes refused;

    OutcomeResponses(RefusedPushes refused) {
        this.refused = refused;
    }

    /**
     * Answers a push; an unchecked one is answered with 202 whatever became of it, as the original does. But limits are ours,
     * and a store that is full must not go unnoticed.
     */
    void answerPush(Exchange exchange, boolean checked, @Nullable Outcome outcome, @Nullable Throwable failure) {
        if (outcome == null) {
            Throwable cause = cause(failure);
            refused.withoutOutcome(cause);
            answerFailure(exchange, cause);
            return;
        }
        int status = checked ? 200 : 202;
        if (outcome instanceof Outcome.Rejected rejected) {
            boolean isLimit = rejected.cause() == Outcome.Cause.LIMIT;
            refused.rejected(exchange, rejected);
            if (checked || isLimit) {
                Answer.unchecked(() ->
                        Answer.error(exchange.response(), 400, Outcome.Rejected.WORDS + ": " + rejected.reason()));
                return;
            }
        }
        Answer.empty(exchange.response(), status);
    }

    void answerDelete(Exchange exchange, @Nullable Outcome outcome, @Nullable Throwable failure) {
        if (outcome == null) {
            answerFailure(exchange, cause(failure));
        } else {
            Answer.empty(exchange.response(), 202);
        }
    }

    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure == null ? null : Futures.cause(failure);
    }

    private static void answerFailure(Exchange exchange, @Nullable Throwable cause) {
        RequestException refusal = refusal(cause);
        if (refusal.status() == 503) {
            exchange.response().setHeader("Retry-After", RETRY_AFTER_SECONDS);
        } else if (refusal.status() == 507) {
            exchange.response().setHeader("Retry-After", RETRY_AFTER_SECONDS_FULL);
        }
        Answer.unchecked(() -> exchange.refuse(refusal));
    }

    /** What a write without an outcome is answered with. */
    static RequestException refusal(@Nullable Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof NotAppendedException) {
            return new RequestException(503, "not stored, it is safe to send it again: " + cause.getMessage());
        }
        if (cause instanceof StoreFullException) {
            return new RequestException(507, "not stored: " + cause.getMessage());
        }
        if (cause instanceof OutcomeUnknownException) {
            return new RequestException(504, "may or may not have been stored: " + cause.getMessage());
        }
        if (cause instanceof TooLargeException) {
            return new RequestException(
                    413,
                    "the push is too large: " + cause.getMessage()
                            + "; push less at a time, or raise --push.max-body-size");
        }
        if (cause instanceof UnreadableCommandException) {
            logger.error("a request could not be put into the log; please report it with this text", cause);
            return new RequestException(500, "not stored: " + cause.getMessage());
        }
        throw new IllegalStateException("a write failed in a way that it must not", cause);
    }
}
