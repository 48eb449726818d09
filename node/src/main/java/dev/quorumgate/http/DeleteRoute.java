package dev.quorumgate.http;

import dev.quorumgate.exposition.NameRules;
import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.CommandLog;
import dev.quorumgate.model.GroupingKey;
import java.util.concurrent.CompletableFuture;

/** DELETE of a group. Answered once it is applied everywhere that counts, where the original only queues it. */
final class DeleteRoute implements Route {
    private final NameRules rules;
    private final CommandLog log;
    private final OutcomeResponses responses;

    DeleteRoute(NameRules rules, CommandLog log, OutcomeResponses responses) {
        this.rules = rules;
        this.log = log;
        this.responses = responses;
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange, RequestPath path) throws RequestException {
        GroupingKey key = GroupingKeyPath.parse(path, rules);
        return log.append(new Command.Delete(key))
                .handleAsync(
                        (outcome, failure) -> {
                            if (outcome != null) {
                                HintHeader.add(exchange.response(), key, outcome);
                            }
                            responses.answerDelete(exchange, outcome, failure);
                            return null;
                        },
                        exchange.pool());
    }
}
