package dev.quorumgate.http;

import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.CommandLog;
import dev.quorumgate.groups.LimitExceededException;
import dev.quorumgate.groups.Outcome;
import dev.quorumgate.groups.PushIntake;
import dev.quorumgate.groups.PushRules;
import dev.quorumgate.model.GroupingKey;
import dev.quorumgate.model.PushedFamily;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * PUT and POST of a group: reads and checks what depends on the push alone, hands it to the log, and answers when it is
 * applied.
 */
final class PushRoute implements Route {
    private final NameRules names;
    private final PushBodyReader bodies;
    private final CommandLog log;
    private final OutcomeResponses responses;
    private final RefusedPushes refused;
    private final Command.Scope scope;
    private final PushRules rules;

    /**
     * A route for one of the two methods.
     *
     * @param rules what pushes are held against; travels with each push
     */
    PushRoute(
            NameRules names,
            PushBodyReader bodies,
            CommandLog log,
            OutcomeResponses responses,
            RefusedPushes refused,
            Command.Scope scope,
            PushRules rules) {
        this.names = names;
        this.scope = scope;
        this.bodies = bodies;
        this.log = log;
        this.responses = responses;
        this.refused = refused;
        this.rules = rules;
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange, RequestPath path) throws RequestException {
        GroupingKey key = key(exchange, path);
        return bodies.read(exchange, key, families -> frozen(key, families, scope, rules, exchange.source()))
                .whenComplete((command, failure) -> {
                    if (failure instanceof RequestException refusal) {
                        refused.beforeTheLog(exchange, refusal);
                        refused.ofGroup(key, String.valueOf(refusal.getMessage()));
                    }
                })
                .thenCompose(command -> stored(exchange, key, command));
    }

    private CompletableFuture<Void> stored(Exchange exchange, GroupingKey key, Command command) {
        return log.append(command)
                .handleAsync(
                        (outcome, failure) -> {
                            if (outcome instanceof Outcome.Rejected rejected) {
                                refused.ofGroup(key, rejected.reason());
                            }
                            if (outcome != null) {
                                HintHeader.add(exchange.response(), key, outcome);
                            }
                            responses.answerPush(exchange, rules.checked(), outcome, failure);
                            return null;
                        },
                        exchange.pool());
    }

    private GroupingKey key(Exchange exchange, RequestPath path) throws RequestException {
        try {
            return GroupingKeyPath.parse(path, names);
        } catch (RequestException e) {
            throw refused.beforeTheLog(exchange, e);
        }
    }

    /** The command for a push, or a refusal that says which limit it exceeds. */
    static Command frozen(
            GroupingKey key, List<PushedFamily> families, Command.Scope scope, PushRules rules, String source)
            throws RequestException {
        try {
            return PushIntake.command(key, families, scope, rules, source);
        } catch (LimitExceededException e) {
            throw RequestException.ofLimit(400, Outcome.Rejected.WORDS + ": " + e.getMessage());
        }
    }
}
