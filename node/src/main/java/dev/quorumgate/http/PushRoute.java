package dev.quorumgate.http;

import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.CommandLog;
import dev.quorumgate.groups.PushIntake;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.telemetry.NodeMetrics;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.CompletableFuture;

/**
 * PUT and POST of a group: reads and checks what depends on the push alone, hands it to the log, and answers when it is
 * applied.
 */
final class PushRoute implements Route {
    private static final double NANOS_PER_SECOND = 1e9;

    private final NameRules rules;
    private final PushBodyReader bodies;
    private final CommandLog log;
    private final OutcomeResponses responses;
    private final NodeMetrics metrics;
    private final Command.Scope scope;
    private final boolean checked;

    /**
     * A route for one of the two methods.
     *
     * @param checked whether pushes are held against what other groups have; travels with each push
     */
    PushRoute(
            NameRules rules,
            PushBodyReader bodies,
            CommandLog log,
            OutcomeResponses responses,
            NodeMetrics metrics,
            Command.Scope scope,
            boolean checked) {
        this.rules = rules;
        this.scope = scope;
        this.bodies = bodies;
        this.log = log;
        this.responses = responses;
        this.metrics = metrics;
        this.checked = checked;
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange, RequestPath path) throws RequestException {
        long begun = System.nanoTime();
        HttpServletRequest request = exchange.request();
        return log.append(command(exchange, path))
                .handleAsync(
                        (outcome, failure) -> {
                            responses.answerPush(exchange, checked, outcome, failure);
                            metrics.observePush(
                                    exchange.method(),
                                    (System.nanoTime() - begun) / NANOS_PER_SECOND,
                                    Math.max(0, request.getContentLengthLong()));
                            return null;
                        },
                        exchange.pool());
    }

    private Command command(Exchange exchange, RequestPath path) throws RequestException {
        try {
            GroupingKey key = GroupingKeyPath.parse(path, rules);
            return bodies.read(
                    exchange.request(),
                    key,
                    families -> PushIntake.command(key, families, scope, checked, exchange.source()));
        } catch (RequestException e) {
            metrics.countRefusedPush(e.status() == 400 ? "malformed" : "limit");
            throw e;
        }
    }
}
