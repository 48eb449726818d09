package dev.quorumgate.http;

import dev.quorumgate.concurrent.Futures;
import dev.quorumgate.groups.GroupsReader;
import dev.quorumgate.telemetry.Readiness;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What load balancers and orchestrators ask. */
final class HealthRoutes {
    /** A load balancer does not wait for long. */
    private static final long PATIENCE_MILLIS = 1000;

    private final Readiness readiness;
    private final GroupsReader reader;
    private final Supplier<CompletableFuture<Boolean>> confirmsLeadership;

    /** @param confirmsLeadership asks a majority whether this node leads */
    HealthRoutes(Readiness readiness, GroupsReader reader, Supplier<CompletableFuture<Boolean>> confirmsLeadership) {
        this.readiness = readiness;
        this.reader = reader;
        this.confirmsLeadership = confirmsLeadership;
    }

    /** 200 while this process works, with or without a quorum. */
    CompletableFuture<Void> healthy(Exchange exchange, RequestPath path) throws IOException {
        answer(exchange, readiness.unhealthyBecause());
        return Route.DONE;
    }

    /** 200 when a majority has just confirmed a leader and this node is caught up with it and not about to stop. */
    CompletableFuture<Void> ready(Exchange exchange, RequestPath path) throws IOException {
        if (readiness.unreadyBecause().isPresent()) {
            answer(exchange, readiness.unreadyBecause());
            return Route.DONE;
        }
        return reader.linearizable()
                .thenApply(groups -> Optional.<String>empty())
                .completeOnTimeout(
                        Optional.of("no majority has confirmed within " + PATIENCE_MILLIS
                                + " ms that this node is current"),
                        PATIENCE_MILLIS,
                        TimeUnit.MILLISECONDS)
                .exceptionally(failure -> Optional.of(reason(failure)))
                .thenAcceptAsync(reason -> Answer.unchecked(() -> answer(exchange, reason)), exchange.pool());
    }

    /** 200 on the leader alone. */
    CompletableFuture<Void> leader(Exchange exchange, RequestPath path) throws IOException {
        if (readiness.unreadyBecause().isPresent()) {
            answer(exchange, readiness.unreadyBecause());
            return Route.DONE;
        }
        return confirmsLeadership
                .get()
                .thenApply(leads -> leads ? Optional.<String>empty() : Optional.of("this node does not lead"))
                .completeOnTimeout(
                        Optional.of("no majority has confirmed within " + PATIENCE_MILLIS + " ms that this node leads"),
                        PATIENCE_MILLIS,
                        TimeUnit.MILLISECONDS)
                .exceptionally(failure -> Optional.of(reason(failure)))
                .thenAcceptAsync(reason -> Answer.unchecked(() -> answer(exchange, reason)), exchange.pool());
    }

    private static String reason(Throwable failure) {
        return String.valueOf(Futures.cause(failure).getMessage());
    }

    private static void answer(Exchange exchange, Optional<String> problem) throws IOException {
        if (problem.isPresent()) {
            Answer.error(exchange.response(), 503, problem.get());
        } else {
            Answer.text(exchange.response(), 200, "OK");
        }
    }
}
