package dev.quorumgate.http;

import dev.quorumgate.api.InvalidParameterException;
import dev.quorumgate.api.PushReport;
import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.groups.Command;
import dev.quorumgate.groups.CommandLog;
import dev.quorumgate.groups.Outcome;
import dev.quorumgate.groups.PushRules;
import dev.quorumgate.model.GroupingKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Pushes to several groups in one request, all of which take effect or none; or a trial of that. */
final class MultiPushRoute implements Route {
    private static final String DRY_RUN = "dry_run";
    private static final String JSON_ALONE =
            "expected Content-Type: application/json; nothing else is read here, see /api/v2/openapi.json";

    private final PushBodyReader bodies;
    private final LinearizableReads reads;
    private final CommandLog log;
    private final PushRules rules;
    private final RefusedPushes refused;

    MultiPushRoute(
            PushBodyReader bodies, LinearizableReads reads, CommandLog log, PushRules rules, RefusedPushes refused) {
        this.bodies = bodies;
        this.reads = reads;
        this.log = log;
        this.rules = rules;
        this.refused = refused;
    }

    /** What a request comes to: pushes that are sound in themselves, or the first one that is not. */
    private static final class Intake {
        private final List<Command.Push> pushes = new ArrayList<>();
        private Command.@Nullable RecordFailure failure;

        /** Takes a push; false if it contradicts itself, so that the others need not be read. */
        boolean take(Command command) {
            if (command instanceof Command.Push push) {
                pushes.add(push);
                return true;
            }
            failure = (Command.RecordFailure) command;
            return false;
        }
    }

    @Override
    public CompletableFuture<Void> handle(Exchange exchange, RequestPath path) throws RequestException {
        boolean dryRun = isDryRun(exchange);
        return read(exchange)
                .whenComplete((intake, failure) -> {
                    if (!dryRun && failure != null && Futures.cause(failure) instanceof RequestException refusal) {
                        refused.beforeTheLog(exchange, refusal);
                        refused.ofGroupIn(refusal);
                    }
                })
                .thenCompose(intake -> {
                    try {
                        return answered(exchange, intake, dryRun);
                    } catch (RequestException e) {
                        return CompletableFuture.failedFuture(e);
                    }
                });
    }

    private CompletableFuture<Void> answered(Exchange exchange, Intake intake, boolean dryRun) throws RequestException {
        Command.RecordFailure failure = intake.failure;
        if (failure != null) {
            RequestException refusal = refusal(failure.key(), intake.pushes.size(), failure.reason());
            if (dryRun) {
                throw refusal;
            }
            return answered(exchange, failure, outcome -> {
                throw refusal;
            });
        }
        if (dryRun) {
            return reads.answer(
                    exchange,
                    (groups, out) ->
                            JsonAnswer.stream(exchange, PushReport.tried(groups, intake.pushes, bodies.names()), out));
        }
        return stored(exchange, intake.pushes);
    }

    private static boolean isDryRun(Exchange exchange) throws RequestException {
        try {
            return QueryParameters.of(exchange, DRY_RUN).isOn(DRY_RUN);
        } catch (InvalidParameterException e) {
            throw RequestException.of(e);
        }
    }

    private CompletableFuture<Intake> read(Exchange exchange) throws RequestException {
        String type = exchange.request().getContentType();
        if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(JsonAnswer.JSON)) {
            return CompletableFuture.failedFuture(new RequestException(415, JSON_ALONE));
        }
        Intake intake = new Intake();
        return bodies.readSeveral(
                        exchange,
                        (key, push, families) -> intake.take(PushRoute.frozen(
                                key,
                                families,
                                push.replacesGroup() ? Command.Scope.GROUP : Command.Scope.NAMED_FAMILIES,
                                rules,
                                exchange.source())))
                .thenApply(done -> intake);
    }

    private CompletableFuture<Void> stored(Exchange exchange, List<Command.Push> pushes) {
        return answered(exchange, new Command.PushGroups(pushes), outcome -> {
            if (outcome instanceof Outcome.Rejected rejected) {
                GroupingKey key = pushes.get(rejected.position()).key();
                throw refusal(key, rejected.position(), rejected.reason());
            }
            JsonAnswer.send(exchange, PushReport.stored(pushes, bodies.names()));
        });
    }

    private interface Answering {
        void by(Outcome outcome) throws RequestException, IOException;
    }

    private CompletableFuture<Void> answered(Exchange exchange, Command command, Answering answering) {
        return log.append(command)
                .handleAsync(
                        (outcome, failure) -> {
                            try {
                                if (failure != null) {
                                    refused.withoutOutcome(Futures.cause(failure));
                                    throw OutcomeResponses.refusal(failure);
                                }
                                if (outcome instanceof Outcome.Rejected rejected) {
                                    refused.rejected(exchange, rejected);
                                }
                                answering.by(outcome);
                            } catch (RequestException e) {
                                refused.ofGroupIn(e);
                                throw new CompletionException(e);
                            } catch (IOException e) {
                                throw new CompletionException(e);
                            }
                            return null;
                        },
                        exchange.pool());
    }

    private static RequestException refusal(GroupingKey key, int position, String reason) {
        return new RequestException(
                        400,
                        Outcome.Rejected.WORDS + ": " + reason + "; this is push " + position + " of the request, to "
                                + key + ", and none of its pushes was stored")
                .with("push", position)
                .with("group", GroupRoutesV2.labels(key));
    }
}
