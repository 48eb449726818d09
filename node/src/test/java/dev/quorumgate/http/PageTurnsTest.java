package dev.quorumgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** That pages wait for each other in bounds, and that each is answered however its making ends. */
class PageTurnsTest {
    private final PageTurns turns = new PageTurns(1, 1);
    private final Deque<Runnable> pool = new ArrayDeque<>();
    private CompletableFuture<Void> waiting = new CompletableFuture<>();
    private CompletableFuture<Void> refused = new CompletableFuture<>();

    @Test
    void letsFewWaitAndRefusesTheRest() {
        CompletableFuture<Void> first = turns.make(
                () -> {
                    waiting = turns.make(() -> {}, pool::add);
                    refused = turns.make(() -> {}, pool::add);
                },
                pool::add);

        assertThat(first).isCompleted();
        assertThat(waiting).isNotDone();
        assertThatThrownBy(refused::join)
                .cause()
                .isInstanceOfSatisfying(
                        RequestException.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(503));
        pool.remove().run();
        assertThat(waiting).isCompleted();
    }

    @Test
    void goesOnAfterAPageThatCannotBeMade() {
        CompletableFuture<Void> failed = turns.make(
                () -> {
                    throw new IOException("as meant");
                },
                pool::add);

        assertThatThrownBy(failed::join).hasRootCauseMessage("as meant");
        assertThat(turns.make(() -> {}, pool::add)).isCompleted();
    }
}
