package dev.quorumgate.http;

import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.CommandLog;
import dev.quorumgate.groups.Outcome;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes all groups, as one log entry. Answered once it is applied: no scrape that begins after the answer shows any of
 * them. The original queues one deletion for each group, so that pushes come in between.
 */
final class WipeRoute implements Route {
    private static final Logger logger = LoggerFactory.getLogger(WipeRoute.class);

    static final String PATH = ApiV1Routes.BASE + "admin/wipe";

    private final CommandLog log;
    private final OutcomeResponses responses;

    WipeRoute(CommandLog log, OutcomeResponses responses) {
        this.log = log;
        this.responses = responses;
    }

    Resource resource(OwnSite own) {
        return new Resource(
                "OPTIONS, PUT",
                Map.of("PUT", new Resource.Endpoint("wipe", own.only(this)), "OPTIONS", ApiV1Routes.options()));
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange, RequestPath path) {
        return log.append(new Command.Wipe())
                .handleAsync(
                        (outcome, failure) -> {
                            if (outcome instanceof Outcome.Accepted accepted) {
                                logger.atWarn()
                                        .addKeyValue("groups", accepted.deletedGroups())
                                        .addKeyValue("source", exchange.source())
                                        .log("wiped: all groups are deleted");
                            }
                            responses.answerDelete(exchange, outcome, failure);
                            return null;
                        },
                        exchange.pool());
    }
}
