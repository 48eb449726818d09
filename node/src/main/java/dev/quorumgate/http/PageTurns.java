package dev.quorumgate.http;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Has few pages made at a time: a search looks at all groups, and its patterns may take a second of a processor. Whoever
 * reloads pages must not take the threads, or the processors, of those who push. Calls may overlap.
 */
final class PageTurns {
    private final Turns turns;

    PageTurns(int atOnce, int waitingMax) {
        this.turns = new Turns(atOnce, waitingMax);
    }

    /** Makes a page. */
    interface Making {
        void run() throws RequestException, IOException;
    }

    /** Makes a page when its turn comes; fails with what that fails with, or with 503 if too many wait already. */
    CompletableFuture<Void> make(Making page, Executor pool) {
        CompletableFuture<Void> made = new CompletableFuture<>();
        if (!turns.run(() -> ended(page, made), pool)) {
            made.completeExceptionally(
                    new RequestException(503, "too many other pages wait to be made; try again soon"));
        }
        return made;
    }

    private static Runnable ended(Making page, CompletableFuture<Void> made) {
        try {
            page.run();
            return () -> made.complete(null);
        } catch (Throwable failure) { // a fault, too, is to be answered
            return () -> made.completeExceptionally(failure);
        }
    }
}
